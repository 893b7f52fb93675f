package org.cellineage.evaluate;

import java.util.Optional;

/**
 * All scores of a movie whose ground truth has a lineage.
 *
 * @param lineage segmentation and tracking
 * @param markers detection of the tracked cells
 * @param masks detection and areas of the cells with complete masks; empty if the ground truth has none
 */
public record EvaluatedMovie(Evaluation lineage, DetectionScore markers, Optional<DetectionScore> masks) {}
