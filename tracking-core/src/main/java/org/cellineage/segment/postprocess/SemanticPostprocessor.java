package org.cellineage.segment.postprocess;

import java.util.List;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.HoleFilling;
import org.cellineage.image.LabelImage;
import org.cellineage.image.MarkerWatershed;

/**
 * Cells from the class probabilities of a U-Net: interiors are markers, which grow by watershed over the interior
 * probability until they fill the foreground.
 *
 * <p>Reads {@value #BACKGROUND}, {@value #INTERIOR} and {@value #BORDER}, probabilities from 0 to 1 (the three classes
 * of Caicedo et al. 2019). Foreground without a marker is not a cell.
 */
public final class SemanticPostprocessor implements Postprocessor {

    /** Probability that a pixel belongs to no cell. */
    public static final String BACKGROUND = "background";

    /** Probability that a pixel lies inside a cell. */
    public static final String INTERIOR = "interior";

    /** Probability that a pixel lies on the border of a cell. */
    public static final String BORDER = "border";

    private final SemanticOptions options;

    public SemanticPostprocessor(SemanticOptions options) {
        this.options = options;
    }

    @Override
    public List<String> maps() {
        return List.of(BACKGROUND, INTERIOR, BORDER);
    }

    @Override
    public LabelImage labels(FrameMaps maps) {
        float[] background = maps.map(BACKGROUND);
        float[] interior = maps.map(INTERIOR);
        float[] border = maps.map(BORDER);
        boolean[] mask = new boolean[background.length];
        boolean[] inside = new boolean[background.length];
        for (int p = 0; p < mask.length; p++) {
            boolean complete = !Float.isNaN(interior[p]) && !Float.isNaN(border[p]);
            mask[p] = complete && 1.0 - background[p] > options.foregroundThreshold();
            inside[p] = mask[p] && interior[p] > options.markerThreshold() && interior[p] > border[p];
        }
        LabelImage regions = ConnectedRegions.of(inside, maps.width(), maps.height(), true);
        LabelImage markers = LargeCells.keep(regions, options.minMarkerAreaPx());
        LabelImage cells = MarkerWatershed.flood(interior, markers, mask);
        return LargeCells.keep(options.fillHoles() ? HoleFilling.fill(cells) : cells, options.minAreaPx());
    }
}
