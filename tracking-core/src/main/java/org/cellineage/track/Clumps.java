package org.cellineage.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.RivalCut;
import org.cellineage.cell.SegmentedFrame;

/**
 * A frame in which some cells can be cut in two ways, shown in both: with every clump in two parts, and with every clump
 * whole. The other cells are the same in both.
 */
public final class Clumps {

    private final SegmentedFrame frame;
    private final List<Known> others;
    private final SegmentedFrame parts;
    private final SegmentedFrame wholes;
    private final List<Clump> clumps;

    /** A cell with its features; these are {@link CellFeatures#NONE} if the frame has none. */
    record Known(Cell cell, CellFeatures features) {}

    /**
     * A clump.
     *
     * @param first index of its first part among the cells in parts
     * @param second index of its other part; greater
     * @param whole its index among the cells with whole clumps
     * @param isReportedWhole whether the segmentation reports it as one cell
     * @param splitLogOdds log odds that it is two cells, according to the segmentation
     * @param cells its two parts, then the whole
     */
    record Clump(int first, int second, int whole, boolean isReportedWhole, double splitLogOdds, List<Known> cells) {}

    private Clumps(
            SegmentedFrame frame, List<Known> others, SegmentedFrame parts, SegmentedFrame wholes, List<Clump> clumps) {
        this.frame = frame;
        this.others = others;
        this.parts = parts;
        this.wholes = wholes;
        this.clumps = clumps;
    }

    /** Shows a frame in both ways. */
    static Clumps of(SegmentedFrame frame) {
        Map<Integer, Known> others = new HashMap<>();
        boolean hasFeatures = !frame.features().isEmpty();
        for (int c = 0; c < frame.cells().size(); c++) {
            CellFeatures features =
                    hasFeatures ? frame.features().cellFeatures().get(c) : CellFeatures.NONE;
            others.put(frame.cells().get(c).label(), new Known(frame.cells().get(c), features));
        }
        List<List<Known>> clumps = new ArrayList<>();
        for (RivalCut cut : frame.rivalCuts()) {
            List<Known> rivals = new ArrayList<>();
            for (int i = 0; i < cut.cells().size(); i++) {
                CellFeatures features = cut.cellFeatures().isEmpty()
                        ? CellFeatures.NONE
                        : cut.cellFeatures().get(i);
                rivals.add(new Known(cut.cells().get(i), features));
            }
            Known first = others.remove(cut.first());
            clumps.add(
                    cut.splits()
                            ? List.of(rivals.get(0), rivals.get(1), first)
                            : List.of(first, others.remove(cut.second()), rivals.get(0)));
        }
        List<Known> same = List.copyOf(others.values());
        List<Known> inParts = new ArrayList<>(same);
        List<Known> inWholes = new ArrayList<>(same);
        clumps.forEach(clump -> {
            inParts.addAll(clump.subList(0, 2));
            inWholes.add(clump.get(2));
        });
        SegmentedFrame parts = frame(frame, inParts);
        SegmentedFrame wholes = frame(frame, inWholes);
        List<Clump> all = new ArrayList<>();
        for (int k = 0; k < clumps.size(); k++) {
            RivalCut cut = frame.rivalCuts().get(k);
            int a = place(parts.cells(), clumps.get(k).get(0).cell().label());
            int b = place(parts.cells(), clumps.get(k).get(1).cell().label());
            all.add(new Clump(
                    Math.min(a, b),
                    Math.max(a, b),
                    place(wholes.cells(), clumps.get(k).get(2).cell().label()),
                    cut.splits(),
                    cut.splits() ? cut.logOdds() : -cut.logOdds(),
                    clumps.get(k)));
        }
        return new Clumps(frame, same, parts, wholes, all);
    }

    private static SegmentedFrame frame(SegmentedFrame like, List<Known> known) {
        List<Known> sorted = new ArrayList<>(known);
        sorted.sort(Comparator.comparingInt(one -> one.cell().label()));
        List<Cell> cells = sorted.stream().map(Known::cell).toList();
        List<CellFeatures> features = like.features().isEmpty()
                ? List.of()
                : sorted.stream().map(Known::features).toList();
        return new SegmentedFrame(
                like.frame(),
                like.width(),
                like.height(),
                cells,
                new FrameFeatures(like.features().thumbnail(), features));
    }

    /** The index of the cell with this label among cells by ascending label. */
    static int place(List<Cell> cells, int label) {
        int low = 0;
        int high = cells.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (cells.get(middle).label() < label) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The frame with every clump in parts. */
    SegmentedFrame parts() {
        return parts;
    }

    /** The frame with every clump whole. */
    SegmentedFrame wholes() {
        return wholes;
    }

    /** The clumps. */
    List<Clump> all() {
        return clumps;
    }

    /** The frame once it is decided which clumps, by their index, are whole. */
    SegmentedFrame decided(boolean[] isWhole) {
        List<Known> known = new ArrayList<>(others);
        for (int k = 0; k < clumps.size(); k++) {
            known.addAll(
                    isWhole[k]
                            ? clumps.get(k).cells().subList(2, 3)
                            : clumps.get(k).cells().subList(0, 2));
        }
        return frame(frame, known);
    }
}
