package org.cellineage.evaluate;

/**
 * All that was measured of a movie whose truth is masks without a lineage.
 *
 * @param seg SEG as {@link SegScore} defines it
 * @param detection which of the cells were found, and how large
 */
public record MaskScore(double seg, DetectionScore detection) {}
