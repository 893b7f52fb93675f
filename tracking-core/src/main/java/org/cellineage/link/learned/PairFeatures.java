package org.cellineage.link.learned;

import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LookAhead;
import org.cellineage.link.TrackHistory;

/**
 * Dimensionless features of a track and a candidate cell: distances in spacings and diameters after removing the flow,
 * ranks among rivals, changes of shape and intensity, and how well another cell would do as a sister. They do not
 * depend on the orientation of the frame or on the order of tracks and cells.
 */
public final class PairFeatures {

    /** Number of leading features that describe positions; the others describe shape and intensity. */
    public static final int MOTION_SIZE = 26;

    /** Index of the first feature that weighs position against shape and intensity. */
    public static final int FIT_AT = MOTION_SIZE + 15;

    /** Index of the first feature that describes the pair as elongated cells. */
    public static final int SHAPE_AT = FIT_AT + PairFit.CHANGES + 3 + 5;

    /** Number of features per pair. */
    public static final int SIZE = SHAPE_AT + ShapeFeatures.PAIR_SIZE;

    private static final double MOST_SPACINGS = 6;
    private static final double NEAR = 0.05;
    private static final double RANKS = 5;
    private static final double MOST_GAIN = 10;
    private static final double TYPICAL_SPREAD = 0.1;

    private PairFeatures() {}

