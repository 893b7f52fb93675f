package org.cellineage.segment.network;

import java.io.Serializable;
import java.util.function.Supplier;
import org.tensorflow.proto.ConfigProto;

/**
 * How the nuclei's typical diameter of a movie is found, ready to be sent to where frames are looked at.
 *
 * @param model finds it
 * @param options say where to look, and may give the diameter
 */
public record DiameterSearch(SegmentationModel model, NetworkOptions options) implements Serializable {

    /** The diameter that the user gave for movies of that pixel size, in pixels; NaN where it is to be found. */
    public double givenPx(double pixelSizeUm) {
        return options.givenDiameterPx(pixelSizeUm);
    }

    /** Frames of a movie to look at. */
    public int frames() {
        return options.probeFrames();
    }

    /** Channel to look at, counted from 0. */
    public int channel() {
        return options.channel();
    }

    /**
     * Opens what finds it; networks are opened once a process.
     *
     * @param session how a network that is opened uses the machine
     */
    public DiameterFinder open(Supplier<ConfigProto> session) {
        return model.sharedDiameterFinder(options, session);
    }
}
