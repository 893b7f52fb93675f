package org.cellineage.segment.network;

import org.cellineage.segment.postprocess.Detections;
import org.cellineage.segment.postprocess.FrameMaps;

/**
 * The network's outputs for a frame, at the network's scale.
 *
 * @param maps empty if the network returns no maps
 * @param detections boxes in pixels of the scaled frame; empty if the network does not detect
 */
record FrameOutputs(FrameMaps maps, Detections detections) {}
