package org.cellineage.segment.network;

import java.util.Comparator;

/**
 * A box with its score and mask, as a network found it in a tile; coordinates in pixels of the scaled frame.
 *
 * @param core core of the tile
 * @param mask row-major; not copied
 * @param kind index of its class, or -1 if it has none
 */
@SuppressWarnings("ArrayRecordComponent")
record Detection(Core core, float score, double y0, double x0, double y1, double x1, float[] mask, int kind) {

    /** The part of a frame for which a tile is responsible, in pixels; infinite at the edges of the frame. */
    record Core(double top, double left, double bottom, double right) {
        static Core of(Tile tile, ScaledFrame frame) {
            int bottom = tile.keepTop() + tile.keepHeight();
            int right = tile.keepLeft() + tile.keepWidth();
            return new Core(
                    tile.keepTop() == 0 ? Double.NEGATIVE_INFINITY : tile.keepTop(),
                    tile.keepLeft() == 0 ? Double.NEGATIVE_INFINITY : tile.keepLeft(),
                    bottom == frame.height() ? Double.POSITIVE_INFINITY : bottom,
                    right == frame.width() ? Double.POSITIVE_INFINITY : right);
        }

        /** Whether the point lies in this area enlarged by {@code reach} on each side. */
        boolean holds(double y, double x, double reach) {
            return y >= top - reach && y < bottom + reach && x >= left - reach && x < right + reach;
        }
    }

    /** Highest score first, then by box, so that the order does not depend on the tiling. */
    static final Comparator<Detection> BEST_FIRST = Comparator.comparingDouble((Detection d) -> -d.score)
            .thenComparingDouble(Detection::y0)
            .thenComparingDouble(Detection::x0)
            .thenComparingDouble(Detection::y1)
            .thenComparingDouble(Detection::x1);

    /** Whether the centre lies in the core of its own tile. */
    boolean isOwn() {
        return isIn(core, 0);
    }

    /** Whether the centre lies in the given core enlarged by {@code reach} on each side. */
    boolean isIn(Core of, double reach) {
        return of.holds(centreY(), centreX(), reach);
    }

    double centreY() {
        return (y0 + y1) / 2;
    }

    double centreX() {
        return (x0 + x1) / 2;
    }

    /** Intersection over union of the boxes; 0 if either is empty. */
    double iou(Detection other) {
        double height = Math.min(y1, other.y1) - Math.max(y0, other.y0);
        double width = Math.min(x1, other.x1) - Math.max(x0, other.x0);
        if (!(height > 0 && width > 0)) {
            return 0;
        }
        double shared = height * width;
        return shared / ((y1 - y0) * (x1 - x0) + (other.y1 - other.y0) * (other.x1 - other.x0) - shared);
    }
}
