package org.cellineage.image;

import java.util.Arrays;

/** Labels the connected regions of a mask 1, 2, … in raster order of their first pixel, in linear time. */
public final class ConnectedRegions {

    private ConnectedRegions() {}

    /**
     * Labels a mask.
     *
     * @param eight whether pixels that touch at a corner are connected
     */
    public static LabelImage of(boolean[] mask, int width, int height, boolean eight) {
        int[] same = new int[mask.length];
        Arrays.fill(same, -1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                if (!mask[p]) {
                    continue;
                }
                same[p] = p;
                if (x > 0 && mask[p - 1]) {
                    union(same, p, p - 1);
                }
                if (y > 0) {
                    if (mask[p - width]) {
                        union(same, p, p - width);
                    }
                    if (eight && x > 0 && mask[p - width - 1]) {
                        union(same, p, p - width - 1);
                    }
                    if (eight && x < width - 1 && mask[p - width + 1]) {
                        union(same, p, p - width + 1);
                    }
                }
            }
        }
        int[] labels = new int[mask.length];
        int next = 0;
        for (int p = 0; p < mask.length; p++) {
            if (mask[p]) {
                int root = find(same, p);
                labels[p] = root == p ? ++next : labels[root];
            }
        }
        return new LabelImage(width, height, labels);
    }

    private static void union(int[] same, int a, int b) {
        int rootA = find(same, a);
        int rootB = find(same, b);
        // The earlier pixel is the root, so that numbering follows raster order.
        if (rootA < rootB) {
            same[rootB] = rootA;
        } else {
            same[rootA] = rootB;
        }
    }

    private static int find(int[] same, int p) {
        int root = p;
        while (same[root] != root) {
            same[root] = same[same[root]];
            root = same[root];
        }
        return root;
    }
}
