package org.cellineage.track;

import org.cellineage.cell.SegmentedFrame;

/**
 * The decisions for a frame with clumps.
 *
 * @param frame the frame with each clump cut as decided
 * @param links the links of its cells
 */
public record CutLinks(SegmentedFrame frame, FrameLinks links) {}
