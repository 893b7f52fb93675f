package org.cellineage.cell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the connected components of a cell's pixels (8-connectivity). */
public final class Pieces {

    /** Cells with at least this solidity are assumed to be connected. */
    private static final double IN_ONE_PIECE = 0.95;

    private static final int LEAST_GAP_PX = 3;
    private static final double GAP_OF_DIAMETER = 0.25;
    private static final int LEAST_PERCENT = 10;

    private Pieces() {}

    /** A connected component with its bounding box. */
    public record Piece(BoundingBox box, int areaPx) {}

    /** Returns the connected components of a mask, largest first. */
    public static List<Piece> of(RunLengthMask mask, BoundingBox box) {
        List<int[]> runs = new ArrayList<>();
        mask.forEachRun(box, (y, x, count) -> runs.add(new int[] {y, x, x + count}));
        int[] parent = new int[runs.size()];
        int above = 0;
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
            int[] run = runs.get(i);
            while (above < i && runs.get(above)[0] < run[0] - 1) {
                above++;
            }
            for (int j = above; j < i && runs.get(j)[0] == run[0] - 1; j++) {
                // Runs end before their third number; equality means that they touch at a corner.
                if (runs.get(j)[1] <= run[2] && run[1] <= runs.get(j)[2]) {
                    parent[root(parent, j)] = root(parent, i);
                }
            }
        }
        return gather(runs, parent);
    }

    private static int root(int[] parent, int of) {
        int at = of;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    private static List<Piece> gather(List<int[]> runs, int[] parent) {
        Piece[] pieces = new Piece[parent.length];
        for (int i = 0; i < parent.length; i++) {
            int[] run = runs.get(i);
            int root = root(parent, i);
            Piece held = pieces[root];
            BoundingBox box = new BoundingBox(run[0], run[1], run[0] + 1, run[2]);
            int area = run[2] - run[1];
            pieces[root] =
                    held == null ? new Piece(box, area) : new Piece(around(held.box(), box), held.areaPx() + area);
        }
        List<Piece> found = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece != null) {
                found.add(piece);
            }
        }
        found.sort(Comparator.comparingInt((Piece piece) -> -piece.areaPx())
                .thenComparingInt(piece -> piece.box().minY())
                .thenComparingInt(piece -> piece.box().minX()));
        return found;
    }

    private static BoundingBox around(BoundingBox a, BoundingBox b) {
        return new BoundingBox(
                Math.min(a.minY(), b.minY()),
                Math.min(a.minX(), b.minX()),
                Math.max(a.maxY(), b.maxY()),
                Math.max(a.maxX(), b.maxX()));
    }

    /**
     * Distance in pixels between the bounding boxes of the cell's largest component and the farthest of the others.
     * Returns 0 if the cell is connected, if its components are as close together as those of one cell, or if all
     * others are specks.
     */
    public static double farApartPx(Cell cell) {
        if (cell.solidity() > IN_ONE_PIECE) {
            return 0;
        }
        List<Piece> pieces = of(cell.mask(), cell.box());
        double farthest = 0;
        for (Piece piece : pieces) {
            if (piece.areaPx() * 100L >= (long) LEAST_PERCENT * cell.areaPx()) {
                farthest = Math.max(farthest, gap(pieces.get(0).box(), piece.box()));
            }
        }
        return farthest > Math.max(LEAST_GAP_PX, GAP_OF_DIAMETER * cell.diameterPx()) ? farthest : 0;
    }

    private static double gap(BoundingBox a, BoundingBox b) {
        int y = Math.max(0, Math.max(a.minY() - b.maxY(), b.minY() - a.maxY()));
        int x = Math.max(0, Math.max(a.minX() - b.maxX(), b.minX() - a.maxX()));
        return Math.hypot(y, x);
    }
}
