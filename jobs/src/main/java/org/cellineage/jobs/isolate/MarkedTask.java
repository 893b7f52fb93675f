package org.cellineage.jobs.isolate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The movies that a task is working on, each with a marker file that outlives the process. A task that fails removes
 * its markers, except after an {@link Error} such as too little memory, which ends the process too.
 *
 * <p>Used by the task's own thread. A movie that exceeds the time limit is interrupted.
 */
public final class MarkedTask implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MarkedTask.class);
    private static final int MAX_CAUSES = 20;

    /** What to do with a movie. */
    public enum Standing {
        /** Process it. */
        GO,
        /** Skip it silently: the driver will process it later, alone. */
        LEAVE,
        /** It has failed; {@link #refusal} says why. */
        REFUSED
    }

    /**
     * Where a task stores its markers.
     *
     * @param task identifies the task
     * @param attempt identifies this attempt
     * @param looks whether there may be markers of earlier attempts
     */
    record Book(AttemptMarkers folder, String task, String attempt, boolean looks) {}

    /** A movie that is being processed. */
    private record Open(String plate, AttemptMarker mark) {}

    private final Optional<Book> book;
    private final Map<MovieKey, MovieStage> subjects;
    private final Attempts attempts;
    private final boolean alone;
    private final Map<MovieKey, Standing> standings = new HashMap<>();
    private final Map<MovieKey, Problem> refusals = new java.util.concurrent.ConcurrentHashMap<>();
    private final Map<MovieKey, Open> open = new HashMap<>();
    private final Map<String, List<AttemptMarker>> before = new HashMap<>();
    private final Optional<ScheduledExecutorService> watch;
    private Optional<MovieKey> late = Optional.empty();
    private boolean keepsMarks;
    private boolean closed;

    MarkedTask(Optional<Book> book, Map<MovieKey, MovieStage> subjects, Attempts attempts, boolean alone) {
        this.book = book;
        this.subjects = subjects;
        this.attempts = attempts;
        this.alone = alone;
        this.watch = book.isPresent() && attempts.seconds() > 0
                ? Optional.of(Executors.newSingleThreadScheduledExecutor(work -> {
                    Thread thread = new Thread(work, "cellineage-movie-time");
                    thread.setDaemon(true);
                    return thread;
                }))
                : Optional.empty();
    }

    /** Starts or resumes a movie; its marker exists before this returns. */
    public synchronized Standing begin(MovieKey movie) {
        requireInTime();
        Standing known = standings.get(movie);
        if (known == null) {
            try {
                known = book.isPresent() ? firstSight(movie, book.get()) : Standing.GO;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            standings.put(movie, known);
        }
        return known;
    }

    private Standing firstSight(MovieKey movie, Book marks) throws IOException {
        MovieStage subject = subjects.get(movie);
        if (subject == null) {
            throw new IllegalArgumentException("no movie of this job: " + movie.id());
        }
        if (marks.looks()) {
            List<AttemptMarker> all = marksBefore(subject.plate(), marks);
            Optional<Problem> refusal = attempts.refusal(subject, all);
            if (refusal.isPresent()) {
                refusals.put(movie, refusal.get());
                return Standing.REFUSED;
            }
            boolean endedThisTask = all.stream()
                    .anyMatch(mark -> mark.concerns(subject)
                            && mark.task().equals(marks.task())
                            && !mark.attempt().equals(marks.attempt()));
            if (!alone && endedThisTask) {
                // A marker of its own: the existing one may be removed if its process turns out to be alive.
                marks.folder().put(subject.plate(), mark(subject, AttemptMarker.Kind.LEFT, marks), movie.id());
                return Standing.LEAVE;
            }
        }
        AttemptMarker mark = mark(subject, alone ? AttemptMarker.Kind.ALONE : AttemptMarker.Kind.TOGETHER, marks);
        marks.folder().put(subject.plate(), mark, movie.id());
        open.put(movie, new Open(subject.plate(), mark));
        watch.ifPresent(clock -> {
            Thread worker = Thread.currentThread();
            var unused = clock.schedule(() -> tooLong(movie, worker), attempts.seconds(), TimeUnit.SECONDS);
        });
        return Standing.GO;
    }

    private List<AttemptMarker> marksBefore(String plate, Book marks) throws IOException {
        List<AttemptMarker> known = before.get(plate);
        if (known == null) {
            known = marks.folder().list(plate);
            before.put(plate, known);
        }
        return known;
    }

    private static AttemptMarker mark(MovieStage subject, AttemptMarker.Kind kind, Book marks) {
        return new AttemptMarker(
                subject.movie(), subject.stage(), subject.version(), kind, marks.task(), marks.attempt());
    }

    /** Why a movie is {@link Standing#REFUSED}; thread-safe. */
    public Optional<Problem> refusal(MovieKey movie) {
        return Optional.ofNullable(refusals.get(movie));
    }

    /** Finishes a movie. */
    public synchronized void end(MovieKey movie) {
        requireInTime();
        remove(movie);
    }

    private void remove(MovieKey movie) {
        Open mark = open.remove(movie);
        if (mark != null && book.isPresent()) {
            try {
                book.get().folder().remove(mark.plate(), mark.mark());
            } catch (IOException | RuntimeException e) {
                // If the marker remains, the movie is merely processed again, alone.
                LOG.warn("the marker of movie {} could not be removed: {}", movie.id(), e.toString());
            }
        }
    }

    private synchronized void tooLong(MovieKey movie, Thread worker) {
        MovieStage subject = subjects.get(movie);
        if (!open.containsKey(movie) || closed || subject == null) {
            return;
        }
        LOG.warn("movie {} takes longer than {} s; it is skipped", movie.id(), attempts.seconds());
        book.ifPresent(marks -> {
            try {
                marks.folder().put(subject.plate(), mark(subject, AttemptMarker.Kind.LATE, marks), movie.id());
                late = Optional.of(movie);
                worker.interrupt();
            } catch (IOException | RuntimeException e) {
                // Without a marker, the task would just be started again.
                LOG.warn("movie {} could not be marked as late: {}", movie.id(), e.toString());
            }
        });
    }

    private void requireInTime() {
        if (late.isPresent()) {
            throw new IllegalStateException("movie " + late.get().id() + " took longer than execution.movie_time_limit_"
                    + "seconds, " + attempts.seconds() + " s");
        }
    }

    /** Records how the task failed: an error may have ended the process before it could remove its markers. */
    synchronized void failed(Throwable cause) {
        Throwable next = cause;
        for (int i = 0; next != null && i < MAX_CAUSES; i++) {
            keepsMarks |= next instanceof Error;
            next = next.getCause();
        }
    }

    /** Ends the task. */
    @Override
    public synchronized void close() {
        closed = true;
        watch.ifPresent(ScheduledExecutorService::shutdownNow);
        if (!keepsMarks) {
            // An interrupted task must still be able to write.
            boolean interrupted = Thread.interrupted();
            List.copyOf(open.keySet()).forEach(this::remove);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
