package org.cellineage.segment.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.Supplier;
import org.tensorflow.proto.ConfigProto;

/**
 * How the typical diameter of the nuclei or cells of a movie is found, in a form that can be sent to where frames are read.
 *
 * @param model finds the diameter
 * @param options determine the frames to use, and may give the diameter
 */
public record DiameterSearch(SegmentationModel model, NetworkOptions options) implements Serializable {

    /** The configured diameter for movies with this pixel size, in pixels; NaN if it must be found. */
    public double givenPx(double pixelSizeUm) {
        return options.givenDiameterPx(pixelSizeUm);
    }

    /** Number of frames of a movie to use. */
    public int frames() {
        return options.probeFrames();
    }

    /** The diameter of a movie in which these were found, in any order: their median; NaN if there are none. */
    public static double ofMovie(double[] found) {
        double[] sorted = found.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return last < 0 ? Double.NaN : (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
    }

    /**
     * Opens the diameter finder; networks are opened once per process.
     *
     * @param session configures how a network that is opened uses the machine
     */
    public DiameterFinder open(Supplier<ConfigProto> session) {
        return model.sharedDiameterFinder(options, session);
    }
}
