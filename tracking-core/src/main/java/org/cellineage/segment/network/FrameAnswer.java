package org.cellineage.segment.network;

import org.cellineage.segment.postprocess.Detections;
import org.cellineage.segment.postprocess.FrameMaps;

/**
 * What a network said of a frame, at the network's scale.
 *
 * @param maps none of them where the network gives no maps
 * @param detections boxes in pixels of the scaled frame; none where the network does not detect
 */
record FrameAnswer(FrameMaps maps, Detections detections) {}
