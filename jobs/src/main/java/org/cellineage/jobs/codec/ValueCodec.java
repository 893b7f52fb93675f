package org.cellineage.jobs.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of one type to and from a column of a Spark row and bytes.
 *
 * @param <V> the type
 */
interface ValueCodec<V> {

    /** Type of the column. */
    DataType type();

    /** The value in Spark's representation; null if unknown. */
    @Nullable
    Object toColumn(V value);

    /** The value of a non-null column. */
    V fromColumn(Object column);

    /** The value of a null column. */
    default @Nullable V ofNull() {
        return null;
    }

    void write(V value, DataOutput out) throws IOException;

    V read(DataInput in) throws IOException;
}
