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
 * @param frame 0-based frame, -1 for the whole movie
 * @param stage catalog, segment, track or correct
 * @param problem location, cause and fix
 * @param passing whether the failure may be transient, such as a network fault, so that a retry may succeed without
 *     changes
 */
public record Failure(MovieKey movie, int frame, String stage, Problem problem, boolean passing)
        implements Serializable {

    /** Creates a failure that is not transient. */
    public Failure(MovieKey movie, int frame, String stage, Problem problem) {
        this(movie, frame, stage, problem, false);
    }

    /** The stage in which corrections are applied. */
    public static final String CORRECT_STAGE = "correct";

    /** Causes may be cyclic. */
    private static final int MAX_CAUSES = 20;

    /** Stands for an input in which no movie was found. */
    public static final MovieKey UNKNOWN_MOVIE = new MovieKey(MovieKey.DEFAULT_PLATE, MovieKey.NO_WELL, "-");

    /** By movie, frame and location. */
    public static final Comparator<Failure> ORDER = Comparator.comparing(Failure::movie)
            .thenComparingInt(Failure::frame)
            .thenComparing(f -> f.problem().where())
            .thenComparing(f -> f.problem().cause());

    /** An error that should not have happened; the user can only report it. */
    public static Problem internalError(String where, Exception fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return new Problem(
                where,
                "Internal error: " + fault + (trace.length == 0 ? "" : " at " + trace[0]) + ".",
                "Report this row together with the file; leave the file out for now.");
    }

    /**
     * Whether an exception may be transient: if storage refused access or a connection broke, but not if a file is
     * truncated or has unexpected contents.
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
