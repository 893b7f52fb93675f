package org.cellineage.jobs.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * How a value of one type is kept in a column of a Spark row, and in bytes.
 *
 * @param <V> the type
 */
interface ValueCodec<V> {

    /** The column's type. */
    DataType type();

    /** The value as Spark holds it in a row; null where it is unknown. */
    @Nullable
    Object toColumn(V value);

    /** The value of a column that is not null. */
    V fromColumn(Object column);

    /** What a null column stands for. */
    default @Nullable V ofNull() {
        return null;
    }

    void write(V value, DataOutput out) throws IOException;

    V read(DataInput in) throws IOException;
}
