package org.cellineage.link.learned;

import org.cellineage.link.CellAxis;
import org.cellineage.link.LinkProblem;

/**
 * Features that know the shape of elongated cells: offsets along and across the axis, directions, distances of ends,
 * and how much of a mask lies within another. For round cells, those that depend on a direction are 0 or equal to the
 * distance, whatever the direction happens to be.
 */
final class ShapeFeatures {

    /** Number of features of a pair. */
    static final int PAIR_SIZE = 13;

    /** Number of features of a division. */
    static final int DIVISION_SIZE = 12;

    private static final double MOST_LENGTHS = 3;
    private static final double MOST_WIDTHS = 6;
    private static final double NEAR = 0.05;

    private ShapeFeatures() {}

    /** Writes the {@value #PAIR_SIZE} features of an entry of the problem. */
    static void pair(LinkGeometry geometry, int e, float[] to, int at) {
        LinkProblem problem = geometry.problem();
        int i = geometry.track()[e];
        int c = problem.cell()[e];
        CellAxis track = geometry.trackAxis()[i];
        CellAxis cell = geometry.cellAxis()[c];
        double dy = problem.cells().get(c).yPx() - LinkGeometry.expectedY(problem, i);
        double dx = problem.cells().get(c).xPx() - LinkGeometry.expectedX(problem, i);
        double contained = contained(geometry, e);
        double held = held(geometry, e);
        double[] numbers = {
            Math.min(MOST_LENGTHS, elongated(track) * Math.abs(track.along(dy, dx)) / track.halfLengthPx()),
            bounded(elongated(track) * Math.abs(track.across(dy, dx)) / (track.halfWidthPx() + cell.halfWidthPx())),
            turned(track, cell),
            Math.log1p(bounded(geometry.endDistance()[e])),
            Math.log1p(bounded(CellEnds.nearest(track, cell, dy, dx))),
            rivalry(geometry, e, problem.rowStart()[i], problem.rowStart()[i + 1], true),
            rivalry(geometry, e, geometry.cellStart()[c], geometry.cellStart()[c + 1], false),
            contained,
            held,
            contained - mostContained(geometry, e),
            heldByOthers(geometry, e),
            Math.log(track.elongation()),
            Math.log(cell.elongation()),
        };
        for (int k = 0; k < PAIR_SIZE; k++) {
            to[at + k] = (float) numbers[k];
        }
    }

    /** Writes the {@value #DIVISION_SIZE} features of a division, symmetric in the daughters. */
    static void division(LinkGeometry geometry, DivisionFeatures.Candidate division, float[] to, int at) {
        LinkProblem problem = geometry.problem();
        int i = division.mother();
        int first = problem.cell()[division.first()];
        int second = problem.cell()[division.second()];
        CellAxis mother = geometry.trackAxis()[i];
        CellAxis one = geometry.cellAxis()[first];
        CellAxis other = geometry.cellAxis()[second];
        double oneY = problem.cells().get(first).yPx() - LinkGeometry.expectedY(problem, i);
        double oneX = problem.cells().get(first).xPx() - LinkGeometry.expectedX(problem, i);
        double otherY = problem.cells().get(second).yPx() - LinkGeometry.expectedY(problem, i);
        double otherX = problem.cells().get(second).xPx() - LinkGeometry.expectedX(problem, i);
        double oneAlong = mother.along(oneY, oneX) / mother.halfLengthPx();
        double otherAlong = mother.along(otherY, otherX) / mother.halfLengthPx();
        double elongated = elongated(mother);
        double across = Math.max(Math.abs(mother.across(oneY, oneX)), Math.abs(mother.across(otherY, otherX)));
        double separation = Math.hypot(otherY - oneY, otherX - oneX);
        double offAxis = separation > 0 ? Math.abs(mother.across(otherY - oneY, otherX - oneX)) / separation : 1;
        double apart = CellEnds.nearest(one, other, otherY - oneY, otherX - oneX);
        double outer = CellEnds.outer(mother, one, other, oneY, oneX, otherY, otherX);
        double firstContained = contained(geometry, division.first());
        double secondContained = contained(geometry, division.second());
        double[] numbers = {
            elongated * Math.min(MOST_LENGTHS, Math.abs(oneAlong + otherAlong) / 2),
            elongated * Math.min(MOST_LENGTHS, Math.abs(oneAlong - otherAlong) / 2),
            elongated * bounded(across / (2 * mother.halfWidthPx())),
            elongated * offAxis,
            Math.log1p(bounded(apart)),
            Math.log1p(bounded(outer)),
            CellVector.log((one.halfLengthPx() + other.halfLengthPx()) / mother.halfLengthPx()),
            Math.min(firstContained, secondContained),
            Math.max(firstContained, secondContained),
            held(geometry, division.first()) + held(geometry, division.second()),
            turned(one, other),
            Math.log(mother.elongation()),
        };
        for (int k = 0; k < DIVISION_SIZE; k++) {
            to[at + k] = (float) numbers[k];
        }
    }

    /** How much a direction means: 0 for a round cell, near 1 for a long one. */
    private static double elongated(CellAxis axis) {
        return 1 - 1 / axis.elongation();
    }

    /** Sine of the angle between two axes, as far as both cells have one. */
    private static double turned(CellAxis a, CellAxis b) {
        double sine = Math.abs(a.across(b.alongY(), b.alongX()));
        return sine * Math.min(elongated(a), elongated(b));
    }

    /** Share of the cell that lies in the track's last mask. */
    private static double contained(LinkGeometry geometry, int e) {
        LinkProblem problem = geometry.problem();
        return geometry.shared()[e] / problem.cells().get(problem.cell()[e]).areaPx();
    }

    /** Share of the track's last mask that lies in the cell. */
    private static double held(LinkGeometry geometry, int e) {
        return geometry.shared()[e]
                / geometry.problem().tracks().get(geometry.track()[e]).cell().areaPx();
    }

    /** The largest share of the cell that lies in another track's last mask. */
    private static double mostContained(LinkGeometry geometry, int e) {
        int c = geometry.problem().cell()[e];
        double most = 0;
        for (int k = geometry.cellStart()[c]; k < geometry.cellStart()[c + 1]; k++) {
            if (geometry.byCell()[k] != e) {
                most = Math.max(most, contained(geometry, geometry.byCell()[k]));
            }
        }
        return most;
    }

    /** The largest share of the track's last mask that lies in another cell. */
    private static double heldByOthers(LinkGeometry geometry, int e) {
        LinkProblem problem = geometry.problem();
        int i = geometry.track()[e];
        double most = 0;
        for (int k = problem.rowStart()[i]; k < problem.rowStart()[i + 1]; k++) {
            if (k != e) {
                most = Math.max(most, held(geometry, k));
            }
        }
        return most;
    }

    /** Natural logarithm of the distance between ends over the least of the other entries of the same track or cell. */
    private static double rivalry(LinkGeometry geometry, int e, int from, int to, boolean ofTrack) {
        double least = MOST_WIDTHS;
        for (int k = from; k < to; k++) {
            int other = ofTrack ? k : geometry.byCell()[k];
            if (other != e) {
                least = Math.min(least, geometry.endDistance()[other]);
            }
        }
        return CellVector.log((geometry.endDistance()[e] + NEAR) / (least + NEAR));
    }

    private static double bounded(double widths) {
        return Math.min(MOST_WIDTHS, widths);
    }
}
