package org.cellineage.image;

import java.util.Arrays;

/** Labels the connected regions of a mask 1, 2, … in raster order of their first pixel, in linear time. */
public final class ConnectedRegions {

    private static final int NONE = -1;

    private ConnectedRegions() {}

    /**
     * Labels a mask.
     *
     * @param eight whether pixels that touch at a corner are connected
     */
    public static LabelImage of(boolean[] mask, int width, int height, boolean eight) {
        // Every pixel points to an earlier one of its region, the first one to itself.
        int[] same = new int[mask.length];
        Arrays.fill(same, NONE);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                if (mask[p]) {
                    same[p] = p;
                    if (eight) {
                        joinEight(mask, same, width, x, p);
                    } else {
                        joinFour(mask, same, width, x, p);
                    }
                }
            }
        }
        // Earlier pixels have their label already, so the labels can take the pointers' place.
        int next = 0;
        for (int p = 0; p < same.length; p++) {
            int earlier = same[p];
            if (earlier == NONE) {
                same[p] = 0;
            } else {
                same[p] = earlier == p ? ++next : same[earlier];
            }
        }
        return new LabelImage(width, height, same);
    }

    /** Joins a pixel to its neighbours to the left and above; those that touch each other are joined already. */
    private static void joinEight(boolean[] mask, int[] same, int width, int x, int p) {
        int above = p - width;
        if (above >= 0 && mask[above]) {
            same[p] = same[above];
            return;
        }
        if (x > 0 && mask[p - 1]) {
            same[p] = same[p - 1];
        } else if (x > 0 && above >= 0 && mask[above - 1]) {
            same[p] = same[above - 1];
        }
        if (above >= 0 && x < width - 1 && mask[above + 1]) {
            union(same, p, above + 1);
        }
    }

    private static void joinFour(boolean[] mask, int[] same, int width, int x, int p) {
        int above = p - width;
        boolean isAbove = above >= 0 && mask[above];
        if (x > 0 && mask[p - 1]) {
            same[p] = same[p - 1];
            if (isAbove && !mask[above - 1]) {
                union(same, p, above);
            }
        } else if (isAbove) {
            same[p] = same[above];
        }
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
