package org.cellineage.jobs.segmented;

import java.util.List;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.run.Failure;

/**
 * A movie of a segmented batch.
 *
 * @param info the movie
 * @param hash hash of everything its segmented frames depend on
 * @param usable whether enough of its frames were segmented for tracking
 * @param plan values common to all of its frames
 * @param failures failures of the movie and its frames
 */
public record SegmentedMovie(MovieInfo info, String hash, boolean usable, MoviePlan plan, List<Failure> failures) {

    /** Whether all of its frames were segmented. */
    public boolean isWhole() {
        return failures.isEmpty();
    }
}
