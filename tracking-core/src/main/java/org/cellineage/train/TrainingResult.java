package org.cellineage.train;

import java.time.Duration;

/**
 * A trained network.
 *
 * @param weights the averaged weights of the best validation, or the last ones where nothing was held out
 * @param score of that validation, NaN where nothing was held out
 * @param crops seen until then
 * @param elapsed time of training, over all resumed parts
 */
public record TrainingResult(Weights weights, double score, long crops, Duration elapsed) {}
