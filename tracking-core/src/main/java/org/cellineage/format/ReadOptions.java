package org.cellineage.format;

import java.io.Serializable;
import org.cellineage.config.Doc;

/**
 * How ambiguous files are read.
 *
 * @param zPlanes handling of multiple z planes per frame
 * @param tiff handling of colour in TIFF files
 */
public record ReadOptions(
        @Doc("What becomes of several z planes of a frame: refuse, max, mean, or the number of one plane.")
        ZPlanes zPlanes,

        @Doc("What becomes of colours in TIFF files.") TiffOptions tiff)
        implements Serializable {

    /** Multiple z planes are refused, and colours become channels. */
    public static final ReadOptions DEFAULTS = new ReadOptions(ZPlanes.REFUSE, TiffOptions.DEFAULTS);

    /** The defaults except for z planes. */
    public static ReadOptions of(ZPlanes zPlanes) {
        return new ReadOptions(zPlanes, TiffOptions.DEFAULTS);
    }
}
