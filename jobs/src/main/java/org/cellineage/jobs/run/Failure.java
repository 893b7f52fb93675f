package org.cellineage.jobs.run;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.zip.ZipException;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.Problem;

/**
 * A row of the failures table.
 *
 * @param movie the movie, as far as known
 * @param frame 0-based frame, -1 where the whole movie is concerned
 * @param stage catalog, segment or track
 * @param problem where, why, and how to fix it
 * @param passing whether the same try may succeed later with nothing changed, as after a fault of the network
 */
public record Failure(MovieKey movie, int frame, String stage, Problem problem, boolean passing)
        implements Serializable {

    /** A failure that does not pass by itself. */
    public Failure(MovieKey movie, int frame, String stage, Problem problem) {
        this(movie, frame, stage, problem, false);
    }

    /** Causes may go in a circle. */
    private static final int MAX_CAUSES = 20;

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

    /**
     * Whether what failed by an exception may succeed later with nothing changed: where storage refused or broke off, not
     * where a file ends too early or holds something else than it should.
     */
    public static boolean mayPass(Throwable failure) {
        Throwable cause = failure;
        boolean storage = false;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof EOFException || cause instanceof ZipException) {
                return false;
            }
            storage |= cause instanceof IOException;
            cause = cause.getCause();
        }
        return storage;
    }

    /** Whether the whole movie is lost. */
    public boolean losesMovie() {
        return frame < 0;
    }
}
