package org.cellineage.train;

import java.time.Duration;

/**
 * A trained network.
 *
 * @param weights averaged weights of the best validation, or the final ones if nothing was held out
 * @param score of that validation, NaN if nothing was held out
 * @param crops number of crops processed up to then
 * @param elapsed training time, including that before a resume
 */
public record TrainingResult(Weights weights, double score, long crops, Duration elapsed) {}
