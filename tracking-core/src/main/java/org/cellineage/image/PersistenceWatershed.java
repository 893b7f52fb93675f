package org.cellineage.image;

import java.util.Arrays;

/**
 * Divides a landscape into the basins of its peaks. Pixels are flooded from the highest down and join the adjacent
 * basin; where two basins meet, they are merged if the lower peak rises less than {@code persistence} above their
 * saddle.
 *
 * <p>Equivalent to a watershed whose markers are the h-maxima of that height, but found in the same pass. Equal values
 * are flooded in raster order, so the result is deterministic. Near-linear (one sort plus union-find).
 */
public final class PersistenceWatershed {

    private static final int UNFLOODED = -1;

    private final int width;
    private final int height;
    private final float[] landscape;
    private final int[] same;
    private final int[] basin;

    private PersistenceWatershed(float[] landscape, int width, int height) {
        this.landscape = landscape;
        this.width = width;
        this.height = height;
        this.same = new int[landscape.length];
        this.basin = new int[landscape.length];
        Arrays.fill(basin, UNFLOODED);
    }

    /**
     * Divides the landscape within a mask.
     *
     * @param landscape finite within the mask
     * @param persistence minimum height of a peak above its saddle to a higher one for it to keep its own basin
     * @return one label per basin, numbered in raster order of its first pixel; 0 outside the mask
     */
    public static LabelImage cut(float[] landscape, boolean[] mask, int width, int height, double persistence) {
        return new PersistenceWatershed(landscape, width, height).flood(mask, persistence);
    }

    private LabelImage flood(boolean[] mask, double persistence) {
        int[] around = new int[8];
        for (int p : descending(mask)) {
            int n = basinsAround(p, around);
            if (n == 0) {
                basin[p] = p;
                same[p] = p;
                continue;
            }
            int highest = around[0];
            for (int i = 1; i < n; i++) {
                highest = higher(around[i], highest) ? around[i] : highest;
            }
            for (int i = 0; i < n; i++) {
                if (around[i] != highest && landscape[around[i]] - landscape[p] < persistence) {
                    same[around[i]] = highest;
                }
            }
            basin[p] = highest;
        }
        int[] labels = new int[landscape.length];
        int[] number = new int[landscape.length];
        int next = 0;
        for (int p = 0; p < labels.length; p++) {
            if (basin[p] != UNFLOODED) {
                int peak = find(basin[p]);
                if (number[peak] == 0) {
                    number[peak] = ++next;
                }
                labels[p] = number[peak];
            }
        }
        return new LabelImage(width, height, labels);
    }

    private boolean higher(int a, int b) {
        return landscape[a] > landscape[b] || (landscape[a] == landscape[b] && a < b);
    }

    /** The distinct basins among the flooded 8-neighbours, by their peaks. */
    private int basinsAround(int p, int[] into) {
        int y = p / width;
        int x = p - y * width;
        int n = 0;
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
            for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                int q = ny * width + nx;
                if (q != p && basin[q] != UNFLOODED) {
                    int peak = find(basin[q]);
                    boolean known = false;
                    for (int i = 0; i < n; i++) {
                        known |= into[i] == peak;
                    }
                    if (!known) {
                        into[n++] = peak;
                    }
                }
            }
        }
        return n;
    }

    private int find(int peak) {
        int root = peak;
        while (same[root] != root) {
            same[root] = same[same[root]];
            root = same[root];
        }
        return root;
    }

    /** Pixels of the mask, highest first; ties in raster order. */
    private int[] descending(boolean[] mask) {
        int n = 0;
        for (boolean inside : mask) {
            n += inside ? 1 : 0;
        }
        long[] keys = new long[n];
        int at = 0;
        for (int p = 0; p < mask.length; p++) {
            if (mask[p]) {
                int bits = Float.floatToIntBits(landscape[p]);
                int ordered = bits ^ (bits >> 31 & 0x7fffffff);
                keys[at++] = (long) ~ordered << 32 | p;
            }
        }
        Arrays.sort(keys);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }
}
