package org.cellineage.train;

import java.time.Duration;

/** Receives the progress of a training run. */
public interface TrainingListener {

    /**
     * Progress of a training run.
     *
     * @param loss mean over the steps since the previous call
     * @param score of the latest validation, NaN before the first
     * @param best highest score so far, NaN before the first validation
     */
    record Progress(
            long crops, long ofCrops, Duration elapsed, double loss, double learningRate, double score, double best) {}

    /** Called every few seconds, and after each validation. */
    void at(Progress progress);
}
