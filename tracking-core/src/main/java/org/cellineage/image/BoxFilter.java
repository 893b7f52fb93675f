package org.cellineage.image;

/**
 * Mean over a square window around each pixel, clipped at the edges of the image; the cost does not depend on the
 * window size.
 */
public final class BoxFilter {

    private BoxFilter() {}

    /**
     * Returns the means as a new array.
     *
     * @param values row-major, not modified
     * @param radius the window is {@code 2 * radius + 1} pixels wide
     */
    public static float[] mean(float[] values, int width, int height, int radius) {
        float[] rows = new float[values.length];
        for (int y = 0; y < height; y++) {
            int at = y * width;
            double sum = 0;
            for (int x = 0; x < Math.min(radius, width); x++) {
                sum += values[at + x];
            }
            for (int x = 0; x < width; x++) {
                if (x + radius < width) {
                    sum += values[at + x + radius];
                }
                if (x - radius - 1 >= 0) {
                    sum -= values[at + x - radius - 1];
                }
                rows[at + x] = (float) (sum / (Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1));
            }
        }
        // All columns in parallel, row by row, for cache locality.
        double[] sums = new double[width];
        float[] out = new float[values.length];
        for (int y = 0; y < Math.min(radius, height); y++) {
            add(sums, rows, y * width, 1);
        }
        for (int y = 0; y < height; y++) {
            if (y + radius < height) {
                add(sums, rows, (y + radius) * width, 1);
            }
            if (y - radius - 1 >= 0) {
                add(sums, rows, (y - radius - 1) * width, -1);
            }
            double share = 1.0 / (Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1);
            for (int x = 0; x < width; x++) {
                out[y * width + x] = (float) (sums[x] * share);
            }
        }
        return out;
    }

    private static void add(double[] sums, float[] rows, int from, int sign) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += sign * rows[from + x];
        }
    }
}
