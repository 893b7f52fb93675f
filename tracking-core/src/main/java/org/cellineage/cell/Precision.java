package org.cellineage.cell;

/**
 * The precision to which cells are kept: far finer than what a segmented outline can tell, coarse enough that tables stay
 * small. All steps are powers of two, so that a rounded number is exact and ends in zeros. Where two processors compute a
 * number that differs in its last bits, the rounded ones are nearly always equal; next to the middle between two steps they
 * differ by one step.
 *
 * <p>Why it matters: a centroid is a sum over an area and has 16 digits, of which a nucleus of 300 pixels supports three or
 * four; the others are noise that no compression removes.
 */
public final class Precision {

    /** Positions and lengths in pixels are multiples of 1 / 64. */
    private static final double PIXEL_STEPS = 64;

    /** Ratios and angles in radians are multiples of 1 / 4096. */
    private static final double RATIO_STEPS = 4096;

    /** Scores between -1 and 1 are multiples of 1 / 65536. */
    private static final double SCORE_STEPS = 65536;

    /** Intensity has no scale of its own, so it keeps this many binary digits, 1 in 65,536. */
    private static final int INTENSITY_DIGITS = 16;

    private Precision() {}

    /** A position or length, pixels; NaN stays NaN. */
    public static double pixels(double value) {
        return Math.rint(value * PIXEL_STEPS) / PIXEL_STEPS;
    }

    /** A ratio, or an angle in radians; NaN stays NaN. */
    public static double ratio(double value) {
        return Math.rint(value * RATIO_STEPS) / RATIO_STEPS;
    }

    /** A probability or margin; NaN stays NaN. */
    public static double score(double value) {
        return Math.rint(value * SCORE_STEPS) / SCORE_STEPS;
    }

    /** A mean or spread of pixel values; NaN and infinities stay what they are. */
    public static double intensity(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        int shift = INTENSITY_DIGITS - 1 - Math.getExponent(value);
        return Math.scalb(Math.rint(Math.scalb(value, shift)), -shift);
    }

    /**
     * A cell, or another record of measurements, as it is kept: its numbers that are marked {@link Kept} are rounded,
     * and those of the records in its lists. Areas, boxes, masks, and the darkest and brightest pixel are exact.
     */
    public static <T extends Record> T round(T measured) {
        return KeptRecord.round(measured);
    }
}
