package org.cellineage.link.learned;

import java.util.Arrays;
import org.cellineage.link.LinkProblem;

/**
 * How well the candidates of a frame fit in position, intensity and size together, relative to what is usual for this
 * pair of frames, and how much the total would improve if a pair's cell and track were linked to others.
 *
 * <p>Costs are negative logarithms of Cauchy densities whose scale is the median deviation over mutual nearest
 * neighbours. In a movie in which intensity is uninformative it therefore has no weight, and where it hardly changes,
 * it distinguishes a cell from its neighbours. The result does not depend on the order of tracks and cells.
 */
@SuppressWarnings("ArrayRecordComponent")
record PairFit(
        LinkGeometry geometry,
        /** For each entry, {@link #CHANGES} numbers: its changes since the track's last cell, in usual deviations. */
        double[] change,
        /** Usual change of each of the {@link #CHANGES} features. */
        double[] usual,
        /** Usual deviation from the usual change. */
        double[] spread,
        /** For each entry, the cost of its position. */
        double[] positionCost,
        /** For each entry, the cost of its intensity and shape. */
        double[] appearanceCost,
        /** For each entry, the logarithm of its share in a soft assignment of all cells with these costs. */
        double[] share) {

    /** Number of leading features of {@link CellVector} that are compared. */
    static final int CHANGES = CellVector.PEAK + 1;

    /** The most discriminating features; the others depend on them or carry less information. */
    private static final int[] COUNTED = {
        CellVector.INTENSITY, CellVector.AREA, CellVector.TOTAL_INTENSITY, CellVector.TEXTURE
    };

    /** The four features are correlated and count as three. */
    private static final double COUNTED_WEIGHT = 0.75;

    /** Cost of leaving a track and a cell without a link. */
    static final double UNLINKED = 8;

    /** Lower bound of the logarithm of a share. */
    static final double LEAST_SHARE = -10;

    private static final double PRIOR_SPREAD = 0.1;
    /** Added to each deviation, for the uncertainty of the measurement itself. */
    private static final double LEAST_SPREAD = 0.01;

    private static final double NEAR = 0.02;
    private static final int ROUNDS = 10;

    static PairFit of(LinkGeometry geometry) {
        LinkProblem problem = geometry.problem();
        int entries = problem.entries();
        double[] change = new double[entries * CHANGES];
        for (int e = 0; e < entries; e++) {
            float[] before =
                    problem.tracks().get(geometry.track()[e]).last().features().vector();
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

    /** A difference in one feature of {@link CellVector}, in usual deviations. */
    double deviations(int number, double difference) {
        return difference / (spread[number] + LEAST_SPREAD);
    }

    private static double cauchy(double deviations) {
        return Math.log1p(deviations * deviations);
    }

    /**
     * Scales rows and columns alternately to sums of at most 1 (Sinkhorn 1967); the remainder stands for having no
     * link.
     */
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

    /** Lowest cost of the track's other entries, or of having no link. */
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

    /** Lowest cost of an entry's cell with another track, or of having no link. */
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
     * The largest gain, in position cost and in appearance cost, if the track took another cell and the cell another
     * track. Negative if every exchange loses; if there is no exchange, {@code -UNLINKED} in total, half in each.
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
