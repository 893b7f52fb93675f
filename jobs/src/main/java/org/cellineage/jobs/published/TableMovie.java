package org.cellineage.jobs.published;

import java.io.Serializable;
import java.util.List;
import org.cellineage.format.MovieKey;

/**
 * A row of the movies table.
 *
 * @param key plate, well and site
 * @param input location that was given as input when the movie was read
 * @param layout layout in which it was read
 * @param source file or folder from which it was read
 * @param runId run that processed it
 * @param frameCount number of frames
 * @param width number of columns in pixels
 * @param height number of rows in pixels
 * @param cells number of cells in all frames
 * @param channels channel names, in order
 * @param pixelSizeUm side length of a pixel in µm; NaN if unknown
 * @param frameIntervalS time between frames in seconds; NaN if unknown
 */
public record TableMovie(
        MovieKey key,
        String input,
        String layout,
        String source,
        String runId,
        int frameCount,
        int width,
        int height,
        long cells,
        List<String> channels,
        double pixelSizeUm,
        double frameIntervalS)
        implements Serializable {

    public TableMovie {
        channels = List.copyOf(channels);
    }

    /** Name of a CTC sequence for this movie: {@code B02_s1}, or the site if there is no well. */
    public String sequence() {
        return key.well().equals(MovieKey.NO_WELL) ? key.site() : key.well() + "_s" + key.site();
    }
}
