package org.cellineage.link.learned;

import org.cellineage.link.CellAxis;

/**
 * Distances between the ends of two cells. A rod that grows keeps its ends in line, a daughter keeps one end of her
 * mother's, and two daughters have their inner ends next to each other; centres alone show none of this.
 *
 * <p>A cell's ends lie on its axis, half a width before its tips. Those of a round cell coincide with its centre, so
 * that its arbitrary direction has no influence. All distances are in the mean width of the two cells.
 */
final class CellEnds {

    private CellEnds() {}

    /** Half the distance between a cell's ends. */
    private static double reach(CellAxis axis) {
        return axis.halfLengthPx() - axis.halfWidthPx();
    }

    private static double unit(CellAxis a, CellAxis b) {
        return a.halfWidthPx() + b.halfWidthPx();
    }

    /**
     * Mean distance between corresponding ends, matched so that it is least.
     *
     * @param dy downward displacement of the second cell's centre relative to the first's, in pixels
     */
    static double apart(CellAxis a, CellAxis b, double dy, double dx) {
        double straight = end(a, b, dy, dx, 1, 1) + end(a, b, dy, dx, -1, -1);
        double crossed = end(a, b, dy, dx, 1, -1) + end(a, b, dy, dx, -1, 1);
        return Math.min(straight, crossed) / 2 / unit(a, b);
    }

    /** Distance between the two ends that are nearest to each other. */
    static double nearest(CellAxis a, CellAxis b, double dy, double dx) {
        double same = Math.min(end(a, b, dy, dx, 1, 1), end(a, b, dy, dx, -1, -1));
        double other = Math.min(end(a, b, dy, dx, 1, -1), end(a, b, dy, dx, -1, 1));
        return Math.min(same, other) / unit(a, b);
    }

    /**
     * Mean distance between a mother's ends and the outer ends of her daughters, matched so that it is least, in the
     * mother's width.
     *
     * @param oneY downward displacement of one daughter relative to the mother's expected position, in pixels
     */
    static double outer(
            CellAxis mother, CellAxis one, CellAxis other, double oneY, double oneX, double otherY, double otherX) {
        double straight = Math.min(end(mother, one, oneY, oneX, 1, 1), end(mother, one, oneY, oneX, 1, -1))
                + Math.min(end(mother, other, otherY, otherX, -1, 1), end(mother, other, otherY, otherX, -1, -1));
        double crossed = Math.min(end(mother, one, oneY, oneX, -1, 1), end(mother, one, oneY, oneX, -1, -1))
                + Math.min(end(mother, other, otherY, otherX, 1, 1), end(mother, other, otherY, otherX, 1, -1));
        return Math.min(straight, crossed) / 4 / mother.halfWidthPx();
    }

    /** Distance in pixels from one end of the first cell to one end of the second. */
    private static double end(CellAxis a, CellAxis b, double dy, double dx, int endOfA, int endOfB) {
        double y = dy + endOfB * reach(b) * b.alongY() - endOfA * reach(a) * a.alongY();
        double x = dx + endOfB * reach(b) * b.alongX() - endOfA * reach(a) * a.alongX();
        return Math.sqrt(y * y + x * x);
    }
}
