package org.cellineage.segment.postprocess;

/** How cells are marked in a map of inner distances. */
public enum DistanceMarkers {
    /** H-maxima: peaks that rise by at least a given height above their saddle to a higher peak. */
    H_MAXIMA,
    /** Connected regions above a threshold. */
    THRESHOLD
}
