package org.cellineage.image;

import java.util.Arrays;

/** Labels the connected components of a mask 1, 2, … in raster order of their first pixel, in linear time. */
public final class ConnectedRegions {

    private static final int NONE = -1;

    private ConnectedRegions() {}

    /**
     * Labels a mask.
     *
     * @param eight 8-connectivity if true, otherwise 4-connectivity
     */
    public static LabelImage of(boolean[] mask, int width, int height, boolean eight) {
        // Union-find: every pixel points to an earlier one of its component, the first one to itself.
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
        // Earlier pixels already have their labels, so labels can replace the pointers in place.
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

    /** Joins a pixel with its neighbours to the left and above, skipping those already joined through each other. */
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
        // The earlier pixel becomes the root, so that numbering follows raster order.
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
