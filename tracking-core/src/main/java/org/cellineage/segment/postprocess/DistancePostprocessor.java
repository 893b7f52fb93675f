package org.cellineage.segment.postprocess;

import java.util.Arrays;
import java.util.List;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.GaussianFilter;
import org.cellineage.image.HoleFilling;
import org.cellineage.image.LabelImage;
import org.cellineage.image.MarkerWatershed;
import org.cellineage.image.PersistenceWatershed;

/**
 * Cells from predicted distance maps ("deep watershed", as in DeepCell): the inner distance marks the cells; the outer
 * distance is the landscape over which they grow and, thresholded, the foreground they fill.
 *
 * <p>Reads {@value #INNER} (1 at the centre of a cell, decreasing outwards) and {@value #OUTER} (distance to the edge
 * of the cell, 0 in the background). Pixels with NaN or infinite values are background. Foreground without a marker is
 * not a cell.
 *
 * <p>H-maxima are searched only in the foreground and must also be at least {@code marker_height}. If the network
 * returns 0 for background, the result equals DeepCell's h-maxima of the whole frame, which are more expensive to
 * compute.
 */
public final class DistancePostprocessor implements Postprocessor {

    /** Closeness of a pixel to the centre of its cell. */
    public static final String INNER = "inner_distance";

    /** Distance of a pixel from the edge of its cell. */
    public static final String OUTER = "outer_distance";

    private static final int NONE = -1;

    private final DistanceOptions options;

    public DistancePostprocessor(DistanceOptions options) {
        this.options = options;
    }

    @Override
    public List<String> maps() {
        return List.of(INNER, OUTER);
    }

    @Override
    public LabelImage labels(FrameMaps maps) {
        int width = maps.width();
        int height = maps.height();
        float[] inner = maps.map(INNER);
        float[] outer = maps.map(OUTER);
        boolean[] mask = new boolean[inner.length];
        float[] landscape = new float[inner.length];
        for (int p = 0; p < mask.length; p++) {
            mask[p] = Float.isFinite(inner[p]) && Float.isFinite(outer[p]);
            landscape[p] = mask[p] ? outer[p] : 0;
        }
        landscape = GaussianFilter.smooth(landscape, width, height, options.smoothingPx());
        for (int p = 0; p < mask.length; p++) {
            mask[p] &= landscape[p] > options.foregroundThreshold();
        }
        LabelImage markers = switch (options.markers()) {
            case H_MAXIMA -> peaks(inner, mask, width, height);
            case THRESHOLD -> regions(inner, mask, width, height);
        };
        LabelImage cells = MarkerWatershed.flood(landscape, markers, mask);
        return LargeCells.keep(options.fillHoles() ? HoleFilling.fill(cells) : cells, options.minAreaPx());
    }

    private LabelImage regions(float[] inner, boolean[] mask, int width, int height) {
        boolean[] inside = new boolean[mask.length];
        for (int p = 0; p < inside.length; p++) {
            inside[p] = mask[p] && inner[p] > options.markerThreshold();
        }
        return ConnectedRegions.of(inside, width, height, true);
    }

    /** Marks, in each basin whose peak is high enough, the first of its highest pixels. */
    private LabelImage peaks(float[] inner, boolean[] mask, int width, int height) {
        int[] basins = PersistenceWatershed.cut(inner, mask, width, height, options.markerHeight())
                .labels();
        int[] peak = new int[Arrays.stream(basins).max().orElse(0) + 1];
        Arrays.fill(peak, NONE);
        for (int p = 0; p < basins.length; p++) {
            int basin = basins[p];
            if (basin != 0 && (peak[basin] == NONE || inner[p] > inner[peak[basin]])) {
                peak[basin] = p;
            }
        }
        int[] markers = new int[basins.length];
        for (int p : peak) {
            if (p != NONE && inner[p] >= options.markerHeight()) {
                markers[p] = basins[p];
            }
        }
        return new LabelImage(width, height, markers);
    }
}
