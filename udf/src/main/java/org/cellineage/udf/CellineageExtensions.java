package org.cellineage.udf;

import org.apache.spark.sql.SparkSessionExtensions;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Registers the functions in every session of an application: set
 * {@code spark.sql.extensions=org.cellineage.udf.CellineageExtensions} and put this module's jar and the core's on the
 * class path.
 */
public final class CellineageExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        for (SqlFunction function : CellineageFunctions.all()) {
            extensions.injectFunction(new Tuple3<>(function.identifier(), function.info(), function.builder()));
        }
        return BoxedUnit.UNIT;
    }
}
