package org.cellineage.format;

import java.io.Serializable;
import java.util.List;
import org.cellineage.image.PixelType;

/**
 * A movie as described by its headers; no pixels have been read.
 *
 * @param key plate, well and site
 * @param source the file or folder in which it was found
 * @param width number of columns in pixels
 * @param height number of rows in pixels
 * @param pixelType type of the samples
 * @param channels channel names; {@code channel0}, {@code channel1}, … if the files do not name them
 * @param calibration pixel size and frame interval, if known
 * @param frameCount expected number of frames: the last frame number + 1
 * @param frames existing frames by ascending frame number; missing ones are omitted
 */
public record Movie(
        MovieKey key,
        String source,
        int width,
        int height,
        PixelType pixelType,
        List<String> channels,
        Calibration calibration,
        int frameCount,
        List<FrameRef> frames)
        implements Serializable {

    public Movie {
        channels = List.copyOf(channels);
        frames = List.copyOf(frames);
    }

    /** Returns the movie with another calibration. */
    public Movie calibrated(Calibration other) {
        return new Movie(key, source, width, height, pixelType, channels, other, frameCount, frames);
    }
}
