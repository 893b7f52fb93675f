package org.cellineage.format;

import java.io.Serializable;
import org.cellineage.config.Doc;

/** How ambiguous TIFF files are read. */
public record TiffOptions(
        @Doc("How colour images are read: channels (red, green, blue) or grey (one channel).")
        Rgb rgb) implements Serializable {

    /** Colour images have three channels. */
    public static final TiffOptions DEFAULTS = new TiffOptions(Rgb.CHANNELS);

    /** Handling of colour images. */
    public enum Rgb {
        /** Three channels: red, green, blue. */
        CHANNELS,
        /** One channel, the luminance. */
        GREY
    }
}
