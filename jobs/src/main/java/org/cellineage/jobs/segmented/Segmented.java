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
 * The result of the segmentation stage for the movies of a run.
 *
 * @param index locations of their frames
 * @param movies movies that can be tracked
 * @param failures failures of all movies
 */
public record Segmented(SegmentedStore.Index index, Map<MovieKey, SegmentedMovie> movies, List<Failure> failures) {

    /**
     * Selects the movies of a run.
     *
     * @param more failures that are in no batch, such as those of inputs that are not movies
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
     * Checks that the frames have what a linker with this model needs.
     *
     * @param modelHash empty if the linker has no model
     * @param output location of the frames, for messages
     * @throws BadConfigurationException if they do not
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

    /** Movies whose cells were given. */
    public Set<MovieKey> labelled() {
        Set<MovieKey> labelled = new HashSet<>();
        for (MovieKey key : movies.keySet()) {
            if (batchOf(key).segmentation().isGiven()) {
                labelled.add(key);
            }
        }
        return labelled;
    }

    /** The batch that is valid for a movie. */
    public SegmentedBatch batchOf(MovieKey key) {
        SegmentedBatch batch = index.batches().get(key);
        if (batch == null) {
            throw new IllegalArgumentException("not segmented: " + key.id());
        }
        return batch;
    }
}
