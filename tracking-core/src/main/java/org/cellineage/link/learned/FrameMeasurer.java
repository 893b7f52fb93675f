package org.cellineage.link.learned;

import java.util.List;
import java.util.Optional;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.RivalCut;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.image.Plane;
import org.cellineage.segment.FoundCells;

/** Turns the cells that were found in a frame's pixels into what tracking needs of the frame: the pixels can go then. */
public final class FrameMeasurer {

    private final Optional<CellEncoder> encoder;

    /** @param encoder empty if linking needs no image features */
    public FrameMeasurer(Optional<CellEncoder> encoder) {
        this.encoder = encoder;
    }

    /**
     * Measures and encodes the cells of a frame.
     *
     * @param frame 0-based frame number
     * @param channels planes of the frame in the movie's channel order, of the size of the labels
     * @param found its cells
     */
    public SegmentedFrame measure(int frame, List<Plane> channels, FoundCells found) {
        List<Cell> cells = CellMeasurer.measure(found.labels(), channels).stream()
                .map(cell -> cell.judged(found.probability()[cell.label()], found.isWeak(cell.label())))
                .toList();
        FrameFeatures features = encoder.map(own -> own.encode(channels, cells)).orElse(FrameFeatures.NONE);
        List<RivalCut> rivals = encoder.map(own -> own.encodeCuts(channels, cells, found.otherCuts()))
                .orElse(List.of());
        return new SegmentedFrame(
                frame, found.labels().width(), found.labels().height(), cells, rivals, features);
    }
}
