package org.cellineage.udf;

import org.apache.spark.sql.SparkSessionExtensions;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Makes the functions known to every session of an application:
 * {@code spark.sql.extensions=org.cellineage.udf.CellineageExtensions}, with this module's jar and the core's on the class
 * path.
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
