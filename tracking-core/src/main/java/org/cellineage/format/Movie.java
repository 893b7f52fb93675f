package org.cellineage.format;

import java.io.Serializable;
import java.util.List;
import org.cellineage.image.PixelType;

/**
 * One movie as its headers describe it, no pixel read.
 *
 * @param key plate, well and site
 * @param source the file or folder it was found in
 * @param width columns, pixels
 * @param height rows, pixels
 * @param pixelType how samples are stored
 * @param channels channel names, {@code channel0}, {@code channel1}, … where the files name none
 * @param calibration pixel size and frame interval where known
 * @param frameCount frames the movie should have: the last frame number + 1
 * @param frames the frames that are there, ascending by frame number; numbers that are missing lack here
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

    /** The same movie with another calibration. */
    public Movie calibrated(Calibration other) {
        return new Movie(key, source, width, height, pixelType, channels, other, frameCount, frames);
    }
}
