package org.cellineage.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Traces the outline of a set of pixels along the edges of the pixels.
 *
 * <p>Edges between an inside and an outside pixel are followed with the inside always on the same side. Where two
 * pixels touch only at a corner, the walk stays with the current pixel, and a ring that returns to a corner is split
 * there in two. No ring therefore touches itself, which polygon readers would reject.
 */
public final class MaskOutline {

    /**
     * Directions along the edges of a pixel: right along the top, down the right side, left along the bottom, up the
     * left side.
     */
    private static final int DIRECTIONS = 4;

    private static final int RIGHT = 0;
    private static final int DOWN = 1;
    private static final int UP = 3;

    private static final int[] STEP_Y = {0, 1, 0, -1};
    private static final int[] STEP_X = {1, 0, -1, 0};

    private final BoundingBox box;
    private final int width;
    private final int height;
    private final boolean[] inside;

    MaskOutline(BoundingBox box, boolean[] inside) {
        this.box = box;
        this.width = box.width();
        this.height = box.height();
        this.inside = inside;
    }

    /**
     * A closed ring of corners; the first is not repeated.
     *
     * <p>Shells run counter-clockwise and holes clockwise with x to the right and y <em>up</em>, as in RFC 7946.
     */
    public static final class Ring {
        private final double[] y;
        private final double[] x;

        Ring(double[] y, double[] x) {
            this.y = y;
            this.x = x;
        }

        /** Number of corners. */
        public int size() {
            return y.length;
        }

        /** Row of a corner. */
        public double y(int corner) {
            return y[corner];
        }

        /** Column of a corner. */
        public double x(int corner) {
            return x[corner];
        }

        /** Enclosed area in pixels, positive for a shell and negative for a hole. */
        public double signedArea() {
            double twice = 0;
            for (int i = 0; i < y.length; i++) {
                int next = (i + 1) % y.length;
                twice += x[i] * y[next] - x[next] * y[i];
            }
            return twice / 2;
        }
    }

    /** A set of pixels connected by edges: its shell and its holes. */
    public record Part(Ring shell, List<Ring> holes) {
        public Part {
            holes = List.copyOf(holes);
        }
    }

    List<Part> parts() {
        int[] groups = groups();
        boolean[] walked = new boolean[DIRECTIONS * inside.length];
        TreeMap<Integer, List<Ring>> rings = new TreeMap<>();
        for (int pixel = 0; pixel < inside.length; pixel++) {
            for (int direction = 0; direction < DIRECTIONS; direction++) {
                if (isEdge(pixel, direction) && !walked[DIRECTIONS * pixel + direction]) {
                    rings.computeIfAbsent(groups[pixel], group -> new ArrayList<>())
                            .addAll(split(walk(pixel, direction, walked)));
                }
            }
        }
        List<Part> parts = new ArrayList<>();
        for (List<Ring> ofGroup : rings.values()) {
            List<Ring> shells =
                    ofGroup.stream().filter(ring -> ring.signedArea() > 0).toList();
            List<Ring> holes =
                    ofGroup.stream().filter(ring -> ring.signedArea() < 0).toList();
            // Pixels connected by edges have exactly one outer border.
            parts.add(new Part(shells.get(0), holes));
        }
        return parts;
    }

    private boolean isInside(int y, int x) {
        return y >= 0 && y < height && x >= 0 && x < width && inside[y * width + x];
    }

    /** Whether the pixel is inside and its neighbour in this direction is outside. */
    private boolean isEdge(int pixel, int direction) {
        if (!inside[pixel]) {
            return false;
        }
        int left = (direction + UP) % DIRECTIONS;
        return !isInside(pixel / width + STEP_Y[left], pixel % width + STEP_X[left]);
    }

    /** Corners of the ring that starts with this edge, as y * (width + 1) + x, in the order of the walk. */
    private List<Integer> walk(int start, int startDirection, boolean[] walked) {
        List<Integer> corners = new ArrayList<>();
        int pixel = start;
        int direction = startDirection;
        do {
            walked[DIRECTIONS * pixel + direction] = true;
            corners.add(corner(pixel, direction));
            int turned = (direction + 1) % DIRECTIONS;
            int y = pixel / width;
            int x = pixel % width;
            if (isEdge(pixel, turned)) {
                // Continue along the next side of the same pixel.
                direction = turned;
            } else {
                int aheadY = y + STEP_Y[direction];
                int aheadX = x + STEP_X[direction];
                int ahead = aheadY * width + aheadX;
                if (isEdge(ahead, direction)) {
                    pixel = ahead;
                } else {
                    int back = (direction + UP) % DIRECTIONS;
                    pixel = (aheadY + STEP_Y[back]) * width + aheadX + STEP_X[back];
                    direction = back;
                }
            }
        } while (pixel != start || direction != startDirection);
        return corners;
    }

    /** The corner at which the pixel's edge in this direction starts. */
    private int corner(int pixel, int direction) {
        int y = pixel / width + (direction == DOWN || direction == RIGHT ? 0 : 1);
        int x = pixel % width + (direction == RIGHT || direction == UP ? 0 : 1);
        return y * (width + 1) + x;
    }

    /** Splits a walk into rings that visit no corner twice. */
    private List<Ring> split(List<Integer> walk) {
        List<Ring> rings = new ArrayList<>();
        Map<Integer, Integer> placeOf = new HashMap<>();
        List<Integer> path = new ArrayList<>();
        for (int corner : walk) {
            Integer before = placeOf.get(corner);
            if (before != null) {
                List<Integer> loop = path.subList(before, path.size());
                rings.add(ring(loop));
                loop.forEach(placeOf::remove);
                loop.clear();
            }
            placeOf.put(corner, path.size());
            path.add(corner);
        }
        rings.add(ring(path));
        return rings;
    }

    /** Drops corners at which the direction does not change. */
    private Ring ring(List<Integer> corners) {
        double[] ys = new double[corners.size()];
        double[] xs = new double[corners.size()];
        int columns = width + 1;
        int count = 0;
        for (int i = 0; i < corners.size(); i++) {
            int corner = corners.get(i);
            int before = corners.get((i + corners.size() - 1) % corners.size());
            int after = corners.get((i + 1) % corners.size());
            if (after - corner != corner - before) {
                ys[count] = box.minY() + corner / columns - 0.5;
                xs[count] = box.minX() + corner % columns - 0.5;
                count++;
            }
        }
        return new Ring(Arrays.copyOf(ys, count), Arrays.copyOf(xs, count));
    }

    /** Numbers the 4-connected components of the inside pixels, in raster order of their first pixel. */
    private int[] groups() {
        int[] groups = new int[inside.length];
        Arrays.fill(groups, -1);
        int[] queue = new int[inside.length];
        int next = 0;
        for (int first = 0; first < inside.length; first++) {
            if (!inside[first] || groups[first] >= 0) {
                continue;
            }
            int from = 0;
            int to = 0;
            queue[to++] = first;
            groups[first] = next;
            while (from < to) {
                int pixel = queue[from++];
                for (int direction = 0; direction < DIRECTIONS; direction++) {
                    int y = pixel / width + STEP_Y[direction];
                    int x = pixel % width + STEP_X[direction];
                    if (isInside(y, x) && groups[y * width + x] < 0) {
                        groups[y * width + x] = next;
                        queue[to++] = y * width + x;
                    }
                }
            }
            next++;
        }
        return groups;
    }
}
