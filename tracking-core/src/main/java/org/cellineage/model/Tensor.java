package org.cellineage.model;

/**
 * Numbers that go into a network or come out of it: row-major, channels last.
 *
 * <p>The arrays are held, not copied; nobody may change them afterwards.
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