    /** Writes {@value #SIZE} features for each entry of a track, at the entry's offset. */
    static void fill(PairFit fit, int i, float[] to) {
        LinkGeometry geometry = fit.geometry();
        LinkProblem problem = geometry.problem();
        TrackHistory track = problem.tracks().get(i);
        double[] past = past(track);
        for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
            Row row = new Row(to, e * SIZE);
            motion(geometry, i, e, past, row);
            int sister = sister(geometry, i, e);
            sisterPlace(geometry, i, e, sister, row);
            change(problem, track, problem.cell()[e], past, row);
            sisterIntensity(geometry, i, e, sister, row);
            fit(fit, e, row);
            ShapeFeatures.pair(geometry, e, to, e * SIZE + SHAPE_AT);
        }
    }

    private static void fit(PairFit fit, int e, Row row) {
        for (int k = 0; k < PairFit.CHANGES; k++) {
            row.add(compressed(fit.change()[e * PairFit.CHANGES + k]));
        }
        row.add(spread(fit, CellVector.INTENSITY));
        row.add(spread(fit, CellVector.AREA));
        row.add(spread(fit, CellVector.TOTAL_INTENSITY));
        row.add(gain(fit.cost(e) - fit.leastOfTrack(fit.geometry().track()[e], e)));
        row.add(gain(fit.cost(e) - fit.leastOfCell(e)));
        double[] exchange = fit.exchange(e);
        row.add(gain(exchange[0]));
        row.add(gain(exchange[1]));
        row.add(fit.share()[e] / 2);
    }

    private static double spread(PairFit fit, int number) {
        return CellVector.log((fit.spread()[number] + NEAR) / TYPICAL_SPREAD);
    }

    static double compressed(double deviations) {
        return Math.signum(deviations) * Math.log1p(Math.abs(deviations)) / 2;
    }

    static double gain(double cost) {
        return Math.max(-MOST_GAIN, Math.min(MOST_GAIN, cost)) / 2;
    }

    /** Appends features one by one. */
    private static final class Row {
        private final float[] to;
        private int at;

        Row(float[] to, int at) {
            this.to = to;
            this.at = at;
        }

        void add(double value) {
            to[at++] = (float) value;
        }
    }

    /** Means over the kept observations: residual step, area, intensity. */
    private static double[] past(TrackHistory track) {
        double[] sum = new double[4];
        TrackSequence.forEach(track, (place, observation, residual, missed) -> {
            sum[0] += residual;
            sum[1] += observation.features().vector()[CellVector.AREA];
            sum[2] += observation.features().vector()[CellVector.INTENSITY];
            sum[3]++;
        });
        return new double[] {sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]};
    }

    private static void motion(LinkGeometry geometry, int i, int e, double[] past, Row row) {
        LinkProblem problem = geometry.problem();
        TrackHistory track = problem.tracks().get(i);
        Cell last = track.cell();
        Cell cell = problem.cells().get(problem.cell()[e]);
        double spacing = problem.spacingPx();
        double distance = geometry.distance()[e];
        row.add(bounded(
                Math.hypot(cell.yPx() - problem.predictedY()[i], cell.xPx() - problem.predictedX()[i]) / spacing));
        row.add(bounded(Math.hypot(cell.yPx() - last.yPx(), cell.xPx() - last.xPx()) / spacing));
        row.add(bounded(distance));
        row.add(bounded(distance * spacing / Math.max(last.diameterPx(), cell.diameterPx()) / 2));
        row.add(Math.min(1, geometry.rankInTrack()[e] / RANKS));
        row.add(Math.min(1, geometry.rankInCell()[e] / RANKS));
        row.add(rivalry(
                distance, best(geometry.byTrack(), problem.rowStart()[i], problem.rowStart()[i + 1], e, geometry)));
        int c = problem.cell()[e];
        row.add(rivalry(
                distance, best(geometry.byCell(), geometry.cellStart()[c], geometry.cellStart()[c + 1], e, geometry)));
        row.add((problem.frame() - track.last().frame() - 1) / 2.0);
        row.add(Math.log(track.timesSeen()) / 3);
        row.add(Math.min(1, (problem.rowStart()[i + 1] - problem.rowStart()[i]) / RANKS));
        row.add(geometry.overlap()[e]);
        row.add(past[0]);
        row.add(geometry.unusual(distance));
        row.add(Math.min(1, geometry.typical()));
        row.add(geometry.overlap()[e]
                - bestOverlap(geometry, problem.rowStart()[i], problem.rowStart()[i + 1], e, true));
        row.add(geometry.overlap()[e]
                - bestOverlap(geometry, geometry.cellStart()[c], geometry.cellStart()[c + 1], e, false));
        LookAhead ahead = problem.ahead();
        row.add(ahead.isKnown() ? 1 : 0);
        row.add(ahead.isKnown() ? DivisionFeatures.persistence(problem, c) : 0);
        row.add(Math.min(2, ahead.claims()[c]) / 2.0);
        row.add(ahead.isLaterKnown() ? 1 : 0);
        row.add(ahead.isLaterKnown() ? DivisionFeatures.laterPersistence(problem, c) : 0);
    }

    private static double bounded(double spacings) {
        return Math.min(MOST_SPACINGS, spacings);
    }

    /** Distance of the nearest other entry in a list that is sorted by distance. */
    private static double best(int[] order, int from, int to, int own, LinkGeometry geometry) {
        for (int k = from; k < to; k++) {
            if (order[k] != own) {
                return geometry.distance()[order[k]];
            }
        }
        return MOST_SPACINGS;
    }

    /** Largest overlap of another entry of the same track or of the same cell. */
    private static double bestOverlap(LinkGeometry geometry, int from, int to, int own, boolean ofTrack) {
        double best = 0;
        for (int k = from; k < to; k++) {
            int e = ofTrack ? geometry.byTrack()[k] : geometry.byCell()[k];
            if (e != own) {
                best = Math.max(best, geometry.overlap()[e]);
            }
        }
        return best;
    }

    private static double rivalry(double distance, double other) {
        return CellVector.log((distance + NEAR) / (other + NEAR));
    }

    /** Number of pixels that the cell shares with the track's last mask moved by the flow, rounded to whole pixels. */
    static double shared(LinkProblem problem, int track, Cell last, Cell cell) {
        int dy = (int) Math.round(problem.flowY()[track]);
        int dx = (int) Math.round(problem.flowX()[track]);
        BoundingBox box = last.box().movedBy(dy, dx);
        return box.overlaps(cell.box()) ? RunLengthMask.intersection(last.mask(), box, cell.mask(), cell.box()) : 0;
    }

    /**
     * The other candidate of the track that, together with this one, is most symmetric about the mother's position; -1
     * if there is none.
     */
    private static int sister(LinkGeometry geometry, int i, int e) {
        LinkProblem problem = geometry.problem();
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int k = problem.rowStart()[i]; k < problem.rowStart()[i + 1]; k++) {
            int other = geometry.byTrack()[k];
            if (other != e) {
                double middle = DivisionFeatures.midpointSpacings(problem, i, problem.cell()[e], problem.cell()[other]);
                if (middle < least) {
                    least = middle;
                    best = other;
                }
            }
        }
        return best;
    }

    private static void sisterPlace(LinkGeometry geometry, int i, int e, int sister, Row row) {
        if (sister < 0) {
            row.add(MOST_SPACINGS);
            row.add(MOST_SPACINGS);
            row.add(1);
            row.add(0);
            return;
        }
        LinkProblem problem = geometry.problem();
        int one = problem.cell()[e];
        int other = problem.cell()[sister];
        row.add(bounded(DivisionFeatures.midpointSpacings(problem, i, one, other)));
        row.add(bounded(DivisionFeatures.separationSpacings(problem, one, other)));
        row.add(DivisionFeatures.cosine(problem, i, one, other));
        row.add(1);
    }

    private static void change(LinkProblem problem, TrackHistory track, int c, double[] past, Row row) {
        Cell last = track.cell();
        Cell cell = problem.cells().get(c);
        float[] before = track.last().features().vector();
        float[] now = problem.cellFeatures().get(c).vector();
        row.add(2 * CellVector.log(cell.diameterPx() / last.diameterPx()));
        row.add(now[CellVector.INTENSITY] - before[CellVector.INTENSITY]);
        row.add(now[CellVector.TOTAL_INTENSITY] - before[CellVector.TOTAL_INTENSITY]);
        row.add(CellVector.log(cell.majorAxisPx() / last.majorAxisPx()));
        row.add(CellVector.log(cell.minorAxisPx() / last.minorAxisPx()));
        row.add(now[CellVector.ECCENTRICITY] - before[CellVector.ECCENTRICITY]);
        row.add(now[CellVector.SOLIDITY] - before[CellVector.SOLIDITY]);
        row.add(now[CellVector.TEXTURE] - before[CellVector.TEXTURE]);
        row.add(now[CellVector.PEAK] - before[CellVector.PEAK]);
        row.add(now[CellVector.AREA] - past[1]);
        row.add(now[CellVector.INTENSITY] - past[2]);
    }

    private static void sisterIntensity(LinkGeometry geometry, int i, int e, int sister, Row row) {
        if (sister < 0) {
            row.add(0);
            row.add(0);
            row.add(0);
            row.add(0);
            return;
        }
        LinkProblem problem = geometry.problem();
        int one = problem.cell()[e];
        int other = problem.cell()[sister];
        row.add(DivisionFeatures.areaDifference(problem, one, other));
        row.add(DivisionFeatures.areaGain(problem, i, one, other));
        row.add(DivisionFeatures.intensityDifference(problem, one, other));
        row.add(DivisionFeatures.intensityGain(problem, i, one, other));
    }
}
