package org.cellineage.jobs.catalog;

import java.io.Serializable;
import java.util.List;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;

/**
 * Information about the source of a movie, without the locations of its frames.
 *
 * @param key plate, well and site
 * @param input location that was given as input
 * @param layout layout in which it was read
 * @param source file or folder of the movie
 * @param width number of columns in pixels
 * @param height number of rows in pixels
 * @param pixelType type of the samples
 * @param channels channel names
 * @param pixelSizeUm side of a pixel in micrometres, NaN if unknown
 * @param frameIntervalS time between frames in seconds, NaN if unknown
 * @param frameCount expected number of frames
 * @param inputHash hash of the locations, sizes and modification times of its files
 * @param inputBytes total size of these files without labels; a file with several movies counts fully for each
 */
public record MovieInfo(
        MovieKey key,
        String input,
        String layout,
        String source,
        int width,
        int height,
        String pixelType,
        List<String> channels,
        double pixelSizeUm,
        double frameIntervalS,
        int frameCount,
        String inputHash,
        long inputBytes)
        implements Serializable {

    static MovieInfo of(Movie movie, String input, String layout, String inputHash, long inputBytes) {
        return new MovieInfo(
                movie.key(),
                input,
                layout,
                movie.source(),
                movie.width(),
                movie.height(),
                movie.pixelType().name().toLowerCase(java.util.Locale.ROOT),
                movie.channels(),
                movie.calibration().pixelSizeUm(),
                movie.calibration().frameIntervalS(),
                movie.frameCount(),
                inputHash,
                inputBytes);
    }

    /** Returns the same with other channels, such as one that is predicted. */
    public MovieInfo withChannels(List<String> names) {
        return new MovieInfo(
                key,
                input,
                layout,
                source,
                width,
                height,
                pixelType,
                names,
                pixelSizeUm,
                frameIntervalS,
                frameCount,
                inputHash,
                inputBytes);
    }

    /** Duration of some frames in seconds; NaN if unknown. */
    public double seconds(int frames) {
        return frames * frameIntervalS;
    }
}
