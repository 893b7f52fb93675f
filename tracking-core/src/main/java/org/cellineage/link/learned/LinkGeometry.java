package org.cellineage.link.learned;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.cellineage.cell.Cell;
import org.cellineage.link.LinkProblem;

/**
 * Where the candidates of a frame lie: how far each is from where its track is carried by the flow, and in which order
 * the tracks of a cell and the cells of a track come.
 *
 * <p>Of equal distances the lower entry comes first, so all of it follows from the problem alone.
 */
@SuppressWarnings("ArrayRecordComponent")
record LinkGeometry(
        LinkProblem problem,
        /** Of each entry, from the track's last position carried by the flow to the cell, spacings. */
        double[] distance,
        /** Entries of each track, nearest first; track {@code i} from {@code rowStart[i]} on. */
        int[] byTrack,
        /** How many of the track's entries are nearer. */
        int[] rankInTrack,
        /** Entries of each cell, nearest first; cell {@code j} from {@code cellStart[j]} on. */
        int[] byCell,
        int[] cellStart,
        /** How many of the cell's entries are nearer. */
        int[] rankInCell,
        /** The track of each entry. */
        int[] track,
        /** Of each entry, intersection over union of the cell and the track's last mask, carried by the flow. */
        double[] overlap,
        /** How far cells of this frame lie from where they were expected: the median of mutually nearest ones, spacings. */
        double typical) {

    private static final double TYPICAL_PRIOR = 0.1;
    private static final int PRIOR_COUNT = 3;
    private static final double NEAR = 0.02;

    static LinkGeometry of(LinkProblem problem) {
        int entries = problem.entries();
        int cells = problem.cells().size();
        double[] distance = new double[entries];
        double[] overlap = new double[entries];
        int[] track = new int[entries];
        int[] cellStart = new int[cells + 1];
        for (int i = 0; i < problem.tracks().size(); i++) {
            double y = expectedY(problem, i);
            double x = expectedX(problem, i);
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                Cell cell = problem.cells().get(problem.cell()[e]);
                distance[e] = Math.hypot(cell.yPx() - y, cell.xPx() - x) / problem.spacingPx();
                track[e] = i;
                overlap[e] =
                        PairFeatures.overlap(problem, i, problem.tracks().get(i).cell(), cell);
                cellStart[problem.cell()[e] + 1]++;
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
                problem, distance, byTrack, rankInTrack, byCell, cellStart, rankInCell, track, overlap, typical);
    }

    /**
     * Median of a value of the mutually nearest pairs and of a few times what one expects; with a few cells one expects what
     * is usual rather than what they happen to show.
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

    /** How far something lies off, against what is usual in this frame: a logarithm. */
    double unusual(double spacings) {
        return CellVector.log((spacings + NEAR) / (typical + NEAR));
    }

    /** Row to which the flow carries a track's last position. */
    static double expectedY(LinkProblem problem, int track) {
        return problem.tracks().get(track).cell().yPx() + problem.flowY()[track];
    }

    /** Column to which the flow carries a track's last position. */
    static double expectedX(LinkProblem problem, int track) {
        return problem.tracks().get(track).cell().xPx() + problem.flowX()[track];
    }

    /** Insertion sort: there are a handful of entries, already in ascending order among equals. */
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
