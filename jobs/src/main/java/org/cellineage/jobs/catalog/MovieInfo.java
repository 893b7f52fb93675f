package org.cellineage.jobs.catalog;

import java.io.Serializable;
import java.util.List;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;

/**
 * What the tables say of a movie's source; a movie without its frames' places.
 *
 * @param key plate, well and site
 * @param input the location that was given as input
 * @param layout the layout it was read in
 * @param source the movie's file or folder
 * @param width columns, pixels
 * @param height rows, pixels
 * @param pixelType how samples are stored
 * @param channels channel names
 * @param pixelSizeUm side of a pixel in micrometres, NaN where unknown
 * @param frameIntervalS time between frames in seconds, NaN where unknown
 * @param frameCount frames it should have
 * @param inputHash hash of the files' places, sizes and times
 * @param inputBytes size of these files without their labels; a file that holds several movies counts whole
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

    /** How long some frames take, seconds; NaN where unknown. */
    public double seconds(int frames) {
        return frames * frameIntervalS;
    }
}
