package org.cellineage.link;

import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.RunLengthMask;

/**
 * A hand-engineered score from the distance to the predicted position, mask overlap, and changes of area and intensity.
 *
 * <p>A link scores {@code exp(-(d² + a² + i²) / 2)}, where the last two squares are bounded. {@code d} is the distance
 * in units of {@link LinkOptions#distanceSpacings} spacings, reduced by the overlap of the two masks (the earlier one
 * moved to the predicted position) and divided by √gap; {@code a} and {@code i} are the log ratios of area and of mean
 * intensity in the first channel, in units of their options. This is the type of cost described in the introduction of
 * Moen et al. 2019, and the baseline for the learned cost.
 */
public final class GeometricScorer implements LinkScorer {

    /** Name of this linker in the configuration. */
    public static final String NAME = "geometric";

    private static final double MOST_PENALTY = 1.5;

    private final LinkOptions options;

    public GeometricScorer(LinkOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public double[] scoreLinks(LinkProblem problem) {
        double[] scores = new double[problem.entries()];
        double unit = options.distanceSpacings() * problem.spacingPx();
        for (int i = 0; i < problem.tracks().size(); i++) {
            TrackHistory track = problem.tracks().get(i);
            Cell last = track.cell();
            int moveY = (int) Math.rint(problem.predictedY()[i] - last.yPx());
            int moveX = (int) Math.rint(problem.predictedX()[i] - last.xPx());
            BoundingBox moved = last.box().movedBy(moveY, moveX);
            double gapUnit = unit * Math.sqrt(problem.frame() - track.last().frame());
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                Cell cell = problem.cells().get(problem.cell()[e]);
                double dy = cell.yPx() - problem.predictedY()[i];
                double dx = cell.xPx() - problem.predictedX()[i];
                double distance = Math.sqrt(dy * dy + dx * dx) / gapUnit;
                distance *= 1 - options.overlapWeight() * overlap(last, moved, cell);
                double area = Math.log((double) cell.areaPx() / last.areaPx()) / options.areaLogRatio();
                double intensity = intensityLogRatio(last, cell) / options.intensityLogRatio();
                scores[e] = Math.exp(-(distance * distance + bounded(area) + bounded(intensity)) / 2);
            }
        }
        return scores;
    }

    @Override
    public double scoreDivision(LinkProblem problem, int mother, int daughter, int otherDaughter) {
        Cell last = problem.tracks().get(mother).cell();
        Cell one = problem.cells().get(daughter);
        Cell other = problem.cells().get(otherDaughter);
        double motherY = last.yPx() + problem.flowY()[mother];
        double motherX = last.xPx() + problem.flowX()[mother];
        double oneY = one.yPx() - motherY;
        double oneX = one.xPx() - motherX;
        double otherY = other.yPx() - motherY;
        double otherX = other.xPx() - motherX;
        double middle = length((oneY + otherY) / 2, (oneX + otherX) / 2)
                / (options.divisionMidpointSpacings() * problem.spacingPx());
        double area = Math.log((double) one.areaPx() / other.areaPx()) / options.daughterAreaLogRatio();
        double sum = Math.log((double) (one.areaPx() + other.areaPx()) / last.areaPx()) / options.summedAreaLogRatio();
        double intensity = intensityLogRatio(one, other) / options.daughterIntensityLogRatio();
        double opposite = (1 + cosine(oneY, oneX, otherY, otherX)) / 2;
        return Math.exp(-(middle * middle + bounded(area) + bounded(sum) + bounded(intensity) + opposite) / 2);
    }

    /**
     * A square that saturates at {@value #MOST_PENALTY} (Geman and McClure 1987). If masks are only markers or a mask
     * is truncated, an extreme ratio carries little information and must not outweigh the position.
     */
    private static double bounded(double units) {
        double squared = units * units;
        return squared / (1 + squared / MOST_PENALTY);
    }

    private static double length(double y, double x) {
        return Math.sqrt(y * y + x * x);
    }

    /**
     * Cosine of the angle between the two daughters as seen from the mother's position: -1 if they are on opposite
     * sides.
     */
    private static double cosine(double ay, double ax, double by, double bx) {
        double product = length(ay, ax) * length(by, bx);
        return product == 0 ? 0 : (ay * by + ax * bx) / product;
    }

    private static double intensityLogRatio(Cell a, Cell b) {
        if (a.intensities().isEmpty() || b.intensities().isEmpty()) {
            return 0;
        }
        double first = a.intensities().get(0).mean();
        double second = b.intensities().get(0).mean();
        return first > 0 && second > 0 ? Math.log(second / first) : 0;
    }

    /** Intersection over union of the masks after moving the first to {@code boxOfA}. */
    private static double overlap(Cell a, BoundingBox boxOfA, Cell b) {
        if (!boxOfA.overlaps(b.box())) {
            return 0;
        }
        int shared = RunLengthMask.intersection(a.mask(), boxOfA, b.mask(), b.box());
        return (double) shared / (a.areaPx() + b.areaPx() - shared);
    }
}
