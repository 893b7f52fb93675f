package org.cellineage.train.drawn;

import java.util.SplittableRandom;
import org.cellineage.image.GaussianFilter;

/** Noise over a square image whose neighbouring pixels are alike. */
public final class SmoothNoise {

    private static final double LEAST_SIGMA_PX = 0.3;

    private SmoothNoise() {}

    /**
     * Draws noise with a mean of 0 and a standard deviation of about 1.
     *
     * @param side of the image in pixels
     * @param sigma of the smoothing in pixels; below .3 none
     * @return values of the pixels, row by row
     */
    public static float[] draw(SplittableRandom random, int side, double sigma) {
        float[] noise = new float[side * side];
        for (int p = 0; p < noise.length; p++) {
            noise[p] = (float) random.nextGaussian();
        }
        if (sigma < LEAST_SIGMA_PX) {
            return noise;
        }
        float[] smooth = GaussianFilter.smooth(noise, side, side, sigma);
        float gain = (float) (2 * Math.sqrt(Math.PI) * sigma);
        for (int p = 0; p < smooth.length; p++) {
            smooth[p] *= gain;
        }
        return smooth;
    }
}
