package org.cellineage.format;

import java.io.Serializable;

/**
 * An entry of a given lineage: a track, its frames and its parent.
 *
 * @param track positive track id
 * @param begin first frame, 0-based
 * @param end last frame, inclusive
 * @param parent id of the parent's track, {@link #NO_PARENT} if there is none
 */
public record TrackSpan(int track, int begin, int end, int parent) implements Serializable {

    /** Parent id of a track without a parent. */
    public static final int NO_PARENT = 0;
}
