package org.cellineage.format;

import java.io.Serializable;
import org.cellineage.config.Doc;

/** How a TIFF file is to be taken where there is a choice. */
public record TiffOptions(
        @Doc("How colour images are read: channels (red, green, blue) or grey (one channel).")
        Rgb rgb) implements Serializable {

    /** Colour pictures have three channels. */
    public static final TiffOptions DEFAULTS = new TiffOptions(Rgb.CHANNELS);

    /** What becomes of colour pictures. */
    public enum Rgb {
        /** Three channels: red, green, blue. */
        CHANNELS,
        /** One channel, the mix of the three that looks as bright. */
        GREY
    }
}
