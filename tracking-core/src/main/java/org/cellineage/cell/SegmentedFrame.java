package org.cellineage.cell;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * All cells of one frame by ascending label: the input of tracking.
 *
 * @param frame 0-based frame number
 * @param width columns of the frame in pixels
 * @param height rows of the frame in pixels
 * @param cells by ascending label, labels unique
 * @param rivalCuts other ways to cut some of the cells; no cell is in two of them
 * @param features image features for learned linking; {@link FrameFeatures#NONE} if not needed
 */
public record SegmentedFrame(
        int frame, int width, int height, List<Cell> cells, List<RivalCut> rivalCuts, FrameFeatures features)
        implements Serializable {

    public SegmentedFrame {
        cells = List.copyOf(cells);
        rivalCuts = List.copyOf(rivalCuts);
    }

    /** Creates a frame without rival cuts. */
    public SegmentedFrame(int frame, int width, int height, List<Cell> cells, FrameFeatures features) {
        this(frame, width, height, cells, List.of(), features);
    }

    /** Creates a frame without rival cuts and image features. */
    public SegmentedFrame(int frame, int width, int height, List<Cell> cells) {
        this(frame, width, height, cells, FrameFeatures.NONE);
    }

    /** Returns the frame with cells rounded to the precision of the tables, so that linking uses what they show. */
    public SegmentedFrame rounded() {
        return new SegmentedFrame(
                frame,
                width,
                height,
                cells.stream().map(Precision::round).toList(),
                rivalCuts.stream().map(RivalCut::rounded).toList(),
                features);
    }

    /** Returns what the segmentation reports on the evidence of this frame alone: no weak cells and no rival cuts. */
    public SegmentedFrame asSegmented() {
        if (rivalCuts.isEmpty() && cells.stream().noneMatch(Cell::weak)) {
            return this;
        }
        List<Cell> sure = new ArrayList<>();
        List<CellFeatures> theirs = new ArrayList<>();
        for (int c = 0; c < cells.size(); c++) {
            if (!cells.get(c).weak()) {
                sure.add(cells.get(c));
                if (!features.isEmpty()) {
                    theirs.add(features.cellFeatures().get(c));
                }
            }
        }
        return new SegmentedFrame(frame, width, height, sure, new FrameFeatures(features.thumbnail(), theirs));
    }
}
