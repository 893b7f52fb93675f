package org.cellineage.cell;

import java.io.Serializable;
import java.util.List;

/**
 * What learned linking needs to know of the pixels of a frame once these are gone.
 *
 * @param thumbnail of the frame
 * @param cellFeatures of its cells, in their order
 */
public record FrameFeatures(Thumbnail thumbnail, List<CellFeatures> cellFeatures) implements Serializable {

    /** Of a frame without cells, and where linking features at no pixels. */
    public static final FrameFeatures NONE = new FrameFeatures(new Thumbnail(1, 1, 1, 1, 1, new byte[1]), List.of());

    public FrameFeatures {
        cellFeatures = List.copyOf(cellFeatures);
    }

    /** Whether there is nothing of any cell. */
    public boolean isEmpty() {
        return cellFeatures.isEmpty();
    }
}
