package org.cellineage.jobs.segmented;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.run.Failure;

/**
 * Movies that were segmented together: what stands in a batch's {@code batch.json}, which is written last.
 *
 * @param version format of the batch
 * @param name its folder's name; later batches have greater names
 * @param segmentation how
 * @param movies its movies, whose frames lie beside the file
 * @param lost movies and inputs that could not even be begun
 */
public record SegmentedBatch(
        int version, String name, Segmentation segmentation, List<SegmentedMovie> movies, List<Failure> lost) {

    public static final int VERSION = 7;

    /** The movies that were tried in it, and what stands for inputs that are no movie. */
    Set<MovieKey> keys() {
        Set<MovieKey> keys = new HashSet<>();
        movies.forEach(movie -> keys.add(movie.info().key()));
        lost.forEach(failure -> keys.add(failure.movie()));
        return keys;
    }
}
