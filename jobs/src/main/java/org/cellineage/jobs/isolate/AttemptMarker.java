package org.cellineage.jobs.isolate;

import java.util.Optional;

/**
 * The name of a small file that says that a task is at a movie. The task removes it when it is done with the movie, so
 * that one whose task has ended tells of a process that ended without a word.
 *
 * @param movie hash of the movie's name
 * @param stage what is done with it
 * @param version hash of all that the stage's outcome depends on; marks of another version do not count
 * @param kind how the movie is worked on
 * @param task the run and the number of the task in its job
 * @param attempt tells attempts at the task apart
 */
record AttemptMarker(String movie, String stage, String version, Kind kind, String task, String attempt) {

    /** What a mark says. */
    enum Kind {
        /** The movie is worked on beside others: if the process ends, it may be any of them. */
        TOGETHER,
        /** The movie was left for later, because a process had ended that was at it. */
        LEFT,
        /** Nothing but this movie is worked on: if the process ends, it is this movie. */
        ALONE,
        /** The movie has taken too long. */
        LATE
    }

    private static final int PARTS = 6;

    String fileName() {
        return String.join("_", movie, stage, version, kind.name(), task, attempt);
    }

    /** The mark of a file; empty for a file that is none. */
    static Optional<AttemptMarker> parse(String fileName) {
        String[] parts = fileName.split("_", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(parts[3])) {
                return Optional.of(new AttemptMarker(parts[0], parts[1], parts[2], kind, parts[4], parts[5]));
            }
        }
        return Optional.empty();
    }

    /** Whether it is of the same movie, stage and version. */
    boolean concerns(MovieStage subject) {
        return movie.equals(subject.movie()) && stage.equals(subject.stage()) && version.equals(subject.version());
    }
}
