package org.cellineage.api;

import org.cellineage.problem.Problem;

/**
 * A frame that could not be used. Tracks bridge it.
 *
 * @param frame 0-based frame number
 * @param problem where, why, and what to do
 */
public record FrameFailure(int frame, Problem problem) {}
