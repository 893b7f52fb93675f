package org.cellineage.segment;

import java.io.Serializable;
import java.util.List;

/**
 * How a frame is segmented; the same for all frames of a movie.
 *
 * @param cells where the cells are found
 * @param bodies where the whole cells around them are found, if {@code cells} finds their nuclei: one channel, or none
 */
public record FramePlan(SegmentedChannel cells, List<SegmentedChannel> bodies) implements Serializable {

    public FramePlan {
        bodies = List.copyOf(bodies);
        if (bodies.size() > 1) {
            throw new IllegalArgumentException("whole cells can be found in one channel, not in " + bodies.size());
        }
    }

    /** A plan for a segmenter that has one model or none. */
    public static FramePlan of(int channel, double diameterPx) {
        return new FramePlan(new SegmentedChannel("", channel, diameterPx), List.of());
    }
}
