package org.cellineage.image;

import java.util.Arrays;

/**
 * Grows markers over a landscape, highest pixels first, until the mask is full: each pixel joins the marker that reaches
 * it from the highest side (Meyer's flooding, 8-connected).
 *
 * <p>The landscape is cut into 4,096 levels between its least and greatest value in the mask, and a level is flooded in
 * the order in which its pixels were reached, so that work is linear in pixels and plateaus are shared at equal distance.
 * The same input gives the same labels.
 */
public final class MarkerWatershed {

    private static final int LEVELS = 4096;
    private static final int NONE = -1;

    private MarkerWatershed() {}

    /**
     * Floods a mask from its markers.
     *
     * @param landscape values to flood by, the highest first; NaN floods last
     * @param markers labels to start from; those outside the mask are left out
     * @param mask pixels that may be flooded
     * @return the markers' labels over every pixel of the mask that one of them reaches, 0 elsewhere
     */
    public static LabelImage flood(float[] landscape, LabelImage markers, boolean[] mask) {
        int width = markers.width();
        int height = markers.height();
        int[] labels = new int[landscape.length];
        short[] level = levels(landscape, mask);
        // One queue a level, linked through the pixels: each pixel is queued once.
        int[] first = new int[LEVELS];
        int[] last = new int[LEVELS];
        int[] next = new int[landscape.length];
        Arrays.fill(first, NONE);
        int highest = 0;
        for (int p = 0; p < labels.length; p++) {
            if (mask[p] && markers.labels()[p] > 0) {
                labels[p] = markers.labels()[p];
                append(level[p], p, first, last, next);
                highest = Math.max(highest, level[p]);
            }
        }
        int at = highest;
        while (at >= 0) {
            int p = first[at];
            if (p == NONE) {
                at--;
                continue;
            }
            first[at] = next[p];
            int y = p / width;
            int x = p - y * width;
            int top = at;
            for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                    int q = ny * width + nx;
                    if (mask[q] && labels[q] == 0) {
                        labels[q] = labels[p];
                        append(level[q], q, first, last, next);
                        top = Math.max(top, level[q]);
                    }
                }
            }
            at = top;
        }
        return new LabelImage(width, height, labels);
    }

    private static void append(int level, int p, int[] first, int[] last, int[] next) {
        next[p] = NONE;
        if (first[level] == NONE) {
            first[level] = p;
        } else {
            next[last[level]] = p;
        }
        last[level] = p;
    }

    private static short[] levels(float[] landscape, boolean[] mask) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int p = 0; p < landscape.length; p++) {
            if (mask[p] && Float.isFinite(landscape[p])) {
                least = Math.min(least, landscape[p]);
                greatest = Math.max(greatest, landscape[p]);
            }
        }
        short[] level = new short[landscape.length];
        double step = greatest > least ? (LEVELS - 1) / ((double) greatest - least) : 0;
        for (int p = 0; p < landscape.length; p++) {
            if (mask[p] && !Float.isNaN(landscape[p])) {
                double height = ((double) landscape[p] - least) * step;
                level[p] = (short) Math.max(0, Math.min(LEVELS - 1, height));
            }
        }
        return level;
    }
}
