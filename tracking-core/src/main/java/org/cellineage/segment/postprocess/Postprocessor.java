package org.cellineage.segment.postprocess;

import java.util.List;
import org.cellineage.image.LabelImage;

/**
 * Turns the maps that a network gave for a frame into labelled cells: a pure function, with work linear in pixels.
 *
 * <p>A head names the maps it reads; a model's description says which tensor holds them. A pixel with a NaN counts as
 * background.
 */
public interface Postprocessor {

    /** Names of the maps it reads. */
    List<String> maps();

    /** Cells numbered from 1 in raster order of their first pixel, at the size of the maps. */
    LabelImage labels(FrameMaps maps);
}
