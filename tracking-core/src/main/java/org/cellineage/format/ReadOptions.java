package org.cellineage.format;

import java.io.Serializable;
import org.cellineage.config.Doc;

/**
 * How movies are read where their files leave a choice.
 *
 * @param zPlanes what becomes of several z planes of a frame
 * @param tiff what becomes of colours in TIFF files
 */
public record ReadOptions(
        @Doc("What becomes of several z planes of a frame: refuse, max, mean, or the number of one plane.")
        ZPlanes zPlanes,

        @Doc("What becomes of colours in TIFF files.") TiffOptions tiff)
        implements Serializable {

    /** Several z planes are refused, and colours are channels. */
    public static final ReadOptions DEFAULTS = new ReadOptions(ZPlanes.REFUSE, TiffOptions.DEFAULTS);

    /** The defaults, but for z planes. */
    public static ReadOptions of(ZPlanes zPlanes) {
        return new ReadOptions(zPlanes, TiffOptions.DEFAULTS);
    }
}
