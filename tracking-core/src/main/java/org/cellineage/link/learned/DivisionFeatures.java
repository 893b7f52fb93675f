package org.cellineage.link.learned;

import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LookAhead;
import org.cellineage.link.TrackHistory;

/**
 * Dimensionless features of a mother and two daughters, symmetric in the daughters: whether they lie on opposite sides
 * of her position, resemble each other, and add up to her.
 */
public final class DivisionFeatures {

    private static final int COUNTED_SIZE = 33;

    /** Number of features from positions, shapes and intensities. */
    public static final int OWN_SIZE = COUNTED_SIZE + ShapeFeatures.DIVISION_SIZE;

    /** Number of features from the scores of the two pairs and of their rivals. */
    public static final int SCORE_SIZE = 8;

    /** Number of features per division. */
    public static final int SIZE = OWN_SIZE + SCORE_SIZE;

    /** Number of rival tracks of each daughter that are taken into account, nearest first. */
    public static final int RIVALS = 3;

    /** Lower bound of log probabilities, also used if there is no rival. */
    public static final float LEAST_LOG = -10;

    private static final int CLASSES = 3;
    private static final int AHEAD = 11;
    private static final int NEAREST = 5;
    private static final double MOST_MIDPOINT_SPACINGS = 1.5;
    private static final double MOST_SPACINGS = 6;

    /**
     * A mother and two daughters, as entries of the problem.
     *
     * @param first the mother's entry with the lower daughter
     */
    public record Candidate(int mother, int first, int second) {}

    private DivisionFeatures() {}

    /**
     * Adds the plausible divisions of a track: pairs of its {@value #NEAREST} nearest candidates whose midpoint is
     * close to where the flow carries the track.
     */
    static void addCandidates(LinkGeometry geometry, int i, List<Candidate> candidates) {
        LinkProblem problem = geometry.problem();
        int to = problem.rowStart()[i + 1];
        for (int first = problem.rowStart()[i]; first < to; first++) {
            for (int second = first + 1; second < to; second++) {
                if (geometry.rankInTrack()[first] < NEAREST
                        && geometry.rankInTrack()[second] < NEAREST
                        && midpointSpacings(problem, i, problem.cell()[first], problem.cell()[second])
                                < MOST_MIDPOINT_SPACINGS) {
                    candidates.add(new Candidate(i, first, second));
                }
            }
        }
    }

    /** Writes the first {@value #OWN_SIZE} features of a division. */
    static void fill(PairFit fit, Candidate division, float[] to, int at) {
        LinkGeometry geometry = fit.geometry();
        LinkProblem problem = geometry.problem();
        int i = division.mother();
        int one = problem.cell()[division.first()];
        int other = problem.cell()[division.second()];
        TrackHistory mother = problem.tracks().get(i);
        double near = Math.min(geometry.distance()[division.first()], geometry.distance()[division.second()]);
        double far = Math.max(geometry.distance()[division.first()], geometry.distance()[division.second()]);
        int oneRank = geometry.rankInCell()[division.first()];
        int otherRank = geometry.rankInCell()[division.second()];
        double[] numbers = {
            bounded(midpointSpacings(problem, i, one, other)),
            bounded(separationSpacings(problem, one, other)),
            cosine(problem, i, one, other),
            bounded(near),
            bounded(far),
            areaDifference(problem, one, other),
            areaGain(problem, i, one, other),
            intensityDifference(problem, one, other),
            intensityGain(problem, i, one, other),
            (problem.frame() - mother.last().frame() - 1) / 2.0,
            Math.log(mother.timesSeen()) / 3,
            covered(geometry, division),
            Math.min(1, Math.max(oneRank, otherRank) / 5.0),
            Math.min(1, Math.min(oneRank, otherRank) / 5.0),
            trend(mother, CellVector.INTENSITY),
            trend(mother, CellVector.AREA),
            geometry.unusual(midpointSpacings(problem, i, one, other)),
        };
        for (int k = 0; k < numbers.length; k++) {
            to[at + k] = (float) numbers[k];
        }
        fit(fit, division, to, at + numbers.length);
        ahead(problem, i, one, other, to, at + COUNTED_SIZE - AHEAD);
        ShapeFeatures.division(geometry, division, to, at + COUNTED_SIZE);
    }

