package org.cellineage.link;

import org.cellineage.cell.Cell;
import org.cellineage.cell.RunLengthMask;

/**
 * The hand-engineered cost: distance from the predicted position, overlap, change of size and of intensity.
 *
 * <p>A link scores {@code exp(-(d² + a² + i²) / 2)}, the last two squares bounded, where {@code d} is the distance in units of
 * {@link LinkOptions#distanceSpacings} spacings, shortened by the overlap of the two masks and stretched by √gap, and
 * {@code a} and {@code i} are log ratios of area and of first-channel mean intensity in units of their options. It is
 * the kind of cost that Moen et al. 2019 name in their introduction, and the baseline that the learned cost has to
 * beat.
 */
public final class GeometricScorer implements LinkScorer {

    /** The name that the configuration takes. */
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
            double gapUnit = unit * Math.sqrt(problem.frame() - track.last().frame());
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                Cell cell = problem.cells().get(problem.cell()[e]);
                double dy = cell.yPx() - problem.predictedY()[i];
                double dx = cell.xPx() - problem.predictedX()[i];
                double distance = Math.sqrt(dy * dy + dx * dx) / gapUnit;
                distance *= 1 - options.overlapWeight() * overlap(last, cell);
                double area = Math.log((double) cell.areaPx() / last.areaPx()) / options.areaLogRatio();
                double intensity = intensityLogRatio(last, cell) / options.intensityLogRatio();
                scores[e] = Math.exp(-(distance * distance + bounded(area) + bounded(intensity)) / 2);
            }
        }
        return scores;
    }

    @Override
    public double scoreDivision(TrackHistory mother, Cell daughter, Cell otherDaughter, double spacingPx) {
        Cell last = mother.cell();
        double middleY = (daughter.yPx() + otherDaughter.yPx()) / 2 - last.yPx();
        double middleX = (daughter.xPx() + otherDaughter.xPx()) / 2 - last.xPx();
        double middle =
                Math.sqrt(middleY * middleY + middleX * middleX) / (options.divisionMidpointSpacings() * spacingPx);
        double area = Math.log((double) daughter.areaPx() / otherDaughter.areaPx()) / options.daughterAreaLogRatio();
        double sum = Math.log((double) (daughter.areaPx() + otherDaughter.areaPx()) / last.areaPx())
                / options.summedAreaLogRatio();
        double intensity = intensityLogRatio(daughter, otherDaughter) / options.daughterIntensityLogRatio();
        double opposite = (1 + cosine(last, daughter, otherDaughter)) / 2;
        return Math.exp(-(middle * middle + bounded(area) + bounded(sum) + bounded(intensity) + opposite) / 2);
    }

    /**
     * A square that levels off at {@value #MOST_PENALTY} (Geman and McClure 1987): where masks are mere markers, or a
     * mask is cut off, a wild ratio says little, and must not outweigh the place.
     */
    private static double bounded(double units) {
        double squared = units * units;
        return squared / (1 + squared / MOST_PENALTY);
    }

    /** Cosine of the angle under which the mother's old place sees the two daughters: -1 on opposite sides. */
    private static double cosine(Cell mother, Cell a, Cell b) {
        double ay = a.yPx() - mother.yPx();
        double ax = a.xPx() - mother.xPx();
        double by = b.yPx() - mother.yPx();
        double bx = b.xPx() - mother.xPx();
        double product = Math.sqrt((ay * ay + ax * ax) * (by * by + bx * bx));
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

    /** Intersection over union of the masks, without moving either. */
    private static double overlap(Cell a, Cell b) {
        if (!a.box().overlaps(b.box())) {
            return 0;
        }
        int shared = RunLengthMask.intersection(a.mask(), a.box(), b.mask(), b.box());
        return (double) shared / (a.areaPx() + b.areaPx() - shared);
    }
}
