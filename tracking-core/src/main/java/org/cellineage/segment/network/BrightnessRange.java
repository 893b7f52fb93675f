package org.cellineage.segment.network;

import java.util.Arrays;

/**
 * The grey values that a network sees as 0 and 1: percentiles of a whole frame.
 *
 * @param dark goes to 0
 * @param bright goes to 1; above {@code dark}
 */
public record BrightnessRange(float dark, float bright) {

    /** Enough for percentiles, and sorted in a few milliseconds. */
    private static final int SAMPLES = 1 << 17;

    /** Farther out lie only broken values of float images; their squares must stay finite. */
    private static final double FARTHEST = 1e6;

    /**
     * Percentiles of the finite values of a frame, of an even grid over them where there are many.
     *
     * @param low percentile that goes to 0, 0 to 100
     * @param high percentile that goes to 1
     */
    public static BrightnessRange of(float[] values, double low, double high) {
        int step = Math.max(1, values.length / SAMPLES);
        // An even step would sample single columns of frames whose width it divides.
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
        // A frame of one grey value but for a few pixels: its whole range, so that those pixels keep their place.
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

    /** The values, dark at 0 and bright at 1, cut off only a million times farther out; what is not finite becomes 0. */
    public float[] apply(float[] values) {
        float[] scaled = new float[values.length];
        // In double precision, so that no two floats are too far apart or too near to one another.
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
