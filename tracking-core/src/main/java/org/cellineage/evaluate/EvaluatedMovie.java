package org.cellineage.evaluate;

import java.util.Optional;

/**
 * All that was measured of a movie whose truth has a lineage.
 *
 * @param lineage segmentation and tracking
 * @param markers which of the tracked cells were found
 * @param masks which of the fully outlined cells were found, and how large; empty where the truth outlines none
 */
public record EvaluatedMovie(Evaluation lineage, DetectionScore markers, Optional<DetectionScore> masks) {}
