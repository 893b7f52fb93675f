package org.cellineage.image;

import java.util.Arrays;

/**
 * The grey values that are scaled to 0 and 1 for a network: two percentiles of a whole frame.
 *
 * @param dark grey value scaled to 0
 * @param bright grey value scaled to 1; greater than {@code dark}
 */
public record BrightnessRange(float dark, float bright) {

    /** Enough samples for percentiles, and sorted in a few milliseconds. */
    private static final int SAMPLES = 1 << 17;

    /** Only corrupt values of float images exceed this; clipping keeps their squares finite. */
    private static final double FARTHEST = 1e6;

    /**
     * Computes the percentiles of a frame's finite values, or of a regular sample of them if there are many.
     *
     * @param low percentile scaled to 0, from 0 to 100
     * @param high percentile scaled to 1, from 0 to 100
     */
    public static BrightnessRange of(float[] values, double low, double high) {
        int step = Math.max(1, values.length / SAMPLES);
        // An even step would sample the same columns in every row if it divides the width.
        step += step > 1 && step % 2 == 0 ? 1 : 0;
        float[] sample = new float[(values.length + step - 1) / step];
        int n = 0;
        for (int p = 0; p < values.length; p += step) {
            if (Float.isFinite(values[p])) {
                sample[n++] = values[p];
            }
        }
        if (n == 0) {
            return new BrightnessRange(0, 1);
        }
        Arrays.sort(sample, 0, n);
        float dark = at(sample, n, low);
        float bright = at(sample, n, high);
        if (bright > dark) {
            return new BrightnessRange(dark, bright);
        }
        // Nearly all pixels have the same grey value: use the full range, so that the few others remain
        // distinguishable.
        float least = sample[0];
        float most = sample[n - 1];
        return new BrightnessRange(least, most > least ? most : least + Math.max(1, Math.ulp(least)));
    }

    private static float at(float[] sorted, int n, double percentile) {
        double at = percentile / 100 * (n - 1);
        int below = (int) at;
        float next = sorted[Math.min(n - 1, below + 1)];
        return (float) (sorted[below] + (at - below) * ((double) next - sorted[below]));
    }

    /**
     * Scales values so that {@code dark} becomes 0 and {@code bright} becomes 1. Values are clipped only at ±10⁶;
     * non-finite values become 0.
     */
    public float[] apply(float[] values) {
        float[] scaled = new float[values.length];
        // In double precision, in which the difference of two distinct floats neither overflows nor vanishes.
        double range = (double) bright - dark;
        for (int p = 0; p < scaled.length; p++) {
            if (Float.isFinite(values[p])) {
                double value = ((double) values[p] - dark) / range;
                scaled[p] = (float) Math.max(-FARTHEST, Math.min(FARTHEST, value));
            }
        }
        return scaled;
    }
}
