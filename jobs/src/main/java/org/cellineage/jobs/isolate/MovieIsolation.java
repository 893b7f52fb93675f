package org.cellineage.jobs.isolate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prevents a movie that crashes its worker (too little memory, a fault in native code) from affecting the others.
 *
 * <p>Tasks mark the movies they work on with files, which outlive the tasks, the executor and the driver. Movies
 * without a marker are processed together. When a process dies, the movies it was working on become suspects, and a
 * retried task, a retried job or a later run skips them. Suspects are then processed one at a time, each in its own
 * job, so that a crash identifies the movie. A movie that has crashed as often as allowed fails; its markers remain, so
 * that later runs do not try it again until its files or settings change or the user asks for it.
 *
 * <p>Runs on the driver, for one stage of a run that has claimed its plates.
 */
public final class MovieIsolation {

    private static final Logger LOG = LoggerFactory.getLogger(MovieIsolation.class);

    private final OutputFolder output;
    private final AttemptMarkers marks;
    private final String runId;
    private final Attempts attempts;
    private final Map<MovieKey, MovieStage> subjects;

    /** Hash of everything the result of the stage depends on, and location of the movie. */
    public record Item(String hash, String source) {}

    /**
     * A job over movies.
     *
     * @param <T> its result
     */
    public interface Work<T> {
        /** Runs the job with tasks that mark their movies; throws any exception if a task fails. */
        T run(List<MovieKey> movies, MovieMarkers marks) throws IOException;
    }

    /**
     * Result of a job over several movies.
     *
     * @param movies the movies that are done
     * @param value result of the job; empty if no movie is done
     */
    public record Done<T>(List<MovieKey> movies, Optional<T> value) {}

    private MovieIsolation(OutputFolder output, String runId, Attempts attempts, Map<MovieKey, MovieStage> subjects) {
        this.output = output;
        this.marks = new AttemptMarkers(output);
        this.runId = runId;
        this.attempts = attempts;
        this.subjects = subjects;
    }

    /**
     * Creates the isolation of a stage.
     *
     * @param stage segment or track
     * @param items its movies
     */
    public static MovieIsolation of(
            OutputFolder output,
            String runId,
            ExecutionConfiguration execution,
            String stage,
            Map<MovieKey, Item> items) {
        Map<MovieKey, MovieStage> subjects = new HashMap<>();
        items.forEach((key, item) -> subjects.put(key, MovieStage.of(key, stage, item.hash(), item.source())));
        return new MovieIsolation(
                output, runId, new Attempts(execution.movieAttempts(), execution.movieTimeLimitSeconds()), subjects);
    }

    /** Removes the markers of movies, so that they are tried again like any other. */
    public static void forgive(OutputFolder output, Collection<MovieKey> movies) throws IOException {
        Map<String, Set<String>> byPlate = new HashMap<>();
        movies.forEach(key ->
                byPlate.computeIfAbsent(key.plate(), plate -> new TreeSet<>()).add(MovieStage.movieHash(key)));
        AttemptMarkers marks = new AttemptMarkers(output);
        for (Map.Entry<String, Set<String>> plate : byPlate.entrySet()) {
            marks.removeAll(plate.getKey(), mark -> plate.getValue().contains(mark.movie()));
        }
    }

    /**
     * Runs a job over the movies that are not suspects. If it fails and new suspects appear, runs it again without
     * them.
     *
     * @return the movies that are done, in the given order; the others are {@link #suspects}
     */
    public <T> Done<T> together(Collection<MovieKey> movies, Work<T> work) throws IOException {
        List<MovieKey> left = withoutSuspects(movies);
        while (!left.isEmpty()) {
            try {
                T value = work.run(left, MovieMarkers.of(output.place(), runId, false, attempts, only(left)));
                List<MovieKey> done = withoutSuspects(left);
                return new Done<>(done, done.isEmpty() ? Optional.empty() : Optional.of(value));
            } catch (Exception e) {
                // Spark throws checked exceptions without declaring them.
                List<MovieKey> sound = withoutSuspects(left);
                if (isNoMoviesFault(e) || sound.size() == left.size()) {
                    throw e;
                }
                LOG.warn(
                        "a job over {} movies failed; {} of them were being processed and are postponed",
                        left.size(),
                        left.size() - sound.size());
                left = sound;
            }
        }
        return new Done<>(List.of(), Optional.empty());
    }

    /** Whether the failure is a user error, or a problem of the driver with the output. */
    private static boolean isNoMoviesFault(Exception failure) {
        return failure instanceof UserException || failure instanceof IOException;
    }

    /** Runs a job over one movie, as often as it may crash its worker; no other job may run at the same time. */
    public <T> T alone(MovieKey movie, Work<T> work) throws IOException {
        MovieStage subject = subject(movie);
        LOG.warn("movie {} was being processed when a worker crashed; it is now processed alone", movie.id());
        while (true) {
            List<AttemptMarker> before = marks.list(subject.plate());
            try {
                T value = work.run(
                        List.of(movie), MovieMarkers.of(output.place(), runId, true, attempts, only(List.of(movie))));
                if (attempts.refusal(subject, marks.list(subject.plate())).isEmpty()) {
                    marks.removeAll(subject.plate(), mark -> mark.movie().equals(subject.movie()));
                }
                return value;
            } catch (Exception e) {
                List<AttemptMarker> after = marks.list(subject.plate());
                boolean tells = Attempts.count(subject, after) > Attempts.count(subject, before)
                        || (attempts.refusal(subject, before).isEmpty()
                                && attempts.refusal(subject, after).isPresent());
                if (isNoMoviesFault(e) || !tells) {
                    throw e;
                }
            }
        }
    }

    /** The movies that must be processed alone, those with the fewest crashes first. */
    public List<MovieKey> suspects(Collection<MovieKey> movies) throws IOException {
        Map<String, List<AttemptMarker>> known = new HashMap<>();
        Map<MovieKey, Integer> counts = new LinkedHashMap<>();
        for (MovieKey movie : new TreeSet<>(movies)) {
            List<AttemptMarker> ofPlate = marks(movie, known);
            if (Attempts.isSuspect(subject(movie), ofPlate)) {
                counts.put(movie, Attempts.count(subject(movie), ofPlate));
            }
        }
        List<MovieKey> suspects = new ArrayList<>(counts.keySet());
        suspects.sort(Comparator.comparing(movie -> counts.getOrDefault(movie, 0)));
        return suspects;
    }

    private List<MovieKey> withoutSuspects(Collection<MovieKey> movies) throws IOException {
        Set<MovieKey> sound = new LinkedHashSet<>(movies);
        suspects(movies).forEach(sound::remove);
        return List.copyOf(sound);
    }

    private List<AttemptMarker> marks(MovieKey movie, Map<String, List<AttemptMarker>> known) throws IOException {
        List<AttemptMarker> ofPlate = known.get(movie.plate());
        if (ofPlate == null) {
            ofPlate = marks.list(movie.plate());
            known.put(movie.plate(), ofPlate);
        }
        return ofPlate;
    }

    private MovieStage subject(MovieKey movie) {
        MovieStage subject = subjects.get(movie);
        if (subject == null) {
            throw new IllegalArgumentException("no movie of this stage: " + movie.id());
        }
        return subject;
    }

    private HashMap<MovieKey, MovieStage> only(Collection<MovieKey> movies) {
        HashMap<MovieKey, MovieStage> chosen = new HashMap<>();
        movies.forEach(movie -> chosen.put(movie, subject(movie)));
        return chosen;
    }
}
