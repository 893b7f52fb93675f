package org.cellineage.format.labels;

import java.util.Optional;
import org.cellineage.format.MovieKey;
import org.cellineage.format.spots.SpotGrid;

/**
 * A movie as the tables describe it, without the files of its frames.
 *
 * @param key plate, well and site
 * @param source file or folder in which it was found
 * @param frameCount number of frames, including failed ones
 * @param grid its pixels; without them, outlines in files cannot become its labels
 */
public record KnownMovie(MovieKey key, String source, int frameCount, Optional<SpotGrid> grid) {

    /** A movie whose labels must be images. */
    public KnownMovie(MovieKey key, String source, int frameCount) {
        this(key, source, frameCount, Optional.empty());
    }

    /** Columns of a frame in pixels; 0 if unknown. */
    int width() {
        return grid.map(SpotGrid::width).orElse(0);
    }

    /** Rows of a frame in pixels; 0 if unknown. */
    int height() {
        return grid.map(SpotGrid::height).orElse(0);
    }
}
