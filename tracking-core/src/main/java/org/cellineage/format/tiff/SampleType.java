package org.cellineage.format.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cellineage.image.PixelType;

/**
 * How a TIFF file stores a sample, and the type of plane it becomes. Samples are unpacked into an array of their own
 * width: bytes, shorts, ints, floats, or longs for all 64-bit types.
 */
enum SampleType {
    U8(1, PixelType.U8),
    I8(1, PixelType.I32),
    U16(2, PixelType.U16),
    I16(2, PixelType.I32),
    F16(2, PixelType.F32),
    U32(4, PixelType.I32),
    I32(4, PixelType.I32),
    F32(4, PixelType.F32),
    U64(8, PixelType.I32),
    I64(8, PixelType.I32),
    F64(8, PixelType.F32);

    private final int bytes;
    private final PixelType plane;

    SampleType(int bytes, PixelType plane) {
        this.bytes = bytes;
        this.plane = plane;
    }

    /** Bytes per stored sample. */
    int bytes() {
        return bytes;
    }

    /** Type of the plane that such samples become. */
    PixelType plane() {
        return plane;
    }

    boolean isFloat() {
        return this == F16 || this == F32 || this == F64;
    }

    Object newArray(int length) {
        return switch (bytes) {
            case 1 -> new byte[length];
            case 2 -> new short[length];
            case 4 -> this == F32 ? new float[length] : new int[length];
            default -> new long[length];
        };
    }

    /** Converts {@code count} stored samples, writing them to {@code to} from index {@code at} on. */
    void unpack(byte[] from, ByteOrder order, Object to, int at, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(from, 0, count * bytes).order(order);
        switch (bytes) {
            case 1 -> System.arraycopy(from, 0, to, at, count);
            case 2 -> buffer.asShortBuffer().get((short[]) to, at, count);
            case 4 -> {
                if (this == F32) {
                    buffer.asFloatBuffer().get((float[]) to, at, count);
                } else {
                    buffer.asIntBuffer().get((int[]) to, at, count);
                }
            }
            default -> buffer.asLongBuffer().get((long[]) to, at, count);
        }
    }

    /** Copies every {@code stride}-th sample. */
    void copyStrided(Object source, int from, int stride, Object target, int to, int count) {
        for (int x = 0; x < count; x++) {
            int at = from + x * stride;
            switch (bytes) {
                case 1 -> ((byte[]) target)[to + x] = ((byte[]) source)[at];
                case 2 -> ((short[]) target)[to + x] = ((short[]) source)[at];
                case 4 -> {
                    if (this == F32) {
                        ((float[]) target)[to + x] = ((float[]) source)[at];
                    } else {
                        ((int[]) target)[to + x] = ((int[]) source)[at];
                    }
                }
                default -> ((long[]) target)[to + x] = ((long[]) source)[at];
            }
        }
    }

    /**
     * Undoes predictor 2 in a row of unpacked samples: each was stored as its difference from the same sample of the
     * pixel to the left.
     */
    void accumulate(Object samples, int from, int count, int stride) {
        int end = from + count;
        switch (bytes) {
            case 1 -> {
                byte[] a = (byte[]) samples;
                for (int i = from + stride; i < end; i++) {
                    a[i] += a[i - stride];
                }
            }
            case 2 -> accumulate((short[]) samples, from, end, stride);
            case 4 -> {
                int[] a = (int[]) samples;
                for (int i = from + stride; i < end; i++) {
                    a[i] += a[i - stride];
                }
            }
            default -> {
                long[] a = (long[]) samples;
                for (int i = from + stride; i < end; i++) {
                    a[i] += a[i - stride];
                }
            }
        }
    }

    private static void accumulate(short[] a, int from, int end, int stride) {
        if (stride == 1) {
            short sum = 0;
            for (int i = from; i < end; i++) {
                sum += a[i];
                a[i] = sum;
            }
            return;
        }
        for (int i = from + stride; i < end; i++) {
            a[i] += a[i - stride];
        }
    }
}
