package org.cellineage.image;

/**
 * One two-dimensional channel of one frame, with the sample values of the file.
 *
 * <p>Samples are row-major, index {@code y * width + x}, with y down and x to the right. The array is not copied and
 * must not be modified.
 */
public sealed interface Plane permits Plane.OfBytes, Plane.OfShorts, Plane.OfInts, Plane.OfFloats {

    /** Number of columns in pixels. */
    int width();

    /** Number of rows in pixels. */
    int height();

    /** Storage type of the samples. */
    PixelType type();

    /** The samples as floats, a new array of {@code width * height}. */
    float[] toFloats();

    /**
     * The samples as integers, a new array of {@code width * height}; floats, as label images stored as floats have
     * them, are rounded down.
     */
    int[] toInts();

    /** Number of pixels. */
    default int size() {
        return width() * height();
    }

    /** Creates a plane of unsigned bytes. */
    static Plane of(int width, int height, byte[] samples) {
        return new OfBytes(width, height, samples);
    }

    /** Creates a plane of unsigned shorts. */
    static Plane of(int width, int height, short[] samples) {
        return new OfShorts(width, height, samples);
    }

    /** Creates a plane of ints. */
    static Plane of(int width, int height, int[] samples) {
        return new OfInts(width, height, samples);
    }

    /** Creates a plane of floats. */
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
