package org.cellineage.image;

import java.util.Arrays;

/**
 * Grows markers over a landscape, highest pixels first, until the mask is full: each pixel joins the marker that reaches
 * it from the highest side (Meyer's flooding, 8-connected).
 *
 * <p>The landscape is cut into 4,096 levels between its least and greatest value in the mask, and a level is flooded in
 * the order in which its pixels were reached, so that plateaus are shared at equal distance. Connected parts of the mask
 * are flooded one after the other, which changes no label, as nothing flows from one to another, and keeps what is being
 * flooded in the processor's cache. Work is linear in pixels but for a sort of each part's marker pixels. The same input
 * gives the same labels.
 */
public final class MarkerWatershed {

    /** As many as {@link LevelQueues} has. */
    private static final int LEVELS = LevelQueues.LEVELS;

    /** A pixel of the part that is being flooded, without a label so far. */
    private static final int DRY = -1;

    private final int width;
    private final int height;
    private final int[] markers;
    private final boolean[] mask;
    private final short[] level;
    private final int[] labels;
    private final LevelQueues queues;
    /** Pixels whose neighbours are still to be looked at. */
    private int[] part = new int[1024];

    /** Pixels of the part with markers. */
    private int[] seeds = new int[256];

    private int seedCount;

    private MarkerWatershed(float[] landscape, LabelImage markers, boolean[] mask) {
        this.width = markers.width();
        this.height = markers.height();
        this.markers = markers.labels();
        this.mask = mask;
        this.level = levels(landscape, mask);
        this.labels = new int[mask.length];
        this.queues = new LevelQueues(mask.length);
    }

    /**
     * Floods a mask from its markers.
     *
     * @param landscape values to flood by, the highest first; NaN floods last
     * @param markers labels to start from; those outside the mask are left out
     * @param mask pixels that may be flooded
     * @return the markers' labels over every pixel of the mask that one of them reaches, 0 elsewhere
     */
    public static LabelImage flood(float[] landscape, LabelImage markers, boolean[] mask) {
        MarkerWatershed watershed = new MarkerWatershed(landscape, markers, mask);
        for (int p = 0; p < mask.length; p++) {
            if (mask[p] && watershed.labels[p] == 0 && markers.labels()[p] > 0) {
                watershed.floodPart(p);
            }
        }
        return new LabelImage(markers.width(), markers.height(), watershed.labels);
    }

    /** Floods the connected part of the mask around a pixel with a marker: each of its pixels is reached. */
    private void floodPart(int start) {
        collectPart(start);
        // Markers start in raster order, whatever way they were found.
        Arrays.sort(seeds, 0, seedCount);
        for (int i = 0; i < seedCount; i++) {
            int p = seeds[i];
            labels[p] = markers[p];
            queues.add(level[p], p);
        }
        while (!queues.isEmpty()) {
            int p = queues.removeHighest();
            int y = p / width;
            int x = p - y * width;
            int label = labels[p];
            for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                    int q = ny * width + nx;
                    if (labels[q] == DRY) {
                        labels[q] = label;
                        queues.add(level[q], q);
                    }
                }
            }
        }
    }

    private void collectPart(int start) {
        seedCount = 0;
        int size = 0;
        labels[start] = DRY;
        part[size++] = start;
        while (size > 0) {
            int p = part[--size];
            if (markers[p] > 0) {
                if (seedCount == seeds.length) {
                    seeds = Arrays.copyOf(seeds, 2 * seedCount);
                }
                seeds[seedCount++] = p;
            }
            int y = p / width;
            int x = p - y * width;
            if (size + 8 > part.length) {
                part = Arrays.copyOf(part, 2 * part.length);
            }
            for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                    int q = ny * width + nx;
                    if (mask[q] && labels[q] == 0) {
                        labels[q] = DRY;
                        part[size++] = q;
                    }
                }
            }
        }
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
