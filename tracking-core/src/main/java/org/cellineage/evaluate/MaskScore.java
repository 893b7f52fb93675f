package org.cellineage.evaluate;

/**
 * All scores of a movie whose ground truth is masks without a lineage.
 *
 * @param seg SEG as defined by {@link SegScore}
 * @param detection detection and areas of the cells
 */
public record MaskScore(double seg, DetectionScore detection) {}
