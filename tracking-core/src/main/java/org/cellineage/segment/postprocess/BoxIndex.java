package org.cellineage.segment.postprocess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A spatial index of pixel sets by their bounding boxes, for overlap queries.
 *
 * <p>A box is stored in the bin of its top left corner, on the first level whose bins are at least as large as the box.
 * A query visits, on each level, the bins of its own box plus one row and column of bins before it. Not thread-safe.
 */
final class BoxIndex {

    private static final int SMALLEST_BIN_PX = 4;
    private static final int NONE = -1;

    private final List<Level> levels = new ArrayList<>();
    private int size;
    private int[] boxes = new int[4 * 64];
    private int[] next = new int[64];
    private long visits;

    BoxIndex(int width, int height) {
        long side = SMALLEST_BIN_PX;
        levels.add(new Level((int) side, width, height));
        while (side < Math.max(width, height)) {
            side *= 2;
            levels.add(new Level((int) side, width, height));
        }
    }

    /** Adds a non-empty set. Sets are numbered from 0 in the order in which they are added. */
    void add(PixelRuns runs) {
        if (size == next.length) {
            next = Arrays.copyOf(next, 2 * size);
            boxes = Arrays.copyOf(boxes, 8 * size);
        }
        boxes[4 * size] = runs.top();
        boxes[4 * size + 1] = runs.left();
        boxes[4 * size + 2] = runs.bottom();
        boxes[4 * size + 3] = runs.right();
        int extent = Math.max(runs.bottom() - runs.top(), runs.right() - runs.left());
        int at = 0;
        while (levels.get(at).side < extent) {
            at++;
        }
        Level level = levels.get(at);
        int bin = runs.top() / level.side * level.columns + runs.left() / level.side;
        next[size] = level.first[bin];
        level.first[bin] = size;
        level.used = true;
        size++;
    }

    /** Whether any set whose box overlaps that of {@code runs} passes the test; stops at the first. */
    boolean any(PixelRuns runs, IntPredicate test) {
        for (Level level : levels) {
            if (!level.used) {
                continue;
            }
            int firstRow = Math.max(0, runs.top() - level.side + 1) / level.side;
            int lastRow = (runs.bottom() - 1) / level.side;
            int firstColumn = Math.max(0, runs.left() - level.side + 1) / level.side;
            int lastColumn = (runs.right() - 1) / level.side;
            for (int row = firstRow; row <= lastRow; row++) {
                for (int column = firstColumn; column <= lastColumn; column++) {
                    for (int i = level.first[row * level.columns + column]; i != NONE; i = next[i]) {
                        visits++;
                        if (overlaps(i, runs) && test.test(i)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private boolean overlaps(int i, PixelRuns runs) {
        return boxes[4 * i] < runs.bottom()
                && boxes[4 * i + 1] < runs.right()
                && boxes[4 * i + 2] > runs.top()
                && boxes[4 * i + 3] > runs.left();
    }

    /** Number of boxes that all queries together have visited. */
    long visits() {
        return visits;
    }

    /** Bins of one size, each holding the set most recently added to it. */
    private static final class Level {
        private final int side;
        private final int columns;
        private final int[] first;
        private boolean used;

        Level(int side, int width, int height) {
            this.side = side;
            columns = (width - 1) / side + 1;
            first = new int[columns * ((height - 1) / side + 1)];
            Arrays.fill(first, NONE);
        }
    }
}
