package org.cellineage.format;

import java.io.Serializable;
import java.util.OptionalInt;
import org.cellineage.problem.Problem;

/**
 * An ambiguity in the input, or a deliberate omission; reported before processing starts.
 *
 * @param movie the movie concerned, as far as its name reveals it
 * @param frame 0-based frame, or -1 for the whole movie
 * @param problem location, what is ambiguous, and how to resolve it
 */
public record CatalogWarning(MovieKey movie, int frame, Problem problem) implements Serializable {

    /** A warning about a whole movie. */
    public static CatalogWarning ofMovie(MovieKey movie, Problem problem) {
        return new CatalogWarning(movie, -1, problem);
    }

    /** The frame concerned; empty for the whole movie. */
    public OptionalInt frameNumber() {
        return frame < 0 ? OptionalInt.empty() : OptionalInt.of(frame);
    }

    /** The warning on one line, for logs and reports. */
    public String text() {
        String concerned = movie.id() + (frame < 0 ? "" : " frame " + frame);
        return concerned + ": " + problem.cause() + " " + problem.remedy() + " (" + problem.where() + ")";
    }
}
