package org.cellineage.track;

import java.io.Serializable;

/**
 * One line of a given lineage: a track, its frames, and its parent.
 *
 * @param track positive track id
 * @param begin first frame
 * @param end last frame
 * @param parent the parent's track id, {@link Track#NO_PARENT} where none
 */
public record TrackSpan(int track, int begin, int end, int parent) implements Serializable {}
