package org.cellineage.segment.postprocess;

/** What marks a cell in a map of inner distances. */
public enum DistanceMarkers {
    /** Peaks of at least a given height above their pass to a higher one (h-maxima). */
    H_MAXIMA,
    /** Connected regions above a threshold. */
    THRESHOLD
}
