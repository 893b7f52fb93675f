package org.cellineage.format;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;
import org.cellineage.problem.Problem;

/**
 * A part of the input that cannot be used; processing continues without it.
 *
 * @param movie the movie concerned, as far as its name reveals it
 * @param frame 0-based frame, or -1 for the whole movie
 * @param problem location, cause and fix
 */
public record CatalogFailure(MovieKey movie, int frame, Problem problem) implements Serializable {

    /** A movie that cannot be used. */
    public static CatalogFailure ofMovie(MovieKey movie, Problem problem) {
        return new CatalogFailure(movie, -1, problem);
    }

    /** A frame that is missing or cannot be used; the rest of the movie is processed. */
    public static CatalogFailure ofFrame(MovieKey movie, int frame, Problem problem) {
        return new CatalogFailure(movie, frame, problem);
    }

    /** The frame concerned; empty for the whole movie. */
    public OptionalInt frameNumber() {
        return frame < 0 ? OptionalInt.empty() : OptionalInt.of(frame);
    }

    /** The movie, if all of it is unusable. */
    public Optional<MovieKey> lostMovie() {
        return frame < 0 ? Optional.of(movie) : Optional.empty();
    }
}
