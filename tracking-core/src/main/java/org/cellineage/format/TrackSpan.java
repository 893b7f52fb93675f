package org.cellineage.format;

import java.io.Serializable;

/**
 * One line of a given lineage: a track, its frames, and its parent.
 *
 * @param track positive track id
 * @param begin first frame, 0-based
 * @param end last frame
 * @param parent the parent's track id, {@link #NO_PARENT} where none
 */
public record TrackSpan(int track, int begin, int end, int parent) implements Serializable {

    /** Marks a track without a parent. */
    public static final int NO_PARENT = 0;
}
