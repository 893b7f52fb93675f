package org.cellineage.udf;

import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Converts arrays and numbers between Spark and the core: null in Spark is NaN in the core. */
final class SqlArrays {

    static final DataType INTS = DataTypes.createArrayType(DataTypes.IntegerType);
    static final DataType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType);
    static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType);

    private SqlArrays() {}

    static double[] doubles(ArrayData array) {
        double[] values = new double[array.numElements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.isNullAt(i) ? Double.NaN : array.getDouble(i);
        }
        return values;
    }

    static int[] frames(ArrayData array) {
        int[] values = new int[array.numElements()];
        for (int i = 0; i < values.length; i++) {
            if (array.isNullAt(i)) {
                throw new IllegalArgumentException("a frame must not be null");
            }
            values[i] = array.getInt(i);
        }
        return values;
    }

    static ArrayData ofDoubles(double[] values) {
        Object[] boxed = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = known(values[i]);
        }
        return new GenericArrayData(boxed);
    }

    static ArrayData ofTexts(List<?> values) {
        return new GenericArrayData(
                values.stream().map(value -> text(value.toString())).toArray());
    }

    static UTF8String text(String value) {
        return UTF8String.fromString(value);
    }

    static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : (Double) value;
    }
}
