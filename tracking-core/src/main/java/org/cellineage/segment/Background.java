package org.cellineage.segment;

import java.util.Arrays;

/**
 * Estimates the background of a frame on a coarse grid of squares, interpolated linearly between their centres.
 *
 * <p>The estimate of a square is a low percentile of its pixels, replaced by the lowest estimate among its neighbours,
 * because a square inside a large nucleus contains no background.
 */
final class Background {

    /** Percentile of a square's pixels that is taken as background, as a fraction. */
    static final double PERCENTILE = 0.2;

    private Background() {}

    /**
     * Returns the values minus the background, as a new array; row-major, with squares of {@code square} pixels a side.
     */
    static float[] subtract(float[] values, int width, int height, int square) {
        int rows = Math.max(1, (height + square / 2) / square);
        int columns = Math.max(1, (width + square / 2) / square);
        float[] grid = new float[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                grid[r * columns + c] = percentile(
                        values,
                        width,
                        r * height / rows,
                        (r + 1) * height / rows,
                        c * width / columns,
                        (c + 1) * width / columns);
            }
        }
        float[] dark = new float[grid.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                float least = Float.POSITIVE_INFINITY;
                for (int nr = Math.max(0, r - 1); nr <= Math.min(rows - 1, r + 1); nr++) {
                    for (int nc = Math.max(0, c - 1); nc <= Math.min(columns - 1, c + 1); nc++) {
                        least = Math.min(least, grid[nr * columns + nc]);
                    }
                }
                dark[r * columns + c] = least;
            }
        }
        float[] signal = new float[values.length];
        for (int y = 0; y < height; y++) {
            double gy = Math.max(0, Math.min(rows - 1, (y + 0.5) * rows / height - 0.5));
            int r0 = (int) gy;
            int r1 = Math.min(rows - 1, r0 + 1);
            float fy = (float) (gy - r0);
            for (int x = 0; x < width; x++) {
                double gx = Math.max(0, Math.min(columns - 1, (x + 0.5) * columns / width - 0.5));
                int c0 = (int) gx;
                int c1 = Math.min(columns - 1, c0 + 1);
                float fx = (float) (gx - c0);
                float above = dark[r0 * columns + c0] * (1 - fx) + dark[r0 * columns + c1] * fx;
                float below = dark[r1 * columns + c0] * (1 - fx) + dark[r1 * columns + c1] * fx;
                signal[y * width + x] = values[y * width + x] - (above * (1 - fy) + below * fy);
            }
        }
        return signal;
    }

    private static float percentile(float[] values, int width, int y0, int y1, int x0, int x1) {
        int step = Math.max(1, (int) Math.sqrt((double) (y1 - y0) * (x1 - x0) / 4096));
        float[] sample = new float[((y1 - y0) / step + 1) * ((x1 - x0) / step + 1)];
        int n = 0;
        for (int y = y0; y < y1; y += step) {
            for (int x = x0; x < x1; x += step) {
                sample[n++] = values[y * width + x];
            }
        }
        Arrays.sort(sample, 0, n);
        return sample[(int) (PERCENTILE * (n - 1))];
    }
}
