package org.cellineage.jobs.segmented;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.run.Failure;
import org.cellineage.problem.BadConfigurationException;

/**
 * What the segmentation stage has of the movies of a run.
 *
 * @param index where their frames are
 * @param movies those that can be tracked
 * @param failures of all of them
 */
public record Segmented(SegmentedStore.Index index, Map<MovieKey, SegmentedMovie> movies, List<Failure> failures) {

    /**
     * The movies of a run out of all.
     *
     * @param more failures that no batch holds, such as of inputs that are no movie
     */
    public static Segmented of(SegmentedStore.Index index, Set<MovieKey> processed, List<Failure> more) {
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
        Set<Failure> known = new HashSet<>(failures);
        more.stream().filter(known::add).forEach(failures::add);
        failures.sort(Failure.ORDER);
        return new Segmented(index, usable, failures);
    }

    /**
     * Makes sure that a linker with that model finds all that it needs in the frames.
     *
     * @param modelHash empty where the linker has no model
     * @param output where the frames are, as the user knows it
     * @throws BadConfigurationException where it does not
     */
    public void requireServes(String modelHash, String output) {
        List<MovieKey> others = movies.keySet().stream()
                .filter(key -> !batchOf(key).segmentation().serves(modelHash))
                .toList();
        if (!others.isEmpty()) {
            boolean without =
                    batchOf(others.get(0)).segmentation().linkModelHash().isEmpty();
            throw new BadConfigurationException(
                    output,
                    others.size() + " of " + movies.size() + " movies, "
                            + others.get(0).id()
                            + " for one, were segmented "
                            + (without ? "without a linking model." : "with another linking model."),
                    "Segment them again with these settings ('segment' or 'run' with the same output), or track with"
                            + " the settings they were segmented with"
                            + (without ? ": --set linking.method=geometric." : "."));
        }
    }

    /** The batch that counts for a movie. */
    public SegmentedBatch batchOf(MovieKey key) {
        SegmentedBatch batch = index.batches().get(key);
        if (batch == null) {
            throw new IllegalArgumentException("not segmented: " + key.id());
        }
        return batch;
    }
}
