package org.cellineage.format;

import java.io.Serializable;
import java.util.OptionalInt;
import org.cellineage.problem.Problem;

/**
 * Something in the input that was read, but could also mean something else, or that was left out on purpose; said before
 * any work.
 *
 * @param movie the movie concerned, as far as its name tells
 * @param frame 0-based frame, or -1 where the whole movie is concerned
 * @param problem where, what is doubtful, and what would settle it
 */
public record CatalogWarning(MovieKey movie, int frame, Problem problem) implements Serializable {

    /** A warning about a whole movie. */
    public static CatalogWarning ofMovie(MovieKey movie, Problem problem) {
        return new CatalogWarning(movie, -1, problem);
    }

    /** The frame concerned, empty where the whole movie is. */
    public OptionalInt frameNumber() {
        return frame < 0 ? OptionalInt.empty() : OptionalInt.of(frame);
    }

    /** The whole in one line, for logs and reports. */
    public String text() {
        String concerned = movie.id() + (frame < 0 ? "" : " frame " + frame);
        return concerned + ": " + problem.cause() + " " + problem.remedy() + " (" + problem.where() + ")";
    }
}
