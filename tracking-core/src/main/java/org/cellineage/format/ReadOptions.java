package org.cellineage.format;

import java.io.Serializable;
import org.cellineage.format.tiff.TiffOptions;

/**
 * How movies are read where their files leave a choice.
 *
 * @param zPlanes what becomes of several z planes of a frame
 * @param tiff what becomes of colours in TIFF files
 */
public record ReadOptions(ZPlanes zPlanes, TiffOptions tiff) implements Serializable {

    /** Several z planes are refused, and colours are channels. */
    public static final ReadOptions DEFAULTS = new ReadOptions(ZPlanes.REFUSE, TiffOptions.DEFAULTS);

    /** The defaults, but for z planes. */
    public static ReadOptions of(ZPlanes zPlanes) {
        return new ReadOptions(zPlanes, TiffOptions.DEFAULTS);
    }
}
