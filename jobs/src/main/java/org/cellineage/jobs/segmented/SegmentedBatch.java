package org.cellineage.jobs.segmented;

import java.util.List;
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

    public static final int VERSION = 6;

    /** Whether a movie was tried in it. */
    boolean mentions(MovieKey key) {
        return movies.stream().anyMatch(movie -> movie.info().key().equals(key))
                || lost.stream().anyMatch(failure -> failure.movie().equals(key));
    }
}
