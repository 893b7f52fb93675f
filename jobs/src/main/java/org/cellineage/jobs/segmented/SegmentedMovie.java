package org.cellineage.jobs.segmented;

import java.util.List;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.run.Failure;

/**
 * A movie of a segmented batch.
 *
 * @param info the movie
 * @param hash of all that its segmented frames depend on
 * @param usable whether enough of its frames are right for it to be tracked
 * @param plan what was decided for all of its frames
 * @param failures of the movie and its frames
 */
public record SegmentedMovie(MovieInfo info, String hash, boolean usable, MoviePlan plan, List<Failure> failures) {

    /** Whether all of its frames are there. */
    public boolean isWhole() {
        return failures.isEmpty();
    }
}
