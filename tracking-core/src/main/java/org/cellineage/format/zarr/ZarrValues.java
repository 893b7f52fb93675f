package org.cellineage.format.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A small array in memory, to be written as a whole.
 *
 * @param shape size along each axis, slowest first
 * @param bytes the samples, little-endian, the last axis fastest
 */
@SuppressWarnings("ArrayRecordComponent")
public record ZarrValues(SampleType type, List<Integer> shape, byte[] bytes) {

    public ZarrValues {
        shape = List.copyOf(shape);
        if (ArrayMetadata.product(shape) * type.bytes() != bytes.length) {
            throw new IllegalArgumentException(shape + " samples of " + type + " in " + bytes.length + " bytes");
        }
    }

    /** Booleans along one axis. */
    public static ZarrValues of(boolean[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        return new ZarrValues(SampleType.BOOL, List.of(values.length), bytes);
    }

    /** 32-bit integers along one axis. */
    public static ZarrValues of(int[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Integer.BYTES)];
        littleEndian(bytes).asIntBuffer().put(values);
        return new ZarrValues(SampleType.I32, List.of(values.length), bytes);
    }

    /** 64-bit floats along one axis. */
    public static ZarrValues of(double[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Double.BYTES)];
        littleEndian(bytes).asDoubleBuffer().put(values);
        return new ZarrValues(SampleType.F64, List.of(values.length), bytes);
    }

    /** Unsigned 64-bit integers along one axis. */
    public static ZarrValues unsigned(long[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
        littleEndian(bytes).asLongBuffer().put(values);
        return new ZarrValues(SampleType.U64, List.of(values.length), bytes);
    }

    /** The same samples with a second axis of this size. */
    public ZarrValues inRowsOf(int columns) {
        return new ZarrValues(type, List.of(shape.get(0) / columns, columns), bytes);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
