package org.cellineage.train;

import java.time.Duration;

/** Hears how a training goes. */
public interface TrainingListener {

    /**
     * How far it is.
     *
     * @param loss mean over the steps since the last call
     * @param score of the last validation, NaN before the first
     * @param best the highest score so far, NaN before the first
     */
    record Progress(
            long crops, long ofCrops, Duration elapsed, double loss, double learningRate, double score, double best) {}

    /** Called every few seconds, and after each validation. */
    void at(Progress progress);
}
