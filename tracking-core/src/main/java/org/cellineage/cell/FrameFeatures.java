package org.cellineage.cell;

import java.io.Serializable;
import java.util.List;

/**
 * Image features of a frame that learned linking needs after the pixels are discarded.
 *
 * @param thumbnail thumbnail of the frame
 * @param cellFeatures features of its cells, in the same order
 */
public record FrameFeatures(Thumbnail thumbnail, List<CellFeatures> cellFeatures) implements Serializable {

    /** Of a frame without cells, or if linking needs no image features. */
    public static final FrameFeatures NONE = new FrameFeatures(new Thumbnail(1, 1, 1, 1, 1, new byte[1]), List.of());

    public FrameFeatures {
        cellFeatures = List.copyOf(cellFeatures);
    }

    /** Whether there are no cell features. */
    public boolean isEmpty() {
        return cellFeatures.isEmpty();
    }
}
