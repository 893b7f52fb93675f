package org.cellineage.udf;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Option;

/**
 * The SQL functions over the lineage tables. {@code DESCRIBE FUNCTION EXTENDED name} explains each with examples.
 *
 * <p>They behave like Spark's own functions: arguments are cast if possible, null arguments give null, and calls with
 * constant arguments are evaluated once.
 *
 * @see CellineageExtensions for sessions configured by settings alone
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

    /** Names of all functions. */
    public static List<String> names() {
        return all().stream().map(SqlFunction::name).toList();
    }

    /** Registers the functions in an existing session. */
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
