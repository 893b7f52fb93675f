package org.cellineage.cell;

import java.io.Serializable;
import java.util.List;

/**
 * What learned linking needs to know of the pixels of a frame once these are gone.
 *
 * @param thumbnail of the frame
 * @param descriptions of its cells, in their order
 */
public record FrameLooks(Thumbnail thumbnail, List<CellDescription> descriptions) implements Serializable {

    /** Of a frame without cells, and where linking looks at no pixels. */
    public static final FrameLooks NONE = new FrameLooks(new Thumbnail(1, 1, 1, 1, 1, new byte[1]), List.of());

    public FrameLooks {
        descriptions = List.copyOf(descriptions);
    }
}
