package org.cellineage.image;

import java.util.Arrays;

/**
 * Replaces NaN and infinite pixels, which occur outside the imaged area of registered movies and at broken camera
 * pixels, by background.
 */
public final class FinitePixels {

    private FinitePixels() {}

    /**
     * Replaces non-finite values by a percentile of the finite ones, or by 0 if there are none.
     *
     * @param values modified in place
     * @param percentile fraction from 0 to 1 at which the background of such a frame lies
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
