package org.cellineage.cell;

import java.io.Serializable;
import java.util.List;

/**
 * All cells of one frame by ascending label: the input of tracking.
 *
 * @param frame 0-based frame number
 * @param width columns of the frame in pixels
 * @param height rows of the frame in pixels
 * @param cells by ascending label, labels unique
 * @param features image features for learned linking; {@link FrameFeatures#NONE} if not needed
 */
public record SegmentedFrame(int frame, int width, int height, List<Cell> cells, FrameFeatures features)
        implements Serializable {

    public SegmentedFrame {
        cells = List.copyOf(cells);
    }

    /** Creates a frame without image features. */
    public SegmentedFrame(int frame, int width, int height, List<Cell> cells) {
        this(frame, width, height, cells, FrameFeatures.NONE);
    }
}
