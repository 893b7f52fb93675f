package org.cellineage.image;

import java.util.Arrays;

/**
 * Marker-controlled watershed that floods from the highest values down until the mask is full: each pixel joins the
 * marker that reaches it over the highest path (Meyer's flooding, 8-connected).
 *
 * <p>The range of the landscape within the mask is divided into 4,096 levels. Within a level, pixels are flooded in the
 * order in which they were reached, so that plateaus are divided at equal distances. The connected components of the
 * mask are flooded one after another, which does not change the result but keeps the working set in the processor's
 * cache. Linear in the number of pixels, except for sorting the marker pixels of each component. Deterministic.
 */
public final class MarkerWatershed {

    /** Equal to the number of levels of {@link LevelQueues}. */
    private static final int LEVELS = LevelQueues.LEVELS;

    /** A pixel of the current component that has no label yet. */
    private static final int DRY = -1;

    private final int width;
    private final int height;
    private final int[] markers;
    private final boolean[] mask;
    private final short[] level;
    private final int[] labels;
    private final LevelQueues queues;
    /** Pixels whose neighbours have not been visited yet. */
    private int[] part = new int[1024];

    /** Marker pixels of the component. */
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
     * @param landscape values in whose descending order pixels are flooded; NaN is flooded last
     * @param markers initial labels; those outside the mask are ignored
     * @param mask pixels that may be flooded
     * @return the markers' labels on every pixel of the mask that a marker reaches, 0 elsewhere
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

    /** Floods the component of the mask that contains a marker pixel; every pixel of it is reached. */
    private void floodPart(int start) {
        collectPart(start);
        // Markers start in raster order, regardless of the order in which they were found.
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
