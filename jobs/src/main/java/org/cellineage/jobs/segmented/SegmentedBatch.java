package org.cellineage.jobs.segmented;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.run.Failure;

/**
 * Movies that were segmented together: the contents of a batch's {@code batch.json}, which is written last.
 *
 * @param version version of the batch format
 * @param name name of its folder; later batches have greater names
 * @param segmentation how the movies were segmented
 * @param movies its movies, whose frames are next to the file
 * @param lost movies and inputs that could not be started
 */
public record SegmentedBatch(
        int version, String name, Segmentation segmentation, List<SegmentedMovie> movies, List<Failure> lost) {

    public static final int VERSION = 11;

    /** The movies that were tried in it, including the keys that stand for inputs that are not movies. */
    Set<MovieKey> keys() {
        Set<MovieKey> keys = new HashSet<>();
        movies.forEach(movie -> keys.add(movie.info().key()));
        lost.forEach(failure -> keys.add(failure.movie()));
        return keys;
    }
}
