package org.cellineage.jobs.published;

import java.io.Serializable;
import java.util.List;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.predict.PredictedChannel;

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
 * @param predicted the channels that are not in its files but predicted from others
 * @param flatFieldHash hash of the flat fields by which its intensities are corrected; empty if there are none
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
        List<PredictedChannel> predicted,
        String flatFieldHash)
        implements Serializable {

    public TableMovie {
        predicted = List.copyOf(predicted);
    }

    /** The row of a movie. */
    public static TableMovie of(MovieInfo info, String runId, long cells) {
        return new TableMovie(
                info.key(),
                info.input(),
                info.layout(),
                info.source(),
                runId,
                info.frameCount(),
                info.width(),
                info.height(),
                cells,
                info.predicted(),
                info.flatFieldHash());
    }

    /** Name of a CTC sequence for this movie: {@code B02_s1}, or the site if there is no well. */
    public String sequence() {
        return key.well().equals(MovieKey.NO_WELL) ? key.site() : key.well() + "_s" + key.site();
    }
}
