package org.cellineage.format.tiff;

import org.cellineage.image.HalfFloat;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * Converts stored samples to planes. Signed numbers keep their sign. Integers become ints, and those that do not fit
 * are rejected; half-precision floats become floats of equal value.
 */
final class SamplePlanes {

    /** The largest number up to which a float represents every whole number. */
    private static final double FLOAT_WHOLE = 0x1p24;

    private static final double INT_LIMIT = 0x1p31;

    private SamplePlanes() {}

    /**
     * Converts samples to a plane, without copying arrays that a plane can hold.
     *
     * @param samples an array as created by {@link SampleType#newArray}
     * @param page the page, for messages
     * @throws BadInputException if an integer is too large for a plane
     */
    static Plane of(SampleType type, int width, int height, Object samples, String where, int page) {
        return switch (type) {
            case U8 -> Plane.of(width, height, (byte[]) samples);
            case U16 -> Plane.of(width, height, (short[]) samples);
            case I32 -> Plane.of(width, height, (int[]) samples);
            case F32 -> Plane.of(width, height, (float[]) samples);
            case I8 -> Plane.of(width, height, widened((byte[]) samples));
            case I16 -> Plane.of(width, height, widened((short[]) samples));
            case F16 -> Plane.of(width, height, halves((short[]) samples));
            case U32 -> {
                int[] ints = (int[]) samples;
                for (int value : ints) {
                    if (value < 0) {
                        throw tooLarge(where, page, "32-bit", Integer.toUnsignedString(value));
                    }
                }
                yield Plane.of(width, height, ints);
            }
            case U64, I64 -> Plane.of(width, height, narrowed(type, (long[]) samples, where, page));
            case F64 -> doubles(width, height, (long[]) samples);
        };
    }

    private static int[] widened(byte[] samples) {
        int[] out = new int[samples.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = samples[i];
        }
        return out;
    }

    private static int[] widened(short[] samples) {
        int[] out = new int[samples.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = samples[i];
        }
        return out;
    }

    private static int[] narrowed(SampleType type, long[] samples, String where, int page) {
        int[] out = new int[samples.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) samples[i];
            if (out[i] != samples[i]) {
                String value = type == SampleType.U64 ? Long.toUnsignedString(samples[i]) : Long.toString(samples[i]);
                throw tooLarge(where, page, "64-bit", value);
            }
        }
        return out;
    }

    private static BadInputException tooLarge(String where, int page, String bits, String value) {
        return new BadInputException(
                where,
                "Page " + page + " contains the " + bits + " number " + value
                        + "; numbers up to 2147483647 can be read.",
                "Save the file again with 16 bits per pixel, or as 32-bit floats.");
    }

    private static float[] halves(short[] samples) {
        float[] out = new float[samples.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = HalfFloat.toFloat(samples[i]);
        }
        return out;
    }

    /**
     * Intensities are rounded to floats. Labels, however, must remain distinct: if all values are whole numbers and
     * floats would merge two of them, the plane holds ints.
     */
    private static Plane doubles(int width, int height, long[] bits) {
        boolean whole = true;
        boolean floatsHoldAll = true;
        for (long b : bits) {
            double value = Double.longBitsToDouble(b);
            whole &= value == Math.rint(value) && Math.abs(value) < INT_LIMIT;
            floatsHoldAll &= Math.abs(value) <= FLOAT_WHOLE || value == (float) value;
        }
        if (whole && !floatsHoldAll) {
            int[] ints = new int[bits.length];
            for (int i = 0; i < ints.length; i++) {
                ints[i] = (int) Double.longBitsToDouble(bits[i]);
            }
            return Plane.of(width, height, ints);
        }
        float[] floats = new float[bits.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) Double.longBitsToDouble(bits[i]);
        }
        return Plane.of(width, height, floats);
    }

    /**
     * Converts red, green and blue to luminance (ITU-R BT.601) with weights 0.299, 0.587 and 0.114. Integers stay
     * integers.
     */
    static Plane grey(Plane red, Plane green, Plane blue) {
        float[] r = red.toFloats();
        float[] g = green.toFloats();
        float[] b = blue.toFloats();
        for (int i = 0; i < r.length; i++) {
            r[i] = 0.299f * r[i] + 0.587f * g[i] + 0.114f * b[i];
        }
        return switch (red.type()) {
            case U8 -> {
                byte[] out = new byte[r.length];
                for (int i = 0; i < out.length; i++) {
                    out[i] = (byte) Math.round(r[i]);
                }
                yield Plane.of(red.width(), red.height(), out);
            }
            case U16 -> {
                short[] out = new short[r.length];
                for (int i = 0; i < out.length; i++) {
                    out[i] = (short) Math.round(r[i]);
                }
                yield Plane.of(red.width(), red.height(), out);
            }
            case I32 -> {
                int[] out = new int[r.length];
                for (int i = 0; i < out.length; i++) {
                    out[i] = Math.round(r[i]);
                }
                yield Plane.of(red.width(), red.height(), out);
            }
            case F32 -> Plane.of(red.width(), red.height(), r);
        };
    }
}
