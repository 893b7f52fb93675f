package org.cellineage.cell;

/**
 * The precision to which measurements are stored: much finer than a segmented outline determines, but coarse enough to
 * keep tables small. All steps are powers of two, so rounded values are exact and end in zero bits. Results of
 * different processors that differ in the last bits are almost always rounded to the same value; near the midpoint
 * between two steps they may differ by one step.
 *
 * <p>A centroid, for example, is a sum divided by an area and has 16 digits, of which a nucleus of 300 pixels supports
 * three or four; the others are noise that does not compress.
 */
public final class Precision {

    /** Positions and lengths in pixels are multiples of 1 / 64. */
    private static final double PIXEL_STEPS = 64;

    /** Ratios and angles in radians are multiples of 1 / 4096. */
    private static final double RATIO_STEPS = 4096;

    /** Scores between -1 and 1 are multiples of 1 / 65536. */
    private static final double SCORE_STEPS = 65536;

    /** Intensities have no common scale, so they keep this many binary digits (1 part in 65,536). */
    private static final int INTENSITY_DIGITS = 16;

    private Precision() {}

    /** Rounds a position or length in pixels; NaN stays NaN. */
    public static double pixels(double value) {
        return Math.rint(value * PIXEL_STEPS) / PIXEL_STEPS;
    }

    /** Rounds a ratio or an angle in radians; NaN stays NaN. */
    public static double ratio(double value) {
        return Math.rint(value * RATIO_STEPS) / RATIO_STEPS;
    }

    /** Rounds a probability or margin; NaN stays NaN. */
    public static double score(double value) {
        return Math.rint(value * SCORE_STEPS) / SCORE_STEPS;
    }

    /** Rounds a mean or standard deviation of pixel values; NaN and infinities are unchanged. */
    public static double intensity(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        int shift = INTENSITY_DIGITS - 1 - Math.getExponent(value);
        return Math.scalb(Math.rint(Math.scalb(value, shift)), -shift);
    }

    /**
     * Returns a cell, or another record of measurements, as it is stored: components marked {@link Kept} are rounded,
     * also in nested lists of records. Areas, boxes, masks, and minimum and maximum intensities are exact.
     */
    public static <T extends Record> T round(T measured) {
        return KeptRecord.round(measured);
    }
}
