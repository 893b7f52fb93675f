package org.cellineage.cell;

/**
 * Number of pixels in the convex hull of a cell, computed exactly in integers.
 *
 * <p>Equals scikit-image's {@code convex_hull_image}: the hull of the midpoints of all pixel edges; a pixel counts if
 * its centre is inside or on the hull. Coordinates are doubled so that the midpoints are integers. The left and right
 * chains of the hull are built separately from the leftmost and rightmost pixel of each row.
 */
final class ConvexArea {

    private int[] y = new int[64];
    private int[] x = new int[64];

    /**
     * Counts the pixels of the hull.
     *
     * @param first leftmost column of each row, {@link Integer#MAX_VALUE} if the row has no pixel
     * @param last rightmost column of each row
     * @param from index of the cell's first row in these arrays
     * @param rows number of rows; the first and last have pixels
     */
    int count(int[] first, int[] last, int from, int rows) {
        int[] left = bounds(first, from, rows, 1);
        int[] right = bounds(last, from, rows, -1);
        int count = 0;
        for (int row = 0; row < rows; row++) {
            count += Math.max(0, right[row] - left[row] + 1);
        }
        return count;
    }

    /**
     * Outermost column inside the hull for each row.
     *
     * @param sign 1 for the left chain, -1 for the right chain, which is mirrored
     */
    private int[] bounds(int[] extent, int from, int rows, int sign) {
        int size = 0;
        for (int row = 0; row < rows; row++) {
            if (extent[from + row] == Integer.MAX_VALUE) {
                continue;
            }
            int column = 2 * sign * extent[from + row];
            size = add(size, 2 * row - 1, column);
            size = add(size, 2 * row, column - 1);
            size = add(size, 2 * row + 1, column);
        }
        int[] bounds = new int[rows];
        int edge = 0;
        for (int row = 0; row < rows; row++) {
            while (edge + 2 < size && y[edge + 1] < 2 * row) {
                edge++;
            }
            // The x of the hull edge in this row, rounded up to a pixel centre (in doubled coordinates).
            long run = y[edge + 1] - y[edge];
            long at = (long) x[edge] * run + (long) (x[edge + 1] - x[edge]) * (2L * row - y[edge]);
            int column = (int) Math.floorDiv(at + 2 * run - 1, 2 * run);
            bounds[row] = sign * column;
        }
        return bounds;
    }

    /**
     * Adds a point below the others and removes those that it makes concave; of points in the same row, the leftmost is
     * kept.
     */
    private int add(int size, int newY, int newX) {
        int n = size;
        if (n > 0 && y[n - 1] == newY) {
            if (x[n - 1] <= newX) {
                return n;
            }
            n--;
        }
        while (n >= 2 && !turnsOutward(n, newY, newX)) {
            n--;
        }
        if (n == y.length) {
            y = java.util.Arrays.copyOf(y, 2 * n);
            x = java.util.Arrays.copyOf(x, 2 * n);
        }
        y[n] = newY;
        x[n] = newX;
        return n + 1;
    }

    /** Whether the last point lies strictly left of the line from its predecessor to the new point. */
    private boolean turnsOutward(int n, int newY, int newX) {
        long ay = y[n - 1] - y[n - 2];
        long ax = x[n - 1] - x[n - 2];
        long by = newY - y[n - 2];
        long bx = newX - x[n - 2];
        return ax * by < bx * ay;
    }
}