    /**
     * Writes whether the daughters' intensities add up and are similar, relative to what is usual, and how good
     * alternative explanations of the cells are.
     */
    private static void fit(PairFit fit, Candidate division, float[] to, int at) {
        LinkProblem problem = fit.geometry().problem();
        int one = problem.cell()[division.first()];
        int other = problem.cell()[division.second()];
        double gained = intensityGain(problem, division.mother(), one, other);
        double apart = problem.cellFeatures().get(one).vector()[CellVector.TOTAL_INTENSITY]
                - problem.cellFeatures().get(other).vector()[CellVector.TOTAL_INTENSITY];
        double first = fit.leastOfCell(division.first());
        double second = fit.leastOfCell(division.second());
        to[at] = (float) PairFeatures.compressed(
                fit.deviations(CellVector.TOTAL_INTENSITY, gained - fit.usual()[CellVector.TOTAL_INTENSITY]));
        to[at + 1] = (float) PairFeatures.compressed(fit.deviations(CellVector.TOTAL_INTENSITY, Math.abs(apart)));
        to[at + 2] = (float) PairFeatures.gain(fit.leastOfTrack(division.mother(), LinkInputs.NONE));
        to[at + 3] = (float) PairFeatures.gain(Math.min(first, second));
        to[at + 4] = (float) PairFeatures.gain(Math.max(first, second));
    }

    /**
     * Writes what the next frames show of the daughters: whether they persist, separately and around the mother's
     * position.
     */
    private static void ahead(LinkProblem problem, int mother, int one, int other, float[] to, int at) {
        LookAhead ahead = problem.ahead();
        if (!ahead.isKnown()) {
            java.util.Arrays.fill(to, at, at + AHEAD, 0);
            return;
        }
        double first = persistence(problem, one);
        double second = persistence(problem, other);
        boolean lost = ahead.nearest()[one] < 0 || ahead.nearest()[other] < 0;
        boolean apart = !lost && ahead.nearest()[one] != ahead.nearest()[other];
        double separation = 0;
        double midpoint = MOST_MIDPOINT_SPACINGS;
        if (apart) {
            double dy = ahead.nearestY()[one] - ahead.nearestY()[other];
            double dx = ahead.nearestX()[one] - ahead.nearestX()[other];
            separation = CellVector.log(
                    (Math.hypot(dy, dx) / problem.spacingPx()) / (separationSpacings(problem, one, other) + 1e-6));
            double y = (ahead.nearestY()[one] + ahead.nearestY()[other]) / 2 - LinkGeometry.expectedY(problem, mother);
            double x = (ahead.nearestX()[one] + ahead.nearestX()[other]) / 2 - LinkGeometry.expectedX(problem, mother);
            midpoint = Math.min(MOST_MIDPOINT_SPACINGS, Math.hypot(y, x) / problem.spacingPx());
        }
        to[at] = 1;
        to[at + 1] = (float) Math.min(first, second);
        to[at + 2] = (float) Math.max(first, second);
        to[at + 3] = apart ? 1 : 0;
        to[at + 4] = (float) separation;
        to[at + 5] = (float) midpoint;
        to[at + 6] = (float) (Math.min(2, Math.max(ahead.claims()[one], ahead.claims()[other])) / 2.0);
        if (ahead.isLaterKnown()) {
            boolean lostLater = ahead.later()[one] < 0 || ahead.later()[other] < 0;
            to[at + 7] = 1;
            to[at + 8] = (float) Math.min(laterPersistence(problem, one), laterPersistence(problem, other));
            to[at + 9] = (float) Math.max(laterPersistence(problem, one), laterPersistence(problem, other));
            to[at + 10] = !lostLater && ahead.later()[one] != ahead.later()[other] ? 1 : 0;
        }
    }

    /** Distance in spacings, bounded, from where the flow carries a cell to the nearest cell in the next frame. */
    static double persistence(LinkProblem problem, int cell) {
        LookAhead ahead = problem.ahead();
        if (ahead.nearest()[cell] < 0) {
            return MOST_MIDPOINT_SPACINGS;
        }
        double dy = ahead.nearestY()[cell] - problem.cells().get(cell).yPx();
        double dx = ahead.nearestX()[cell] - problem.cells().get(cell).xPx();
        return Math.min(MOST_MIDPOINT_SPACINGS, Math.hypot(dy, dx) / problem.spacingPx());
    }

    /** Distance in spacings, bounded, from where the flow carries a cell's successor to the nearest cell after it. */
    static double laterPersistence(LinkProblem problem, int cell) {
        LookAhead ahead = problem.ahead();
        return ahead.later()[cell] < 0
                ? MOST_MIDPOINT_SPACINGS
                : Math.min(MOST_MIDPOINT_SPACINGS, ahead.laterPx()[cell] / problem.spacingPx());
    }

    /**
     * Writes the last {@value #SCORE_SIZE} features of a division: sums and differences of the two pairs' log
     * probabilities, and the probabilities with which the daughters' most likely rivals continue in them.
     *
     * @param logs three log probabilities per entry: different, same, mother and daughter
     * @param rivals as in {@link LinkInputs}
     */
    static void putScores(double[] logs, Candidate division, int[] rivals, int number, float[] to, int at) {
        for (int k = 0; k < CLASSES; k++) {
            double one = logs[division.first() * CLASSES + k];
            double other = logs[division.second() * CLASSES + k];
            to[at + k] = (float) (one + other);
            to[at + CLASSES + k] = (float) Math.abs(one - other);
        }
        double first = likeliest(logs, rivals, 2 * number * RIVALS);
        double second = likeliest(logs, rivals, (2 * number + 1) * RIVALS);
        to[at + 2 * CLASSES] = (float) Math.max(first, second);
        to[at + 2 * CLASSES + 1] = (float) Math.min(first, second);
    }

