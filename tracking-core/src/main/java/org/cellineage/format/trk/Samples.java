package org.cellineage.format.trk;

import java.nio.ByteBuffer;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/** Converts NumPy numbers of any type to the samples of a plane. */
sealed interface Samples {

    /** Stores the number at {@code from} as sample {@code at}. */
    void put(int at, ByteBuffer in, int from, NpyHeader header, String where);

    Plane plane(int width, int height);

    static Samples of(PixelType type, int count) {
        return switch (type) {
            case U8 -> new Bytes(new byte[count]);
            case U16 -> new Shorts(new short[count]);
            case I32 -> new Ints(new int[count]);
            case F32 -> new Floats(new float[count]);
        };
    }

    /** Unsigned bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] samples) implements Samples {
        @Override
        public void put(int at, ByteBuffer in, int from, NpyHeader header, String where) {
            samples[at] = in.get(from);
        }

        @Override
        public Plane plane(int width, int height) {
            return Plane.of(width, height, samples);
        }
    }

    /** Unsigned shorts. */
    @SuppressWarnings("ArrayRecordComponent")
    record Shorts(short[] samples) implements Samples {
        @Override
        public void put(int at, ByteBuffer in, int from, NpyHeader header, String where) {
            samples[at] = in.getShort(from);
        }

        @Override
        public Plane plane(int width, int height) {
            return Plane.of(width, height, samples);
        }
    }

    /** Whole numbers of other types, including floats, if they fit an int. */
    @SuppressWarnings("ArrayRecordComponent")
    record Ints(int[] samples) implements Samples {
        @Override
        public void put(int at, ByteBuffer in, int from, NpyHeader header, String where) {
            if (header.kind() == 'f') {
                samples[at] = whole(header.itemBytes() == 4 ? in.getFloat(from) : in.getDouble(from), where);
                return;
            }
            long value = switch (header.itemBytes()) {
                case 1 -> in.get(from);
                case 2 -> in.getShort(from);
                case 4 -> header.kind() == 'u' ? in.getInt(from) & 0xffffffffL : in.getInt(from);
                default -> in.getLong(from);
            };
            if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
                throw new BadInputException(
                        where, "It contains the number " + value + ".", "Save the labels as 32-bit whole numbers.");
            }
            samples[at] = (int) value;
        }

        private static int whole(double value, String where) {
            if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
                throw new BadInputException(
                        where,
                        "Its tracked array contains the number " + value + ", which is not a label.",
                        "Save the labels as whole numbers.");
            }
            return (int) value;
        }

        @Override
        public Plane plane(int width, int height) {
            return Plane.of(width, height, samples);
        }
    }

    /** Floats; doubles are rounded. */
    @SuppressWarnings("ArrayRecordComponent")
    record Floats(float[] samples) implements Samples {
        @Override
        public void put(int at, ByteBuffer in, int from, NpyHeader header, String where) {
            samples[at] = header.itemBytes() == 4 ? in.getFloat(from) : (float) in.getDouble(from);
        }

        @Override
        public Plane plane(int width, int height) {
            return Plane.of(width, height, samples);
        }
    }
}
