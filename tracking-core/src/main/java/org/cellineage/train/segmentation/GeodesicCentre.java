package org.cellineage.train.segmentation;

import java.util.Arrays;

/**
 * Closeness to the middle of a cell's body, measured along paths inside the cell: {@code max(0, 1 - d / (1.6 R))}, where
 * R is the radius of the circle of equal area.
 *
 * <p>Every region above a threshold is connected and contains the middle, however elongated, bent or branched the cell
 * is. A threshold can therefore not cut a cell, which it can for the distance to the edge (a cell with two lobes), and
 * the middle is never outside the cell, which a centroid may be.
 *
 * <p>The middle is the pixel with the largest depth below the outline minus half the distance from the centroid, both in
 * units of the cell: in a body with a tail the body, in a rod of even width the middle of its axis.
 */
final class GeodesicCentre {

    private static final float REACH_RADII = 1.6f;
    private static final float CENTROID_WEIGHT = 0.5f;
    private static final int STRAIGHT = 5;
    private static final int DIAGONAL = 7;

    private final char[] labels;
    private final int width;
    private final int height;

    private GeodesicCentre(char[] labels, int width, int height) {
        this.labels = labels;
        this.width = width;
        this.height = height;
    }

    /**
     * Computes the map of an image.
     *
     * @param labels cells 1 to n, row-major
     * @param depth of each pixel below its cell's outline, where 255 is the largest in this cell
     * @param image the centroids and radii of the cells
     * @return closeness, where 255 is the middle of a cell
     */
    static byte[] of(char[] labels, byte[] depth, LabelledImage image) {
        GeodesicCentre centres = new GeodesicCentre(labels, image.width(), image.height());
        return centres.closeness(centres.middles(depth, image), image);
    }

    private int[] middles(byte[] depth, LabelledImage image) {
        int[] middle = new int[image.count() + 1];
        float[] best = new float[image.count() + 1];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (int p = 0; p < labels.length; p++) {
            int cell = labels[p];
            if (cell != 0) {
                float dy = p / width - image.centreY(cell);
                float dx = p % width - image.centreX(cell);
                float fit = (depth[p] & 0xff) / 255f
                        - CENTROID_WEIGHT * (float) Math.sqrt(dy * dy + dx * dx) / image.radius(cell);
                if (fit > best[cell]) {
                    best[cell] = fit;
                    middle[cell] = p;
                }
            }
        }
        return middle;
    }

    /** Dijkstra's algorithm from all middles at once with chamfer distances 5 and 7, in buckets of equal distance. */
    private byte[] closeness(int[] middle, LabelledImage image) {
        int most = 1;
        int[] reach = new int[middle.length];
        for (int cell = 1; cell < middle.length; cell++) {
            reach[cell] = Math.max(1, Math.round(STRAIGHT * REACH_RADII * image.radius(cell)));
            most = Math.max(most, reach[cell]);
        }
        int[] distance = new int[labels.length];
        Arrays.fill(distance, Integer.MAX_VALUE);
        Buckets buckets = new Buckets(labels.length);
        for (int cell = 1; cell < middle.length; cell++) {
            distance[middle[cell]] = 0;
            buckets.add(0, middle[cell]);
        }
        for (int d = 0; d <= most; d++) {
            for (int p = buckets.take(d); p >= 0; p = buckets.take(d)) {
                if (distance[p] == d && d < reach[labels[p]]) {
                    spread(p, d, distance, buckets);
                }
            }
        }
        byte[] closeness = new byte[labels.length];
        for (int p = 0; p < closeness.length; p++) {
            if (labels[p] != 0 && distance[p] < reach[labels[p]]) {
                closeness[p] = (byte) Math.round(255 * (1 - (float) distance[p] / reach[labels[p]]));
            }
        }
        return closeness;
    }

    private void spread(int p, int d, int[] distance, Buckets buckets) {
        int y = p / width;
        int x = p - y * width;
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
            for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                int q = ny * width + nx;
                int step = ny == y || nx == x ? STRAIGHT : DIAGONAL;
                if (labels[q] == labels[p] && d + step < distance[q]) {
                    distance[q] = d + step;
                    buckets.add(d + step, q);
                }
            }
        }
    }

    /** Pixels by distance; steps are so short that a few buckets, used in turn, are enough. */
    private static final class Buckets {
        private final int[][] pixels = new int[DIAGONAL + 1][64];
        private final int[] size = new int[DIAGONAL + 1];

        Buckets(int expected) {
            pixels[0] = new int[Math.max(64, expected / 256)];
        }

        void add(int distance, int p) {
            int at = distance % pixels.length;
            if (size[at] == pixels[at].length) {
                pixels[at] = Arrays.copyOf(pixels[at], 2 * size[at]);
            }
            pixels[at][size[at]++] = p;
        }

        /** Removes a pixel of this distance; -1 if there is none left. */
        int take(int distance) {
            int at = distance % pixels.length;
            return size[at] == 0 ? -1 : pixels[at][--size[at]];
        }
    }
}
