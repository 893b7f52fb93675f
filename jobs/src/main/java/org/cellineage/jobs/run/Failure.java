package org.cellineage.jobs.run;

import java.io.Serializable;
import java.util.Comparator;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.Problem;

/**
 * A row of the failures table.
 *
 * @param movie the movie, as far as known
 * @param frame 0-based frame, -1 where the whole movie is concerned
 * @param stage catalog, segment or track
 * @param problem where, why, and how to fix it
 */
public record Failure(MovieKey movie, int frame, String stage, Problem problem) implements Serializable {

    /** Stands for an input in which no movie could be told. */
    public static final MovieKey UNKNOWN_MOVIE = new MovieKey(MovieKey.DEFAULT_PLATE, MovieKey.NO_WELL, "-");

    /** By movie, frame and place. */
    public static final Comparator<Failure> ORDER = Comparator.comparing(Failure::movie)
            .thenComparingInt(Failure::frame)
            .thenComparing(f -> f.problem().where())
            .thenComparing(f -> f.problem().cause());

    /** Something went wrong that should not have; the user can only report it. */
    public static Problem internalError(String where, Exception fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return new Problem(
                where,
                "Internal error: " + fault + (trace.length == 0 ? "" : " at " + trace[0]) + ".",
                "Report this row together with the file; leave the file out for now.");
    }

    /** Whether the whole movie is lost. */
    public boolean losesMovie() {
        return frame < 0;
    }
}