    private static double likeliest(double[] logs, int[] rivals, int from) {
        double most = LEAST_LOG;
        for (int k = from; k < from + RIVALS; k++) {
            if (rivals[k] != LinkInputs.NONE) {
                most = Math.max(most, logs[rivals[k] * CLASSES + 1]);
            }
        }
        return most;
    }

    private static double bounded(double spacings) {
        return Math.min(MOST_SPACINGS, spacings);
    }

    /** Distance in spacings from where the flow carries the mother to the midpoint of the daughters. */
    static double midpointSpacings(LinkProblem problem, int mother, int one, int other) {
        Cell a = problem.cells().get(one);
        Cell b = problem.cells().get(other);
        double dy = (a.yPx() + b.yPx()) / 2 - LinkGeometry.expectedY(problem, mother);
        double dx = (a.xPx() + b.xPx()) / 2 - LinkGeometry.expectedX(problem, mother);
        return Math.hypot(dy, dx) / problem.spacingPx();
    }

    /** Distance in spacings between the daughters. */
    static double separationSpacings(LinkProblem problem, int one, int other) {
        Cell a = problem.cells().get(one);
        Cell b = problem.cells().get(other);
        return Math.hypot(a.yPx() - b.yPx(), a.xPx() - b.xPx()) / problem.spacingPx();
    }

    /**
     * Cosine of the angle between the daughters as seen from the mother's position: -1 if they are on opposite sides.
     */
    static double cosine(LinkProblem problem, int mother, int one, int other) {
        Cell a = problem.cells().get(one);
        Cell b = problem.cells().get(other);
        double y = LinkGeometry.expectedY(problem, mother);
        double x = LinkGeometry.expectedX(problem, mother);
        double dot = (a.yPx() - y) * (b.yPx() - y) + (a.xPx() - x) * (b.xPx() - x);
        double lengths = Math.hypot(a.yPx() - y, a.xPx() - x) * Math.hypot(b.yPx() - y, b.xPx() - x);
        return lengths > 0 ? dot / lengths : 1;
    }

    static double areaDifference(LinkProblem problem, int one, int other) {
        return Math.abs(CellVector.log((double) problem.cells().get(one).areaPx()
                / problem.cells().get(other).areaPx()));
    }

    /** Natural logarithm of the daughters' total area over the mother's. */
    static double areaGain(LinkProblem problem, int mother, int one, int other) {
        double together = (double) problem.cells().get(one).areaPx()
                + problem.cells().get(other).areaPx();
        return CellVector.log(together / problem.tracks().get(mother).cell().areaPx());
    }

    static double intensityDifference(LinkProblem problem, int one, int other) {
        return Math.abs(problem.cellFeatures().get(one).vector()[CellVector.INTENSITY]
                - problem.cellFeatures().get(other).vector()[CellVector.INTENSITY]);
    }

    /** Natural logarithm of the daughters' total intensity over the mother's. */
    static double intensityGain(LinkProblem problem, int mother, int one, int other) {
        double together = Math.exp(problem.cellFeatures().get(one).vector()[CellVector.TOTAL_INTENSITY])
                + Math.exp(problem.cellFeatures().get(other).vector()[CellVector.TOTAL_INTENSITY]);
        return CellVector.log(together)
                - problem.tracks().get(mother).last().features().vector()[CellVector.TOTAL_INTENSITY];
    }

    /** Intersection over union of both daughters with the mother's last mask, moved by the flow. */
    private static double covered(LinkGeometry geometry, Candidate division) {
        LinkProblem problem = geometry.problem();
        double shared = geometry.shared()[division.first()] + geometry.shared()[division.second()];
        int mother = problem.tracks().get(division.mother()).cell().areaPx();
        int one = problem.cells().get(problem.cell()[division.first()]).areaPx();
        int other = problem.cells().get(problem.cell()[division.second()]).areaPx();
        return shared / (mother + one + other - shared);
    }

    /** The latest value minus the mean of those kept: mothers round up, condense and brighten before they divide. */
    private static double trend(TrackHistory mother, int which) {
        double[] sum = new double[2];
        TrackSequence.forEach(mother, (place, observation, residual, missed) -> {
            sum[0] += observation.features().vector()[which];
            sum[1]++;
        });
        return mother.last().features().vector()[which] - sum[0] / sum[1];
    }
}
