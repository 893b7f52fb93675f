package org.cellineage.link;

import org.cellineage.cell.Cell;

/**
 * A cell as a bar: its direction, its length and its width, from the second moments of its mask.
 *
 * <p>For a round cell the direction is arbitrary, and nothing here depends on it: length and width are equal then, and
 * {@link #distance} is the ordinary distance.
 *
 * @param alongY downward component of the unit vector along the major axis
 * @param alongX its component to the right
 * @param halfLengthPx half the length of the rectangle with the same second moment along the axis, in pixels
 * @param halfWidthPx half its width, in pixels
 */
public record CellAxis(double alongY, double alongX, double halfLengthPx, double halfWidthPx) {

    /** A rectangle is √3/2 times as long as the major axis of the ellipse with the same second moments. */
    private static final double RECTANGLE = Math.sqrt(3) / 2;

    /** Longer cells are treated as if they were this many times as long as wide, so that no search is unbounded. */
    private static final double MOST_ELONGATED = 8;

    private static final double LEAST_HALF_PX = 0.5;

    /** Measures a cell. */
    public static CellAxis of(Cell cell) {
        double halfLength = Math.max(LEAST_HALF_PX, RECTANGLE * cell.majorAxisPx() / 2);
        double halfWidth = Math.max(LEAST_HALF_PX, RECTANGLE * cell.minorAxisPx() / 2);
        return new CellAxis(
                Math.cos(cell.orientationRad()),
                Math.sin(cell.orientationRad()),
                halfLength,
                Math.min(halfLength, halfWidth));
    }

    /** Component of a displacement along the axis. */
    public double along(double dy, double dx) {
        return dy * alongY + dx * alongX;
    }

    /** Component of a displacement across the axis. */
    public double across(double dy, double dx) {
        return dx * alongY - dy * alongX;
    }

    /** Length over width, from 1 to {@value #MOST_ELONGATED}. */
    public double elongation() {
        return Math.min(MOST_ELONGATED, halfLengthPx / halfWidthPx);
    }

    /**
     * Length of a displacement if distances along the axis count less, by the elongation. A rod's own ends, and its
     * daughters, are then as near as those of a round cell of its width, and nearer than the rods at its side.
     */
    public double distance(double dy, double dx) {
        double along = along(dy, dx) / elongation();
        double across = across(dy, dx);
        return Math.sqrt(along * along + across * across);
    }
}
