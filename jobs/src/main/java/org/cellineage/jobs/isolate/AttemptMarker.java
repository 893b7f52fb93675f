package org.cellineage.jobs.isolate;

import java.util.Optional;

/**
 * The name of a small marker file that says that a task is working on a movie. The task removes it when it has finished
 * the movie, so a marker whose task has ended shows that its process died.
 *
 * @param movie hash of the movie's name
 * @param stage stage that processes it
 * @param version hash of everything the result depends on; markers with other versions are ignored
 * @param kind how the movie is processed
 * @param task the run and the number of the task in its job
 * @param attempt distinguishes attempts of the task
 */
record AttemptMarker(String movie, String stage, String version, Kind kind, String task, String attempt) {

    /** Meaning of a marker. */
    enum Kind {
        /** The movie is processed together with others: if the process dies, any of them may be the cause. */
        TOGETHER,
        /** The movie was postponed, because a process that worked on it died. */
        LEFT,
        /** Only this movie is processed: if the process dies, it is the cause. */
        ALONE,
        /** The movie has exceeded the time limit. */
        LATE
    }

    private static final int PARTS = 6;

    String fileName() {
        return String.join("_", movie, stage, version, kind.name(), task, attempt);
    }

    /** Parses a file name; empty if it is not a marker. */
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

    /** Whether it has the same movie, stage and version. */
    boolean concerns(MovieStage subject) {
        return movie.equals(subject.movie()) && stage.equals(subject.stage()) && version.equals(subject.version());
    }
}
