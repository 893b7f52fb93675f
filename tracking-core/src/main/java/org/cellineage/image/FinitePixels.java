package org.cellineage.image;

import java.util.Arrays;

/**
 * Pixels that hold no number, as registered movies have them outside of what was imaged, and cameras where they are
 * broken: NaN and infinities. They are taken for background.
 */
public final class FinitePixels {

    private FinitePixels() {}

    /**
     * The values with those that are not finite brought to a percentile of the finite ones; 0 where there are none.
     *
     * @param values changed in place
     * @param percentile 0 to 1: where the background of such a frame lies
     */
    public static void fill(float[] values, double percentile) {
        int n = 0;
        for (float value : values) {
            n += Float.isFinite(value) ? 1 : 0;
        }
        if (n == values.length) {
            return;
        }
        float[] finite = new float[n];
        int at = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                finite[at++] = value;
            }
        }
        Arrays.sort(finite);
        float background = n == 0 ? 0 : finite[(int) (percentile * (n - 1))];
        for (int p = 0; p < values.length; p++) {
            if (!Float.isFinite(values[p])) {
                values[p] = background;
            }
        }
    }
}
