package org.cellineage.udf;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Calls a static Java method, as an expression that prints under the name of the function.
 *
 * <p>The result is null if an argument is null or the method returns null. Arguments are cast like those of Spark's own
 * functions; calls with constant arguments are evaluated once by the optimizer; otherwise the call becomes part of the
 * code that Spark generates for a stage.
 */
public final class StaticCall extends Expression implements ImplicitCastInputTypes, Serializable {

    private static final long serialVersionUID = 1L;

    private final Method method;
    private final Seq<Expression> arguments;
    private transient @Nullable StaticInvoke call;

    /**
     * The method that a function calls.
     *
     * @param function name of the function in SQL
     * @param holder class of the method
     * @param name name of the method; its parameters are Spark's internal representation of {@code parameters}
     * @param result type of the result
     * @param parameters types of the parameters
     */
    public record Method(String function, Class<?> holder, String name, DataType result, List<DataType> parameters)
            implements Serializable {
        public Method {
            parameters = List.copyOf(parameters);
        }
    }

    /** Creates a call; Spark copies expressions through this constructor. */
    public StaticCall(Method method, Seq<Expression> arguments) {
        this.method = method;
        this.arguments = arguments;
    }

    private StaticInvoke call() {
        StaticInvoke made = call;
        if (made == null) {
            made = new StaticInvoke(
                    method.holder(),
                    method.result(),
                    method.name(),
                    arguments,
                    inputTypes(),
                    true,
                    true,
                    true,
                    Option.empty());
            call = made;
        }
        return made;
    }

    @Override
    public Seq<AbstractDataType> inputTypes() {
        return CollectionConverters.<AbstractDataType>asScala(List.<AbstractDataType>copyOf(method.parameters()))
                .toSeq();
    }

    @Override
    public Seq<Expression> children() {
        return arguments;
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
        return new StaticCall(method, newChildren);
    }

    @Override
    public DataType dataType() {
        return method.result();
    }

    @Override
    public boolean nullable() {
        return true;
    }

    @Override
    public boolean foldable() {
        return call().foldable();
    }

    @Override
    public @Nullable Object eval(@Nullable InternalRow input) {
        return call().eval(input);
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode code) {
        return call().doGenCode(context, code);
    }

    @Override
    public String prettyName() {
        return method.function();
    }

    @Override
    public String nodeName() {
        return method.function();
    }

    /** What plans print in parentheses. */
    @Override
    public scala.collection.Iterator<Object> flatArguments() {
        return arguments.<Object>map(argument -> argument).iterator();
    }

    @Override
    public int productArity() {
        return 2;
    }

    @Override
    public Object productElement(int n) {
        return n == 0 ? method : arguments;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof StaticCall;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StaticCall same && method.equals(same.method) && arguments.equals(same.arguments);
    }

    @Override
    public int hashCode() {
        return 31 * method.hashCode() + arguments.hashCode();
    }
}
