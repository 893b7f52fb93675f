package org.cellineage.link.learned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.problem.BadConfigurationException;

/**
 * Extracts the image features of a frame that linking needs: a code and a feature vector for each cell, and a
 * thumbnail. This is the part of the linking network that runs once per cell, while frames are segmented.
 */
public final class CellEncoder {

    private static final int VIEW = FrameViews.CLOSE_SIDE * FrameViews.CLOSE_SIDE;
    /** Cells per call of the network; limits memory. */
    private static final int BATCH = 512;

    private final Network network;
    private final int channel;

    /**
     * @param network from {@link LinkingModel#openCellEncoder}
     * @param channel index of the channel that shows the nuclei
     */
    public CellEncoder(Network network, int channel) {
        this.network = network;
        this.channel = channel;
    }

    /**
     * Encodes the cells of a frame.
     *
     * @throws BadConfigurationException if the frame does not have the channel
     */
    public FrameFeatures encode(List<Plane> channels, List<Cell> cells) {
        if (channel >= channels.size()) {
            throw new BadConfigurationException(
                    "the channel of the nuclei",
                    "Channel " + channel + " is requested, but the movie has " + channels.size() + ".",
                    "Set the segmenter's channel to a number below " + channels.size() + ".");
        }
        if (cells.isEmpty()) {
            return FrameFeatures.NONE;
        }
        return encode(FrameViews.of(channels.get(channel), inChannel(cells)));
    }

    /** Reduces the intensities to the nuclear channel, because the views use a cell's first channel. */
    private List<Cell> inChannel(List<Cell> cells) {
        if (channel == 0) {
            return cells;
        }
        return cells.stream()
                .map(cell -> cell.withIntensities(List.of(cell.intensities().get(channel))))
                .toList();
    }

    /** Encodes the cells of existing views. */
    public FrameFeatures encode(FrameViews views) {
        List<CellFeatures> cellFeatures = new ArrayList<>(views.cells());
        for (int from = 0; from < views.cells(); from += BATCH) {
            int count = Math.min(BATCH, views.cells() - from);
            float[] close = new float[count * VIEW];
            float[] wide = new float[count * VIEW];
            for (int i = 0; i < count; i++) {
                views.close(from + i, close, i * VIEW);
                views.wide(from + i, wide, i * VIEW);
            }
            long side = FrameViews.CLOSE_SIDE;
            Tensor codes = network.run(List.of(
                            new Tensor(new long[] {count, side, side, 1}, close),
                            new Tensor(new long[] {count, side, side, 1}, wide)))
                    .get(0);
            int size = (int) codes.shape()[1];
            for (int i = 0; i < count; i++) {
                float[] vector = new float[CellVector.SIZE];
                views.vector(from + i, vector, 0);
                cellFeatures.add(new CellFeatures(
                        Arrays.copyOfRange(codes.values(), i * size, (i + 1) * size),
                        vector,
                        views.scale().spacingPx()));
            }
        }
        return new FrameFeatures(views.thumbnail(), cellFeatures);
    }
}
