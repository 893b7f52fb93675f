package org.cellineage.image;

/** Separable Gaussian smoothing, truncated at 4σ, with mirrored edges (the edge pixel is not repeated). */
public final class GaussianFilter {

    private GaussianFilter() {}

    /**
     * Returns the smoothed image as a new array.
     *
     * @param values row-major, not modified
     * @param sigma standard deviation in pixels; 0 returns a copy
     */
    public static float[] smooth(float[] values, int width, int height, double sigma) {
        if (sigma <= 0) {
            return values.clone();
        }
        float[] kernel = kernel(sigma);
        int radius = kernel.length - 1;
        float[] rows = new float[values.length];
        float[] padded = new float[width + 2 * radius];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < padded.length; i++) {
                padded[i] = values[y * width + mirror(i - radius, width)];
            }
            for (int x = 0; x < width; x++) {
                float sum = kernel[0] * padded[x + radius];
                for (int k = 1; k <= radius; k++) {
                    sum += kernel[k] * (padded[x + radius - k] + padded[x + radius + k]);
                }
                rows[y * width + x] = sum;
            }
        }
        float[] out = new float[values.length];
        for (int y = 0; y < height; y++) {
            int to = y * width;
            for (int x = 0; x < width; x++) {
                out[to + x] = kernel[0] * rows[to + x];
            }
            for (int k = 1; k <= radius; k++) {
                int above = mirror(y - k, height) * width;
                int below = mirror(y + k, height) * width;
                float weight = kernel[k];
                for (int x = 0; x < width; x++) {
                    out[to + x] += weight * (rows[above + x] + rows[below + x]);
                }
            }
        }
        return out;
    }

    /** Half of a symmetric kernel, centre first; the whole kernel sums to 1. */
    private static float[] kernel(double sigma) {
        int radius = Math.max(1, (int) Math.ceil(4 * sigma));
        double[] weights = new double[radius + 1];
        double sum = 0;
        for (int k = 0; k <= radius; k++) {
            weights[k] = Math.exp(-k * k / (2 * sigma * sigma));
            sum += k == 0 ? weights[k] : 2 * weights[k];
        }
        float[] kernel = new float[radius + 1];
        for (int k = 0; k <= radius; k++) {
            kernel[k] = (float) (weights[k] / sum);
        }
        return kernel;
    }

    private static int mirror(int i, int size) {
        int at = i;
        while (at < 0 || at >= size) {
            if (size == 1) {
                return 0;
            }
            at = at < 0 ? -at : 2 * (size - 1) - at;
        }
        return at;
    }
}
