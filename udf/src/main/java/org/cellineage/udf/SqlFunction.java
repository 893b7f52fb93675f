package org.cellineage.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * An SQL function: its name, its documentation, and the expression that implements a call.
 *
 * @param name name in SQL
 * @param info what {@code DESCRIBE FUNCTION EXTENDED} prints
 * @param builder creates the expression from the arguments of a call
 */
record SqlFunction(String name, ExpressionInfo info, AbstractFunction1<Seq<Expression>, Expression> builder) {

    private static final String SINCE = "0.1.0";

    /**
     * Documentation of a function.
     *
     * @param usage what it returns; {@code _FUNC_} stands for its name
     * @param arguments each argument as {@code name - meaning}
     * @param examples calls with their results
     */
    record Doc(String usage, List<String> arguments, List<Example> examples) {

        static Doc of(String usage, List<String> arguments, Example... examples) {
            return new Doc(usage, List.copyOf(arguments), List.of(examples));
        }
    }

    /** A call and its result as Spark prints it. */
    record Example(String call, String result) {}

    FunctionIdentifier identifier() {
        return new FunctionIdentifier(name);
    }

    /** A function that calls a static method of {@code holder} with one argument per type. */
    static SqlFunction calling(
            String name, Class<?> holder, String methodName, DataType result, List<DataType> types, Doc doc) {
        StaticCall.Method method = new StaticCall.Method(name, holder, methodName, result, types);
        return of(name, holder, doc, List.of(types.size()), arguments -> new StaticCall(method, scala(arguments)));
    }

    /** A function with its own expression. */
    static SqlFunction of(
            String name,
            Class<?> holder,
            Doc doc,
            List<Integer> argumentCounts,
            Function<List<Expression>, Expression> build) {
        AbstractFunction1<Seq<Expression>, Expression> builder = new AbstractFunction1<>() {
            @Override
            public Expression apply(Seq<Expression> arguments) {
                if (!argumentCounts.contains(arguments.size())) {
                    throw wrongCount(name, argumentCounts, arguments.size());
                }
                return build.apply(CollectionConverters.asJava(arguments));
            }
        };
        return new SqlFunction(name, info(name, holder, doc), builder);
    }

    private static RuntimeException wrongCount(String name, List<Integer> expected, int given) {
        throw sneaky(QueryCompilationErrors.wrongNumArgsError(
                name, scala(new ArrayList<Object>(expected)), given, "", "", ""));
    }

    /** Throws Spark's analysis errors, which are checked exceptions in Java but not in Scala. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    private static ExpressionInfo info(String name, Class<?> holder, Doc doc) {
        StringBuilder arguments = new StringBuilder("\n    Arguments:\n");
        doc.arguments()
                .forEach(line -> arguments.append("      * ").append(line).append('\n'));
        StringBuilder examples = new StringBuilder("\n    Examples:\n");
        for (Example example : doc.examples()) {
            examples.append("      > SELECT ").append(example.call()).append(";\n");
            examples.append("       ").append(example.result()).append('\n');
        }
        return new ExpressionInfo(
                holder.getName(),
                null,
                name,
                doc.usage(),
                arguments.append("  ").toString(),
                examples.append("  ").toString(),
                "",
                "",
                SINCE,
                "",
                "java_udf");
    }

    static <T> Seq<T> scala(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }
}
