package org.cellineage.image;

/**
 * Local contrast of each pixel: {@code (x - m) / (s + 0.02 + 0.05 S)}, where m and s are the mean and standard
 * deviation in a smooth window of about 33 pixels, and S is the mean of s over the image.
 *
 * <p>It makes dim nuclei visible next to bright ones. The cost does not depend on the window size.
 */
public final class LocalContrast {

    private static final int RADIUS_PX = 16;
    private static final float LEAST_SPREAD = 0.02f;
    private static final float SHARE_OF_MEAN_SPREAD = 0.05f;

    private LocalContrast() {}

    /**
     * Computes the local contrast of an image.
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
            // Rounding can make the variance slightly negative.
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
