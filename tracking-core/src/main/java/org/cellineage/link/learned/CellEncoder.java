package org.cellineage.link.learned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.RivalCut;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.OtherCuts;

/**
 * Extracts the image features of a frame that linking needs: a code and a feature vector for each cell, and a
 * thumbnail. This is the part of the linking network that runs once per cell, while frames are segmented.
 */
public final class CellEncoder {

    private static final int VIEW = FrameViews.CLOSE_SIDE * FrameViews.CLOSE_SIDE;
    /** Cells per call of the network; limits memory. */
    private static final int BATCH = 512;

    private final Network network;

    /**
     * @param network from {@link LinkingModel#openCellEncoder}
     */
    public CellEncoder(Network network) {
        this.network = network;
    }

    /**
     * Encodes the cells of a frame.
     *
     * @param channel index of the channel in which the cells were found
     * @throws BadConfigurationException if the frame does not have the channel
     */
    public FrameFeatures encode(List<Plane> channels, int channel, List<Cell> cells) {
        requireChannel(channels, channel);
        if (cells.isEmpty()) {
            return FrameFeatures.NONE;
        }
        return encode(FrameViews.of(channels.get(channel), inChannel(cells, channel)));
    }

    /**
     * Measures and encodes the cells of other cuts of a frame's cells, each among the frame's cells with all other cuts
     * in place of those they replace. Their labels follow those of the frame's cells.
     *
     * @param channel index of the channel in which the cells were found
     * @param cells the frame's cells, as they were found
     */
    public List<RivalCut> encodeCuts(List<Plane> channels, int channel, List<Cell> cells, OtherCuts others) {
        if (others.cuts().isEmpty()) {
            return List.of();
        }
        requireChannel(channels, channel);
        Map<Integer, Cell> found = new HashMap<>();
        cells.forEach(cell -> found.put(cell.label(), cell));
        Map<Integer, Cell> measured = new HashMap<>();
        CellMeasurer.measure(others.labels(), channels).forEach(cell -> measured.put(cell.label(), cell));
        int last = found.keySet().stream().mapToInt(label -> label).max().orElse(0);

        List<OtherCuts.Cut> cuts = new ArrayList<>();
        for (OtherCuts.Cut cut : others.cuts()) {
            // A small cell may have vanished when the labels were scaled to the size of the frame.
            if (found.keySet().containsAll(cut.instead()) && measured.keySet().containsAll(cut.labels())) {
                cuts.add(cut);
            }
        }
        Set<Integer> replaced = new HashSet<>();
        cuts.forEach(cut -> replaced.addAll(cut.instead()));
        List<Cell> all = new ArrayList<>(cells);
        all.removeIf(cell -> replaced.contains(cell.label()));
        int from = all.size();
        for (OtherCuts.Cut cut : cuts) {
            for (int label : cut.labels()) {
                Cell cell = Objects.requireNonNull(measured.get(label));
                all.add(cell.movedTo(last + label, cell.yPx(), cell.xPx(), cell.box())
                        .judged(others.probability()[label], true));
            }
        }
        List<CellFeatures> features = encode(FrameViews.of(channels.get(channel), inChannel(all, channel)), from);
        List<RivalCut> rivals = new ArrayList<>();
        int at = from;
        for (OtherCuts.Cut cut : cuts) {
            int end = at + cut.labels().size();
            int second = cut.instead().size() == 2 ? cut.instead().get(1) : 0;
            rivals.add(new RivalCut(
                    cut.instead().get(0),
                    second,
                    all.subList(at, end),
                    features.subList(at - from, end - from),
                    cut.logOdds()));
            at = end;
        }
        return rivals;
    }

    private static void requireChannel(List<Plane> channels, int channel) {
        if (channel >= channels.size()) {
            throw new BadConfigurationException(
                    "the channel of the nuclei",
                    "Channel " + channel + " is requested, but the movie has " + channels.size() + ".",
                    "Set the segmenter's channel to a number below " + channels.size() + ".");
        }
    }

    /** Reduces the intensities to one channel, because the views use a cell's first channel. */
    private static List<Cell> inChannel(List<Cell> cells, int channel) {
        if (channel == 0) {
            return cells;
        }
        return cells.stream()
                .map(cell -> cell.withIntensities(List.of(cell.intensities().get(channel))))
                .toList();
    }

    /** Encodes the cells of existing views. */
    public FrameFeatures encode(FrameViews views) {
        return new FrameFeatures(views.thumbnail(), encode(views, 0));
    }

    private List<CellFeatures> encode(FrameViews views, int first) {
        List<CellFeatures> cellFeatures = new ArrayList<>(views.cells() - first);
        for (int from = first; from < views.cells(); from += BATCH) {
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
        return cellFeatures;
    }
}
