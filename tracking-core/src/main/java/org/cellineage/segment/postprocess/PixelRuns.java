package org.cellineage.segment.postprocess;

import java.util.Arrays;

/**
 * A set of pixels of a frame as horizontal runs: compact, and fast to intersect with another set.
 *
 * <p>It is bounded by the rows {@code top} to {@code bottom} and the columns {@code left} to {@code right} (ends
 * exclusive). Immutable; an empty set has no rows.
 */
final class PixelRuns {

    /** Receives a run: pixels {@code from} to {@code to}, exclusive, of row {@code y}. */
    @FunctionalInterface
    interface Visitor {
        void run(int y, int from, int to);
    }

    private final int top;
    private final int left;
    private final int right;
    private final int area;
    /** Index in {@code bounds} at which the runs of each row begin, and one past the last. */
    private final int[] rowStart;
    /** Two numbers per run, the first pixel and one past the last; the runs of a row ascend and do not touch. */
    private final int[] bounds;

    private PixelRuns(int top, int[] rowStart, int[] bounds) {
        this.top = top;
        this.rowStart = rowStart;
        this.bounds = bounds;
        int first = Integer.MAX_VALUE;
        int last = 0;
        int sum = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            first = Math.min(first, bounds[i]);
            last = Math.max(last, bounds[i + 1]);
            sum += bounds[i + 1] - bounds[i];
        }
        this.left = bounds.length == 0 ? 0 : first;
        this.right = last;
        this.area = sum;
    }

    int top() {
        return top;
    }

    int left() {
        return left;
    }

    int bottom() {
        return top + rowStart.length - 1;
    }

    int right() {
        return right;
    }

    /** Number of pixels. */
    int area() {
        return area;
    }

    /** Number of pixels in both sets. */
    int shared(PixelRuns other) {
        int sum = 0;
        int end = Math.min(bottom(), other.bottom());
        for (int y = Math.max(top, other.top); y < end; y++) {
            int i = rowStart[y - top];
            int j = other.rowStart[y - other.top];
            int iEnd = rowStart[y - top + 1];
            int jEnd = other.rowStart[y - other.top + 1];
            while (i < iEnd && j < jEnd) {
                int to = Math.min(bounds[i + 1], other.bounds[j + 1]);
                sum += Math.max(0, to - Math.max(bounds[i], other.bounds[j]));
                if (bounds[i + 1] == to) {
                    i += 2;
                } else {
                    j += 2;
                }
            }
        }
        return sum;
    }

    /** Visits the runs in raster order. */
    void forEach(Visitor visitor) {
        for (int row = 0; row + 1 < rowStart.length; row++) {
            for (int i = rowStart[row]; i < rowStart[row + 1]; i += 2) {
                visitor.run(top + row, bounds[i], bounds[i + 1]);
            }
        }
    }

    /** Builds sets from runs in raster order, one set after another. Not thread-safe. */
    static final class Builder {
        private int top;
        private int rows;
        private int size;
        private int[] rowStart = new int[64];
        private int[] bounds = new int[128];

        /** Adds a non-empty run; rows, and columns within a row, must ascend. */
        void add(int y, int from, int to) {
            if (rows == 0) {
                top = y;
            }
            while (top + rows <= y) {
                rowStart = room(rowStart, rows + 2);
                rowStart[rows++] = size;
            }
            boolean sameRow = size > rowStart[rows - 1];
            if (sameRow && from <= bounds[size - 1]) {
                bounds[size - 1] = Math.max(bounds[size - 1], to);
                return;
            }
            bounds = room(bounds, size + 2);
            bounds[size] = from;
            bounds[size + 1] = to;
            size += 2;
        }

        /** Returns the set of all runs added since the previous call. */
        PixelRuns build() {
            rowStart[rows] = size;
            PixelRuns runs = new PixelRuns(top, Arrays.copyOf(rowStart, rows + 1), Arrays.copyOf(bounds, size));
            top = 0;
            rows = 0;
            size = 0;
            return runs;
        }

        private static int[] room(int[] array, int needed) {
            return needed <= array.length ? array : Arrays.copyOf(array, 2 * array.length);
        }
    }
}
