package org.cellineage.segment.postprocess;

import java.util.Arrays;

/**
 * Rasterizes star-convex polygons: finds the pixels whose centre lies inside.
 *
 * <p>Ray k of n points in the direction 2πk/n, with y = r sin and x = r cos; as y points down, the rays go clockwise on
 * the screen, starting to the right (StarDist's convention). A pixel whose centre lies on an edge is inside on the left
 * and top, outside on the right and bottom. Reuses buffers; not thread-safe.
 */
final class StarPolygons {

    /** As in StarDist, so that a polygon always contains its centre. */
    private static final double LEAST_DISTANCE = 1e-3;

    private final int width;
    private final int height;
    private final double[] sin;
    private final double[] cos;
    private final double[] ys;
    private final double[] xs;
    private final PixelRuns.Builder builder = new PixelRuns.Builder();
    /** Index at which the crossings of each row begin, later the index of the next one to be added. */
    private int[] next = new int[65];

    private double[] crossings = new double[256];

    StarPolygons(int rays, int width, int height) {
        this.width = width;
        this.height = height;
        sin = new double[rays];
        cos = new double[rays];
        ys = new double[rays];
        xs = new double[rays];
        for (int k = 0; k < rays; k++) {
            sin[k] = Math.sin(2 * Math.PI * k / rays);
            cos[k] = Math.cos(2 * Math.PI * k / rays);
        }
    }

    /**
     * Returns the pixels of one polygon.
     *
     * @param y row of its centre
     * @param x column of its centre
     * @param distances one per ray, finite, in pixels; negative ones count as 0
     */
    PixelRuns draw(double y, double x, double[] distances) {
        double minY = Double.POSITIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < ys.length; k++) {
            double r = Math.max(LEAST_DISTANCE, distances[k]);
            ys[k] = y + r * sin[k];
            xs[k] = x + r * cos[k];
            minY = Math.min(minY, ys[k]);
            maxY = Math.max(maxY, ys[k]);
        }
        int top = rowAtOrBelow(minY);
        int rows = rowAtOrBelow(maxY) - top;
        if (rows > 0) {
            collect(top, rows);
            for (int row = 0; row < rows; row++) {
                fill(top + row, row == 0 ? 0 : next[row - 1], next[row]);
            }
        }
        return builder.build();
    }

    /**
     * Collects where edges cross the centre lines of rows, sorted by row; afterwards, {@code next} holds the end of
     * each row.
     */
    private void collect(int top, int rows) {
        if (next.length <= rows) {
            next = new int[2 * rows];
        }
        Arrays.fill(next, 0, rows + 1, 0);
        int rays = ys.length;
        for (int k = 0; k < rays; k++) {
            int m = k + 1 == rays ? 0 : k + 1;
            int end = rowAtOrBelow(Math.max(ys[k], ys[m]));
            for (int row = rowAtOrBelow(Math.min(ys[k], ys[m])); row < end; row++) {
                next[row - top + 1]++;
            }
        }
        for (int row = 0; row < rows; row++) {
            next[row + 1] += next[row];
        }
        if (crossings.length < next[rows]) {
            crossings = new double[2 * next[rows]];
        }
        for (int k = 0; k < rays; k++) {
            int m = k + 1 == rays ? 0 : k + 1;
            int end = rowAtOrBelow(Math.max(ys[k], ys[m]));
            double slope = (xs[m] - xs[k]) / (ys[m] - ys[k]);
            for (int row = rowAtOrBelow(Math.min(ys[k], ys[m])); row < end; row++) {
                crossings[next[row - top]++] = xs[k] + (row - ys[k]) * slope;
            }
        }
    }

    /** Adds the pixels between each pair of crossings of a row. */
    private void fill(int row, int from, int to) {
        Arrays.sort(crossings, from, to);
        for (int i = from; i + 1 < to; i += 2) {
            int first = clamp(Math.ceil(crossings[i]), width);
            int last = clamp(Math.ceil(crossings[i + 1]), width);
            if (first < last) {
                builder.add(row, first, last);
            }
        }
    }

    /** The first row of the frame whose centre is at or below {@code y}; the frame's height if there is none. */
    private int rowAtOrBelow(double y) {
        return clamp(Math.ceil(y), height);
    }

    private static int clamp(double at, int size) {
        return (int) Math.max(0, Math.min(size, at));
    }
}
