package org.cellineage.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outline of a set of pixels, along the pixels' edges.
 *
 * <p>Edges between a pixel inside and one outside are walked with the inside on one hand. Where four edges meet (two pixels
 * that touch at a corner alone), the walk stays with its pixel, and a ring that comes back to a corner it has passed is cut
 * there in two: so that no ring touches itself, which polygon readers refuse.
 */
public final class MaskOutline {

    /** Directions of edges: right along the top of a pixel, down its right side, left along its bottom, up its left. */
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
     * A closed ring of corners, the first not repeated.
     *
     * <p>A shell runs counter-clockwise and a hole clockwise, seen with x to the right and y <em>up</em>, as RFC 7946
     * counts it.
     */
    public static final class Ring {
        private final double[] y;
        private final double[] x;

        Ring(double[] y, double[] x) {
            this.y = y;
            this.x = x;
        }

        /** Corners. */
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

        /** Enclosed area, pixels: positive for a shell, negative for a hole. */
        public double signedArea() {
            double twice = 0;
            for (int i = 0; i < y.length; i++) {
                int next = (i + 1) % y.length;
                twice += x[i] * y[next] - x[next] * y[i];
            }
            return twice / 2;
        }
    }

    /** One group of pixels that touch along an edge: its shell and what is left out of it. */
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
            // Pixels that hang together by edges have one outer border.
            parts.add(new Part(shells.get(0), holes));
        }
        return parts;
    }

    private boolean isInside(int y, int x) {
        return y >= 0 && y < height && x >= 0 && x < width && inside[y * width + x];
    }

    /** Whether the pixel is inside and its neighbour across the edge of that direction is not. */
    private boolean isEdge(int pixel, int direction) {
        if (!inside[pixel]) {
            return false;
        }
        int left = (direction + UP) % DIRECTIONS;
        return !isInside(pixel / width + STEP_Y[left], pixel % width + STEP_X[left]);
    }

    /** Corners of the ring that begins with an edge, as y * (width + 1) + x, in the order of the walk. */
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
                // The pixel's own next side.
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

    /** The corner in which a pixel's edge of that direction begins. */
    private int corner(int pixel, int direction) {
        int y = pixel / width + (direction == DOWN || direction == RIGHT ? 0 : 1);
        int x = pixel % width + (direction == RIGHT || direction == UP ? 0 : 1);
        return y * (width + 1) + x;
    }

    /** Cuts a walk in rings that pass no corner twice. */
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

    /** A ring of the corners at which the direction changes. */
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

    /** Number of the group of each inside pixel: groups touch along edges, and count by their first pixels. */
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
