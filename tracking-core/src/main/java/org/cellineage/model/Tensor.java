package org.cellineage.model;

/**
 * Input or output values of a network: row-major, channels last.
 *
 * <p>Arrays are not copied and must not be modified.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Tensor(long[] shape, float[] values) {

    public Tensor {
        long size = 1;
        for (long side : shape) {
            size *= side;
        }
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "shape " + java.util.Arrays.toString(shape) + " needs " + size + " values, not " + values.length);
        }
    }
}
