package org.cellineage.jobs.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.segmented.Segmentation;
import org.cellineage.jobs.store.PublishedMovie;

/**
 * Decides for each movie whether a run processes it or leaves it as published.
 *
 * @param movies movies to process, sorted by key
 * @param failures failures of these movies, and of inputs that cannot be used
 * @param unchanged number of movies skipped because nothing has changed
 * @param processed keys of the movies to process and of those that failed
 * @param kept by plate, published movies that remain in wells whose rows the run replaces
 * @param vanished by plate, wells with published movies that are no longer in the input
 */
public record WorkPlan(
        List<Movie> movies,
        List<Failure> failures,
        int unchanged,
        Set<MovieKey> processed,
        Map<String, Set<MovieKey>> kept,
        Map<String, Set<String>> vanished) {

    /**
     * Makes the plan.
     *
     * @param published published movies of the input's plates
     * @param segmentation segmentation of this run
     * @param configHash configuration hash of this run
     * @param corrections hash of the corrections of each movie that has any
     */
    public static WorkPlan of(
            InputCatalog catalog,
            MovieSelection selection,
            List<PublishedMovie> published,
            Segmentation segmentation,
            String configHash,
            Map<MovieKey, String> corrections) {
        Map<MovieKey, PublishedMovie> shown = new HashMap<>();
        published.forEach(movie -> shown.put(movie.key(), movie));
        Set<MovieKey> known = catalog.keys();
        Set<MovieKey> named = new TreeSet<>(known);
        named.addAll(catalog.leftOut());
        selection.requireAll(named);

        Set<MovieKey> processed = new HashSet<>();
        int unchanged = 0;
        List<Movie> movies = new ArrayList<>();
        for (MovieKey key : known) {
            PublishedMovie before = shown.get(key);
            MovieInfo info = catalog.infos().get(key);
            boolean chosen =
                    selection.names(key) && (!selection.retryFailed() || (before != null && before.hasFailures()));
            boolean same = info != null
                    && before != null
                    && before.isGood()
                    && before.inputHash().equals(info.inputHash())
                    && before.configHash().equals(configHash)
                    && before.modelHash().equals(segmentation.modelHash())
                    && before.linkModelHash().equals(segmentation.linkModelHash())
                    && before.softwareVersion().equals(segmentation.softwareVersion())
                    && before.correctionsHash().equals(corrections.getOrDefault(key, ""));
            if (chosen && (!same || selection.force() || selection.retryFailed())) {
                processed.add(key);
            } else if (chosen) {
                unchanged++;
            }
        }
        for (Movie movie : catalog.movies()) {
            if (processed.contains(movie.key())) {
                movies.add(movie);
            }
        }
        List<Failure> failures = new ArrayList<>();
        for (Failure failure : catalog.failures()) {
            if (processed.contains(failure.movie()) || failure.movie().equals(Failure.UNKNOWN_MOVIE)) {
                failures.add(failure);
            }
        }
        return new WorkPlan(
                movies,
                failures,
                unchanged,
                processed,
                kept(published, processed, selection.isPart() ? null : known),
                selection.isPart() ? Map.of() : vanished(published, known));
    }

    /** The plan of a run that only tracks: all other movies are kept. */
    public static WorkPlan ofSegmented(
            Set<MovieKey> processed, List<Failure> failures, List<PublishedMovie> published) {
        return new WorkPlan(List.of(), failures, 0, processed, kept(published, processed, null), Map.of());
    }

    /** Whether there is nothing to do. */
    boolean isEmpty() {
        return movies.isEmpty() && failures.isEmpty() && vanished.isEmpty();
    }

    private static Map<String, Set<MovieKey>> kept(
            List<PublishedMovie> published,
            Set<MovieKey> processed,
            @org.jspecify.annotations.Nullable Set<MovieKey> known) {
        Map<String, Set<MovieKey>> kept = new TreeMap<>();
        for (PublishedMovie movie : published) {
            MovieKey key = movie.key();
            if (!processed.contains(key) && (known == null || known.contains(key))) {
                kept.computeIfAbsent(key.plate(), plate -> new TreeSet<>()).add(key);
            }
        }
        return kept;
    }

    private static Map<String, Set<String>> vanished(List<PublishedMovie> published, Set<MovieKey> known) {
        Set<String> wells = new HashSet<>();
        known.forEach(key -> wells.add(key.plate() + "/" + key.well()));
        Map<String, Set<String>> vanished = new TreeMap<>();
        for (PublishedMovie movie : published) {
            MovieKey key = movie.key();
            if (!known.contains(key) && wells.contains(key.plate() + "/" + key.well())) {
                vanished.computeIfAbsent(key.plate(), plate -> new TreeSet<>()).add(key.well());
            }
        }
        return vanished;
    }
}
