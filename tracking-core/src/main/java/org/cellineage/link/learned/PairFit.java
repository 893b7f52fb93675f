package org.cellineage.link.learned;

import java.util.Arrays;
import org.cellineage.link.LinkProblem;

/**
 * How well the candidates of a frame fit by position, intensity and size together, against what is usual in this frame pair, and
 * how much better the frame would be explained if a pair's cell and track went with others.
 *
 * <p>A pair's costs are negative logarithms of Cauchy densities, whose scale is the median deviation of mutually nearest
 * pairs: where intensity means nothing in a movie, it counts for nothing, and where it hardly changes, a cell that is too
 * bright is told from its neighbour. The same for any order of tracks and cells.
 */
@SuppressWarnings("ArrayRecordComponent")
record PairFit(
        LinkGeometry geometry,
        /** Of each entry {@link #CHANGES} numbers: how each changes from the track's last cell, in usual deviations. */
        double[] change,
        /** Usual change of each of the {@link #CHANGES} numbers. */
        double[] usual,
        /** Usual deviation from it. */
        double[] spread,
        /** Of each entry, what its position costs. */
        double[] positionCost,
        /** Of each entry, what its intensity and shape cost. */
        double[] appearanceCost,
        /** Of each entry, the logarithm of its share in a soft assignment of all cells at these costs. */
        double[] share) {

    /** The first so many numbers of {@link CellVector} are compared. */
    static final int CHANGES = CellVector.PEAK + 1;

    /** Those that tell cells apart best where their spread is small; the others follow from them or say less. */
    private static final int[] COUNTED = {
        CellVector.INTENSITY, CellVector.AREA, CellVector.TOTAL_INTENSITY, CellVector.TEXTURE
    };

    /** They depend on each other, so that four count for three. */
    private static final double COUNTED_WEIGHT = 0.75;

    /** What it costs to leave a track and a cell without a link. */
    static final double UNLINKED = 8;

    /** Least logarithm of a share that is told from none. */
    static final double LEAST_SHARE = -10;

    private static final double PRIOR_SPREAD = 0.1;
    /** Added to each spread: what a cell's own pixels leave open. */
    private static final double LEAST_SPREAD = 0.01;

    private static final double NEAR = 0.02;
    private static final int ROUNDS = 10;

    static PairFit of(LinkGeometry geometry) {
        LinkProblem problem = geometry.problem();
        int entries = problem.entries();
        double[] change = new double[entries * CHANGES];
        for (int e = 0; e < entries; e++) {
            float[] before = problem.tracks()
                    .get(geometry.track()[e])
                    .last()
                    .description()
                    .vector();
            float[] now = problem.cellFeatures().get(problem.cell()[e]).vector();
            for (int k = 0; k < CHANGES; k++) {
                change[e * CHANGES + k] = now[k] - before[k];
            }
        }
        double[] usual = new double[CHANGES];
        double[] spread = new double[CHANGES];
        for (int k = 0; k < CHANGES; k++) {
            int number = k;
            usual[k] = geometry.usual(e -> change[e * CHANGES + number], 0);
            for (int e = 0; e < entries; e++) {
                change[e * CHANGES + k] -= usual[k];
            }
            spread[k] = geometry.usual(e -> Math.abs(change[e * CHANGES + number]), PRIOR_SPREAD);
            for (int e = 0; e < entries; e++) {
                change[e * CHANGES + k] /= spread[k] + LEAST_SPREAD;
            }
        }
        double[] positionCost = new double[entries];
        double[] appearanceCost = new double[entries];
        for (int e = 0; e < entries; e++) {
            positionCost[e] = cauchy(geometry.distance()[e] / (geometry.typical() + NEAR));
            for (int k : COUNTED) {
                appearanceCost[e] += COUNTED_WEIGHT * cauchy(change[e * CHANGES + k]);
            }
        }
        return new PairFit(
                geometry,
                change,
                usual,
                spread,
                positionCost,
                appearanceCost,
                shares(geometry, positionCost, appearanceCost));
    }

    double cost(int entry) {
        return positionCost[entry] + appearanceCost[entry];
    }

    /** A difference between two of a number of {@link CellVector}, in usual deviations. */
    double deviations(int number, double difference) {
        return difference / (spread[number] + LEAST_SPREAD);
    }

    private static double cauchy(double deviations) {
        return Math.log1p(deviations * deviations);
    }

    /** Rows and columns are brought to sums of at most 1 in turns (Sinkhorn 1967), what is missing being without a link. */
    private static double[] shares(LinkGeometry geometry, double[] positionCost, double[] appearanceCost) {
        LinkProblem problem = geometry.problem();
        int entries = problem.entries();
        double[] weight = new double[entries];
        for (int e = 0; e < entries; e++) {
            weight[e] = Math.exp(-positionCost[e] - appearanceCost[e]);
        }
        double free = Math.exp(-UNLINKED / 2);
        double[] ofTrack = new double[problem.tracks().size()];
        double[] ofCell = new double[problem.cells().size()];
        Arrays.fill(ofCell, 1);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < ofTrack.length; i++) {
                double sum = free;
                for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                    sum += ofCell[problem.cell()[e]] * weight[e];
                }
                ofTrack[i] = 1 / sum;
            }
            for (int c = 0; c < ofCell.length; c++) {
                double sum = free;
                for (int k = geometry.cellStart()[c]; k < geometry.cellStart()[c + 1]; k++) {
                    int e = geometry.byCell()[k];
                    sum += ofTrack[geometry.track()[e]] * weight[e];
                }
                ofCell[c] = 1 / sum;
            }
        }
        double[] share = new double[entries];
        for (int e = 0; e < entries; e++) {
            share[e] = Math.max(
                    LEAST_SHARE,
                    Math.log(Math.min(1, ofTrack[geometry.track()[e]] * ofCell[problem.cell()[e]] * weight[e])));
        }
        return share;
    }

    /** Least cost of the track's entries but one, or of going without. */
    double leastOfTrack(int track, int but) {
        double least = UNLINKED;
        for (int e = geometry.problem().rowStart()[track];
                e < geometry.problem().rowStart()[track + 1];
                e++) {
            if (e != but) {
                least = Math.min(least, cost(e));
            }
        }
        return least;
    }

    /** Least cost of an entry's cell with another track, or of going without. */
    double leastOfCell(int entry) {
        int cell = geometry.problem().cell()[entry];
        double least = UNLINKED;
        for (int k = geometry.cellStart()[cell]; k < geometry.cellStart()[cell + 1]; k++) {
            if (geometry.byCell()[k] != entry) {
                least = Math.min(least, cost(geometry.byCell()[k]));
            }
        }
        return least;
    }

    /**
     * What would be gained if the track took another cell and the cell another track, at best: by position, and by intensity and
     * size. Negative where every exchange loses; without any exchange, {@code -UNLINKED}, half of it each.
     */
    double[] exchange(int e) {
        LinkProblem problem = geometry.problem();
        int i = geometry.track()[e];
        int c = problem.cell()[e];
        double[] best = {-UNLINKED / 2, -UNLINKED / 2};
        for (int mine = problem.rowStart()[i]; mine < problem.rowStart()[i + 1]; mine++) {
            for (int k = geometry.cellStart()[c]; mine != e && k < geometry.cellStart()[c + 1]; k++) {
                int theirs = geometry.byCell()[k];
                if (theirs == e) {
                    continue;
                }
                double place = UNLINKED / 2;
                double look = UNLINKED / 2;
                int left = entry(problem, geometry.track()[theirs], problem.cell()[mine]);
                if (left >= 0 && cost(left) < UNLINKED) {
                    place = positionCost[left];
                    look = appearanceCost[left];
                }
                place += positionCost[e] - positionCost[mine] - positionCost[theirs];
                look += appearanceCost[e] - appearanceCost[mine] - appearanceCost[theirs];
                if (place + look > best[0] + best[1]) {
                    best[0] = place;
                    best[1] = look;
                }
            }
        }
        return best;
    }

    private static int entry(LinkProblem problem, int track, int cell) {
        for (int e = problem.rowStart()[track]; e < problem.rowStart()[track + 1]; e++) {
            if (problem.cell()[e] == cell) {
                return e;
            }
        }
        return -1;
    }
}
