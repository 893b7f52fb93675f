package org.cellineage.cell;

import java.util.Arrays;
import org.cellineage.image.BoxFilter;
import org.cellineage.image.FinitePixels;

/**
 * The background of a channel around each place of a frame: a low percentile of the smoothed pixels that belong to no cell,
 * in square tiles, interpolated between the centres of the tiles. Tiles with too few such pixels take the value of the
 * nearest ones that have enough.
 *
 * <p>A percentile, because what lies between nuclei is often cytoplasm; of smoothed pixels, because the lowest of noisy
 * ones tell about the noise.
 */
final class LocalBackground {

    /** Sides of a tile in typical diameters. */
    private static final double TILE_DIAMETERS = 5;

    private static final int LEAST_TILE_PX = 32;
    private static final int SMOOTHING_RADIUS_PX = 2;
    private static final double PERCENTILE = 0.1;

    /** Least share of a tile's pixels that must be free for its own value. */
    private static final double LEAST_FREE = 0.03;

    private final int columns;
    private final int rows;
    private final double tileHeight;
    private final double tileWidth;
    private final double[] values;
    private final float[] smooth;

    private LocalBackground(
            int columns, int rows, double tileHeight, double tileWidth, double[] values, float[] smooth) {
        this.columns = columns;
        this.rows = rows;
        this.tileHeight = tileHeight;
        this.tileWidth = tileWidth;
        this.values = values;
        this.smooth = smooth;
    }

    /**
     * Estimates the background of a channel.
     *
     * @param pixels its values, row-major, not modified
     * @param isFree the pixels that belong to no cell, row-major
     * @param diameterPx typical diameter of the cells
     */
    static LocalBackground of(float[] pixels, int width, int height, boolean[] isFree, double diameterPx) {
        float[] values = pixels.clone();
        // Their neighbours would be lost otherwise.
        FinitePixels.fill(values, PERCENTILE);
        float[] smooth = BoxFilter.mean(values, width, height, SMOOTHING_RADIUS_PX);
        double side = Math.max(LEAST_TILE_PX, TILE_DIAMETERS * diameterPx);
        int columns = (int) Math.max(1, Math.round(width / side));
        int rows = (int) Math.max(1, Math.round(height / side));
        double[] tiles = new double[rows * columns];
        float[] some = new float[(width / columns + 1) * (height / rows + 1)];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                int count = 0;
                for (int y = r * height / rows; y < (r + 1) * height / rows; y++) {
                    for (int x = c * width / columns; x < (c + 1) * width / columns; x++) {
                        int p = y * width + x;
                        if (isFree[p]) {
                            some[count++] = smooth[p];
                        }
                    }
                }
                tiles[r * columns + c] = percentile(some, count, LEAST_FREE * side * side);
            }
        }
        fillGaps(tiles, columns, rows);
        return new LocalBackground(columns, rows, (double) height / rows, (double) width / columns, tiles, smooth);
    }

    private static double percentile(float[] some, int count, double least) {
        if (count < least) {
            return Double.NaN;
        }
        Arrays.sort(some, 0, count);
        return some[(int) (PERCENTILE * (count - 1))];
    }

    /** The mean of the nearest known tiles; all NaN if none is known. */
    private static void fillGaps(double[] values, int columns, int rows) {
        double[] known = values.clone();
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                if (Double.isNaN(values[r * columns + c])) {
                    values[r * columns + c] = nearest(known, columns, rows, r, c);
                }
            }
        }
    }

    private static double nearest(double[] known, int columns, int rows, int row, int column) {
        long least = Long.MAX_VALUE;
        double sum = 0;
        int count = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                long far = (long) (r - row) * (r - row) + (long) (c - column) * (c - column);
                if (Double.isNaN(known[r * columns + c]) || far > least) {
                    continue;
                }
                if (far < least) {
                    least = far;
                    sum = 0;
                    count = 0;
                }
                sum += known[r * columns + c];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** The background at a place; NaN if no pixel of the frame is free. */
    double at(double y, double x) {
        double r = Math.max(0, Math.min(rows - 1, y / tileHeight - 0.5));
        double c = Math.max(0, Math.min(columns - 1, x / tileWidth - 0.5));
        int above = (int) r;
        int left = (int) c;
        int below = Math.min(rows - 1, above + 1);
        int right = Math.min(columns - 1, left + 1);
        double high = mix(values[above * columns + left], values[above * columns + right], c - left);
        double low = mix(values[below * columns + left], values[below * columns + right], c - left);
        return mix(high, low, r - above);
    }

    /** The smoothed pixels that it was estimated from, row-major; those without a number are filled. */
    float[] smooth() {
        return smooth;
    }

    private static double mix(double one, double other, double share) {
        return one + (other - one) * share;
    }
}
