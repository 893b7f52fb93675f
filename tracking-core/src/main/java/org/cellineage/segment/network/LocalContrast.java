package org.cellineage.segment.network;

import org.cellineage.image.BoxFilter;

/**
 * How far each pixel stands out of its surroundings: {@code (x - m) / (s + 0.02 + 0.05 S)} with the mean m and the
 * standard deviation s of a soft window of about 33 pixels and S the mean of s over the image.
 *
 * <p>Shows dim nuclei beside bright ones. Work does not grow with the window.
 */
public final class LocalContrast {

    private static final int RADIUS_PX = 16;
    private static final float LEAST_SPREAD = 0.02f;
    private static final float SHARE_OF_MEAN_SPREAD = 0.05f;

    private LocalContrast() {}

    /**
     * The contrast of an image.
     *
     * @param values row-major, background near 0 and bright nuclei near 1, at the network's scale
     */
    public static float[] of(float[] values, int width, int height) {
        float[] mean = soft(values, width, height);
        float[] spread = new float[values.length];
        for (int p = 0; p < spread.length; p++) {
            float d = values[p] - mean[p];
            spread[p] = d * d;
        }
        spread = soft(spread, width, height);
        double sum = 0;
        for (int p = 0; p < spread.length; p++) {
            // Rounding may leave a little less than nothing.
            spread[p] = (float) Math.sqrt(Math.max(0, spread[p]));
            sum += spread[p];
        }
        float floor = LEAST_SPREAD + SHARE_OF_MEAN_SPREAD * (float) (sum / spread.length);
        float[] contrast = new float[values.length];
        for (int p = 0; p < contrast.length; p++) {
            contrast[p] = (values[p] - mean[p]) / (spread[p] + floor);
        }
        return contrast;
    }

    private static float[] soft(float[] values, int width, int height) {
        return BoxFilter.mean(BoxFilter.mean(values, width, height, RADIUS_PX), width, height, RADIUS_PX);
    }
}
