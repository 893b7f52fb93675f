package org.cellineage.cell;

import java.io.Serializable;
import java.util.List;

/**
 * All cells of one frame, ascending by label: what tracking sees of a movie, one frame at a time.
 *
 * @param frame 0-based frame number
 * @param width columns of the frame, pixels
 * @param height rows of the frame, pixels
 * @param cells ascending by label, labels unique
 * @param features what learned linking needs of the pixels; {@link FrameFeatures#NONE} without
 */
public record SegmentedFrame(int frame, int width, int height, List<Cell> cells, FrameFeatures features)
        implements Serializable {

    public SegmentedFrame {
        cells = List.copyOf(cells);
    }

    /** A frame of which the pixels do not matter any more. */
    public SegmentedFrame(int frame, int width, int height, List<Cell> cells) {
        this(frame, width, height, cells, FrameFeatures.NONE);
    }
}
