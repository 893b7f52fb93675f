package org.cellineage.link.learned;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.cellineage.cell.Cell;
import org.cellineage.link.CellAxis;
import org.cellineage.link.LinkProblem;

/**
 * Positions of the candidates in a frame: their distances from where the flow carries their tracks, and their rank
 * among the entries of the same track and of the same cell.
 *
 * <p>Ties go to the lower entry, so the result depends only on the problem.
 */
@SuppressWarnings("ArrayRecordComponent")
record LinkGeometry(
        LinkProblem problem,
        /** Shape of each track's last cell. */
        CellAxis[] trackAxis,
        /** Shape of each cell. */
        CellAxis[] cellAxis,
        /**
         * For each entry, distance in spacings from the track's last position moved by the flow to the cell, along and
         * across the track's last cell ({@link CellAxis#distance}).
         */
        double[] distance,
        /** Entries of each track, nearest first; those of track {@code i} start at {@code rowStart[i]}. */
        int[] byTrack,
        /** For each entry, how many entries of the same track are nearer. */
        int[] rankInTrack,
        /** Entries of each cell, nearest first; those of cell {@code j} start at {@code cellStart[j]}. */
        int[] byCell,
        int[] cellStart,
        /** For each entry, how many entries of the same cell are nearer. */
        int[] rankInCell,
        /** For each entry, its track. */
        int[] track,
        /** For each entry, number of pixels that the cell shares with the track's last mask moved by the flow. */
        double[] shared,
        /** For each entry, intersection over union of the two. */
        double[] overlap,
        /** For each entry, distance between corresponding ends of the two, in their mean width. */
        double[] endDistance,
        /**
         * Typical distance of cells from their expected positions in this frame: the median over mutual nearest
         * neighbours, in spacings.
         */
        double typical) {

    private static final double TYPICAL_PRIOR = 0.1;
    private static final int PRIOR_COUNT = 3;
    private static final double NEAR = 0.02;

    static LinkGeometry of(LinkProblem problem) {
        int entries = problem.entries();
        int cells = problem.cells().size();
        double[] distance = new double[entries];
        double[] shared = new double[entries];
        double[] overlap = new double[entries];
        double[] endDistance = new double[entries];
        int[] track = new int[entries];
        int[] cellStart = new int[cells + 1];
        CellAxis[] trackAxis = new CellAxis[problem.tracks().size()];
        CellAxis[] cellAxis = problem.cells().stream().map(CellAxis::of).toArray(CellAxis[]::new);
        for (int i = 0; i < problem.tracks().size(); i++) {
            Cell last = problem.tracks().get(i).cell();
            trackAxis[i] = CellAxis.of(last);
            double y = expectedY(problem, i);
            double x = expectedX(problem, i);
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                int c = problem.cell()[e];
                Cell cell = problem.cells().get(c);
                double dy = cell.yPx() - y;
                double dx = cell.xPx() - x;
                distance[e] = trackAxis[i].distance(dy, dx) / problem.spacingPx();
                track[e] = i;
                shared[e] = PairFeatures.shared(problem, i, last, cell);
                overlap[e] = shared[e] / (last.areaPx() + cell.areaPx() - shared[e]);
                endDistance[e] = CellEnds.apart(trackAxis[i], cellAxis[c], dy, dx);
                cellStart[c + 1]++;
            }
        }
        for (int c = 0; c < cells; c++) {
            cellStart[c + 1] += cellStart[c];
        }
        int[] byTrack = new int[entries];
        int[] rankInTrack = new int[entries];
        for (int i = 0; i < problem.tracks().size(); i++) {
            int from = problem.rowStart()[i];
            for (int e = from; e < problem.rowStart()[i + 1]; e++) {
                byTrack[e] = e;
            }
            sort(byTrack, from, problem.rowStart()[i + 1], distance, rankInTrack);
        }
        int[] byCell = new int[entries];
        int[] fill = Arrays.copyOf(cellStart, cells);
        for (int e = 0; e < entries; e++) {
            byCell[fill[problem.cell()[e]]++] = e;
        }
        int[] rankInCell = new int[entries];
        for (int c = 0; c < cells; c++) {
            sort(byCell, cellStart[c], cellStart[c + 1], distance, rankInCell);
        }
        double typical = usual(e -> distance[e], TYPICAL_PRIOR, rankInTrack, rankInCell);
        return new LinkGeometry(
                problem,
                trackAxis,
                cellAxis,
                distance,
                byTrack,
                rankInTrack,
                byCell,
                cellStart,
                rankInCell,
                track,
                shared,
                overlap,
                endDistance,
                typical);
    }

    /**
     * Median of a value over mutual nearest neighbours, with the expected value added a few times as a prior that
     * dominates if there are few cells.
     */
    double usual(IntToDoubleFunction ofEntry, double expected) {
        return usual(ofEntry, expected, rankInTrack, rankInCell);
    }

    private static double usual(IntToDoubleFunction ofEntry, double expected, int[] rankInTrack, int[] rankInCell) {
        double[] mutual = new double[rankInTrack.length + PRIOR_COUNT];
        int n = 0;
        for (int e = 0; e < rankInTrack.length; e++) {
            if (rankInTrack[e] == 0 && rankInCell[e] == 0) {
                mutual[n++] = ofEntry.applyAsDouble(e);
            }
        }
        for (int k = 0; k < PRIOR_COUNT; k++) {
            mutual[n++] = expected;
        }
        Arrays.sort(mutual, 0, n);
        return mutual[n / 2];
    }

    /** Natural logarithm of a distance relative to what is typical in this frame. */
    double unusual(double spacings) {
        return CellVector.log((spacings + NEAR) / (typical + NEAR));
    }

    /** Row of a track's last position moved by the flow. */
    static double expectedY(LinkProblem problem, int track) {
        return problem.tracks().get(track).cell().yPx() + problem.flowY()[track];
    }

    /** Column of a track's last position moved by the flow. */
    static double expectedX(LinkProblem problem, int track) {
        return problem.tracks().get(track).cell().xPx() + problem.flowX()[track];
    }

    /** Insertion sort, because there are only a few entries; stable, so that ties stay ascending. */
    private static void sort(int[] entries, int from, int to, double[] distance, int[] rank) {
        for (int i = from + 1; i < to; i++) {
            int entry = entries[i];
            int at = i;
            while (at > from && distance[entries[at - 1]] > distance[entry]) {
                entries[at] = entries[at - 1];
                at--;
            }
            entries[at] = entry;
        }
        for (int i = from; i < to; i++) {
            rank[entries[i]] = i - from;
        }
    }
}
