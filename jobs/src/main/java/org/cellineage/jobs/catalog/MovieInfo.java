package org.cellineage.jobs.catalog;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.illumination.FlatFields;
import org.cellineage.predict.PredictedChannel;

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
 * @param channels channel names, those of predicted channels last
 * @param pixelSizeUm side of a pixel in micrometres, NaN if unknown
 * @param frameIntervalS time between frames in seconds, NaN if unknown
 * @param frameCount expected number of frames
 * @param inputHash hash of the locations, sizes and modification times of its files
 * @param inputBytes total size of these files without labels; a file with several movies counts fully for each
 * @param predicted the channels that are not in its files but predicted from others
 * @param flatFieldHash hash of the flat fields by which its intensities are corrected; empty if there are none
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
        long inputBytes,
        List<PredictedChannel> predicted,
        String flatFieldHash)
        implements Serializable {

    public MovieInfo {
        channels = List.copyOf(channels);
        // Segmented batches of earlier versions do not say it.
        predicted = List.copyOf(Optional.ofNullable(predicted).orElse(List.of()));
        flatFieldHash = Optional.ofNullable(flatFieldHash).orElse("");
    }

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
                inputBytes,
                List.of(),
                "");
    }

    /** Returns the same with channels that are predicted from those of its files. */
    public MovieInfo withPredicted(List<PredictedChannel> more) {
        List<String> names = new ArrayList<>(channels);
        more.forEach(channel -> names.add(channel.name()));
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
                inputBytes,
                more,
                flatFieldHash);
    }

    /** Returns the same with intensities that flat fields correct. */
    public MovieInfo corrected(FlatFields fields) {
        return new MovieInfo(
                key,
                input,
                layout,
                source,
                width,
                height,
                pixelType,
                channels,
                pixelSizeUm,
                frameIntervalS,
                frameCount,
                inputHash,
                inputBytes,
                predicted,
                fields.hash());
    }

    /** Duration of some frames in seconds; NaN if unknown. */
    public double seconds(int frames) {
        return frames * frameIntervalS;
    }
}
