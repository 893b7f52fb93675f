package org.cellineage.image;

/**
 * One two-dimensional channel of one frame: a function from pixel (y, x) to a number, as the file stored it.
 *
 * <p>Samples are row-major, index {@code y * width + x}, y down, x right. Implementations hold the array they are
 * given, without a copy; nobody may change it afterwards.
 */
public sealed interface Plane permits Plane.OfBytes, Plane.OfShorts, Plane.OfInts, Plane.OfFloats {

    /** Columns, pixels. */
    int width();

    /** Rows, pixels. */
    int height();

    /** How the file stored a sample. */
    PixelType type();

    /** The samples as floats, a new array of {@code width * height}. */
    float[] toFloats();

    /**
     * The samples as integers, a new array of {@code width * height}; floats are rounded down, as label images stored
     * as floats hold whole numbers.
     */
    int[] toInts();

    /** Pixels in the plane. */
    default int size() {
        return width() * height();
    }

    /** Samples are unsigned bytes. */
    static Plane of(int width, int height, byte[] samples) {
        return new OfBytes(width, height, samples);
    }

    /** Samples are unsigned shorts. */
    static Plane of(int width, int height, short[] samples) {
        return new OfShorts(width, height, samples);
    }

    /** Samples are ints. */
    static Plane of(int width, int height, int[] samples) {
        return new OfInts(width, height, samples);
    }

    /** Samples are floats. */
    static Plane of(int width, int height, float[] samples) {
        return new OfFloats(width, height, samples);
    }

    private static void checkSize(int width, int height, int length) {
        if (width <= 0 || height <= 0 || (long) width * height != length) {
            throw new IllegalArgumentException(width + " x " + height + " pixels need " + (long) width * height
                    + " samples, but the array has " + length);
        }
    }

    /** Unsigned 8-bit samples. */
    @SuppressWarnings("ArrayRecordComponent")
    record OfBytes(int width, int height, byte[] samples) implements Plane {
        public OfBytes {
            checkSize(width, height, samples.length);
        }

        @Override
        public PixelType type() {
            return PixelType.U8;
        }

        @Override
        public float[] toFloats() {
            float[] out = new float[samples.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = samples[i] & 0xff;
            }
            return out;
        }

        @Override
        public int[] toInts() {
            int[] out = new int[samples.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = samples[i] & 0xff;
            }
            return out;
        }
    }

    /** Unsigned 16-bit samples. */
    @SuppressWarnings("ArrayRecordComponent")
    record OfShorts(int width, int height, short[] samples) implements Plane {
        public OfShorts {
            checkSize(width, height, samples.length);
        }

        @Override
        public PixelType type() {
            return PixelType.U16;
        }

        @Override
        public float[] toFloats() {
            float[] out = new float[samples.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = samples[i] & 0xffff;
            }
            return out;
        }

        @Override
        public int[] toInts() {
            int[] out = new int[samples.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = samples[i] & 0xffff;
            }
            return out;
        }
    }

    /** Signed 32-bit samples. */
    @SuppressWarnings("ArrayRecordComponent")
    record OfInts(int width, int height, int[] samples) implements Plane {
        public OfInts {
            checkSize(width, height, samples.length);
        }

        @Override
        public PixelType type() {
            return PixelType.I32;
        }

        @Override
        public float[] toFloats() {
            float[] out = new float[samples.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = samples[i];
            }
            return out;
        }

        @Override
        public int[] toInts() {
            return samples.clone();
        }
    }

    /** 32-bit float samples. */
    @SuppressWarnings("ArrayRecordComponent")
    record OfFloats(int width, int height, float[] samples) implements Plane {
        public OfFloats {
            checkSize(width, height, samples.length);
        }

        @Override
        public PixelType type() {
            return PixelType.F32;
        }

        @Override
        public float[] toFloats() {
            return samples.clone();
        }

        @Override
        public int[] toInts() {
            int[] out = new int[samples.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = (int) Math.floor(samples[i]);
            }
            return out;
        }
    }
}
