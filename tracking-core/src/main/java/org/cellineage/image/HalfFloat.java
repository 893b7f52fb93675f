package org.cellineage.image;

/** IEEE 754 half-precision floats: 1 sign bit, 5 exponent bits, 10 fraction bits. */
public final class HalfFloat {

    private HalfFloat() {}

    /** Converts to a float, which represents each exactly. */
    public static float toFloat(short bits) {
        int exponent = bits >>> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float size = switch (exponent) {
            case 0 -> fraction * 0x1p-24f;
            case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> Float.intBitsToFloat(exponent - 15 + 127 << 23 | fraction << 13);
        };
        return bits < 0 ? -size : size;
    }
}
