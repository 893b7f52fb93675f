package org.cellineage.page;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.cellineage.cell.MaskOutline;

/**
 * A closed outline with few corners (Douglas and Peucker 1973): no corner of the traced outline is further from it than
 * the tolerance. Coordinates are those of the frame in pixels, y down and x right.
 *
 * @param y rows of the corners; the first is not repeated
 * @param x columns
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SimplePolygon(double[] y, double[] x) {

    /** Fewer corners would not enclose an area. */
    private static final int LEAST_CORNERS = 3;

    static SimplePolygon of(MaskOutline.Ring ring, double tolerance) {
        int size = ring.size();
        boolean[] kept = new boolean[size];
        int far = furthest(ring);
        kept[0] = true;
        kept[far] = true;
        Deque<int[]> open = new ArrayDeque<>();
        open.push(new int[] {0, far});
        open.push(new int[] {far, size});
        while (!open.isEmpty()) {
            int[] part = open.pop();
            int worst = -1;
            double most = tolerance;
            for (int i = part[0] + 1; i < part[1]; i++) {
                double distance = distance(ring, i, part[0], part[1] % size);
                if (distance > most) {
                    most = distance;
                    worst = i;
                }
            }
            if (worst >= 0) {
                kept[worst] = true;
                open.push(new int[] {part[0], worst});
                open.push(new int[] {worst, part[1]});
            }
        }
        return count(kept) < LEAST_CORNERS ? all(ring) : chosen(ring, kept);
    }

    private static SimplePolygon all(MaskOutline.Ring ring) {
        boolean[] kept = new boolean[ring.size()];
        Arrays.fill(kept, true);
        return chosen(ring, kept);
    }

    private static int count(boolean[] kept) {
        int count = 0;
        for (boolean one : kept) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private static SimplePolygon chosen(MaskOutline.Ring ring, boolean[] kept) {
        int count = count(kept);
        double[] y = new double[count];
        double[] x = new double[count];
        int at = 0;
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                y[at] = ring.y(i);
                x[at++] = ring.x(i);
            }
        }
        return new SimplePolygon(y, x);
    }

    /** The corner that is furthest from the first. */
    private static int furthest(MaskOutline.Ring ring) {
        int far = 0;
        double most = -1;
        for (int i = 0; i < ring.size(); i++) {
            double distance = Math.hypot(ring.y(i) - ring.y(0), ring.x(i) - ring.x(0));
            if (distance > most) {
                most = distance;
                far = i;
            }
        }
        return far;
    }

    /** Distance of a corner from the segment between two others. */
    private static double distance(MaskOutline.Ring ring, int corner, int from, int to) {
        double alongY = ring.y(to) - ring.y(from);
        double alongX = ring.x(to) - ring.x(from);
        double y = ring.y(corner) - ring.y(from);
        double x = ring.x(corner) - ring.x(from);
        double length = alongY * alongY + alongX * alongX;
        double share = length == 0 ? 0 : Math.max(0, Math.min(1, (y * alongY + x * alongX) / length));
        return Math.hypot(y - share * alongY, x - share * alongX);
    }
}
