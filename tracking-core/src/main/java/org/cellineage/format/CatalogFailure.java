package org.cellineage.format;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;
import org.cellineage.problem.Problem;

/**
 * Something in the input that cannot be used; the rest of the input goes on without it.
 *
 * @param movie the movie concerned, as far as its name tells
 * @param frame 0-based frame, or -1 where the whole movie is concerned
 * @param problem where, why, and how to fix it
 */
public record CatalogFailure(MovieKey movie, int frame, Problem problem) implements Serializable {

    /** A whole movie cannot be used. */
    public static CatalogFailure ofMovie(MovieKey movie, Problem problem) {
        return new CatalogFailure(movie, -1, problem);
    }

    /** One frame is missing or cannot be used; the movie goes on without it. */
    public static CatalogFailure ofFrame(MovieKey movie, int frame, Problem problem) {
        return new CatalogFailure(movie, frame, problem);
    }

    /** The frame concerned, empty where the whole movie is. */
    public OptionalInt frameNumber() {
        return frame < 0 ? OptionalInt.empty() : OptionalInt.of(frame);
    }

    /** The movie, where it is unusable as a whole. */
    public Optional<MovieKey> lostMovie() {
        return frame < 0 ? Optional.of(movie) : Optional.empty();
    }
}
