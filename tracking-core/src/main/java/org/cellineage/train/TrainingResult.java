package org.cellineage.train;

import java.time.Duration;
import java.util.List;

/**
 * A trained network.
 *
 * @param weights averaged weights of the best validation, or the final ones if nothing was held out
 * @param score of that validation, NaN if nothing was held out
 * @param crops number of crops processed up to then
 * @param elapsed training time, including that before a resume
 */
public record TrainingResult(Weights weights, double score, long crops, Duration elapsed) {

    /** Time of trainings one after the other. */
    public static Duration together(List<TrainingResult> results) {
        return results.stream().map(TrainingResult::elapsed).reduce(Duration.ZERO, Duration::plus);
    }
}
