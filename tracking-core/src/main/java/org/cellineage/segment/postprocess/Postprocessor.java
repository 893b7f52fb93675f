package org.cellineage.segment.postprocess;

import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.segment.FoundCells;

/**
 * Turns a network's maps of a frame into labelled cells; a pure function whose cost is linear in the number of pixels.
 *
 * <p>A head names the maps it reads; the model description says which tensor contains them. Pixels with NaN are
 * background.
 */
public interface Postprocessor {

    /** Names of the required maps. */
    List<String> maps();

    /** Returns cells numbered from 1 in raster order of their first pixel, at the size of the maps. */
    LabelImage labels(FrameMaps maps);

    /** Returns the cells of {@link #labels} and, for heads that know them, the weak ones. */
    default FoundCells find(FrameMaps maps) {
        return FoundCells.ofLabels(labels(maps));
    }
}
