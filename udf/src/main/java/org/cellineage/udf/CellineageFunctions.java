package org.cellineage.udf;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Option;

/**
 * The SQL functions over the lineage tables. {@code DESCRIBE FUNCTION EXTENDED name} says what each does, with examples.
 *
 * <p>Where they fit, arguments are cast, null arguments give null, and calls with constants are computed once, as with
 * Spark's own functions.
 *
 * @see CellineageExtensions for sessions that are set up by configuration alone
 */
public final class CellineageFunctions {

    private CellineageFunctions() {}

    static List<SqlFunction> all() {
        List<SqlFunction> all = new ArrayList<>();
        all.addAll(LineageFunctions.all());
        all.addAll(MotionFunctions.all());
        all.addAll(TimeFunctions.all());
        all.addAll(MaskFunctions.all());
        all.addAll(PixelFunctions.all());
        all.addAll(SignalFunctions.all());
        return all;
    }

    /** Names of the functions. */
    public static List<String> names() {
        return all().stream().map(SqlFunction::name).toList();
    }

    /** Makes the functions known to a session that is already there. */
    public static void register(SparkSession spark) {
        FunctionRegistry registry = ((org.apache.spark.sql.classic.SparkSession) spark)
                .sessionState()
                .functionRegistry();
        for (SqlFunction function : all()) {
            Option<ExpressionInfo> known = registry.lookupFunction(function.identifier());
            boolean isOurs = known.isDefined()
                    && known.get().getClassName().equals(function.info().getClassName());
            if (!isOurs) {
                registry.registerFunction(function.identifier(), function.info(), function.builder());
            }
        }
    }
}
