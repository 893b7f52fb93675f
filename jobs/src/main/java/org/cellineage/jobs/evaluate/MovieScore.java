package org.cellineage.jobs.evaluate;

import java.util.Optional;
import org.cellineage.evaluate.DetectionScore;
import org.cellineage.evaluate.Evaluation;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MovieEvaluation} as tasks send it to the driver.
 *
 * @param tracking null if the ground truth has no lineage
 */
public record MovieScore(
        String movie, double seg, @Nullable Evaluation tracking, DetectionScore markers, DetectionScore masks) {

    /** The scores for display. */
    public MovieEvaluation evaluation() {
        return new MovieEvaluation(movie, seg, Optional.ofNullable(tracking), markers, masks);
    }
}
