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
 * Cells from learned distances ("deep watershed", as DeepCell has it): the inner distance marks the cells, the outer
 * distance is the landscape they grow over and, above a threshold, the foreground they fill.
 *
 * <p>Reads {@value #INNER} (to the cell's middle, falling off from 1) and {@value #OUTER} (to the cell's edge, 0 on the
 * background). A pixel with an infinite value counts as background, as one with a NaN does. Foreground without a marker
 * is no cell.
 *
 * <p>H-maxima are sought in the foreground alone, and must also stand {@code marker_height} above 0. Where the network
 * gives 0 for background, these are the h-maxima of the whole frame, which DeepCell seeks at a greater cost.
 */
public final class DistancePostprocessor implements Postprocessor {

    /** How near a pixel is to the middle of its cell. */
    public static final String INNER = "inner_distance";

    /** How far a pixel is from the edge of its cell. */
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

    /** The first of the highest pixels of every basin whose peak is high enough. */
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
