package org.cellineage.jobs.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cellineage.format.MovieKey;

/**
 * What the segmentation stage has of the movies of a run.
 *
 * @param index where their frames are
 * @param movies those that can be tracked
 * @param failures of all of them
 */
record Segmented(SegmentedStore.Index index, Map<MovieKey, SegmentedMovie> movies, List<Failure> failures) {

    /**
     * The movies of a run out of all.
     *
     * @param more failures that no batch holds, such as of inputs that are no movie
     */
    static Segmented of(SegmentedStore.Index index, Set<MovieKey> processed, List<Failure> more) {
        Map<MovieKey, SegmentedMovie> usable = new TreeMap<>();
        List<Failure> failures = new ArrayList<>();
        for (MovieKey key : processed) {
            SegmentedMovie movie = index.movies().get(key);
            if (movie != null) {
                failures.addAll(movie.failures());
                if (movie.usable()) {
                    usable.put(key, movie);
                }
            }
        }
        index.lost().stream()
                .filter(failure -> processed.contains(failure.movie()))
                .forEach(failures::add);
        more.stream().filter(failure -> !failures.contains(failure)).forEach(failures::add);
        failures.sort(Failure.ORDER);
        return new Segmented(index, usable, failures);
    }
}
