package org.cellineage.track;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.SegmentedFrame;

/**
 * Removes the frames of an outage of the whole field: lamp failure, loss of focus, overexposure. The tracker treats
 * them like frames that were never acquired.
 *
 * <p>An outage is recognized by comparing a frame's regions with the last {@value #MEMORY} normal frames:
 * <ul>
 * <li>almost no cells: fewer than {@value #FEW} of the usual number;
 * <li>artefacts: {@value #MANY} times the usual number, or a median size that differs by a factor of
 * {@value #OTHER_SIZE}, or both number and size that differ by a factor of {@value #OFF}. Regions that lie where the
 * cells were are those cells, outlined otherwise, and no artefacts.
 * </ul>
 *
 * <p>Given labels are cells because whoever gave them says so: only frames without any can be an outage.
 *
 * <p>Suspected frames are held back. If normal frames return, they were an outage. If not within the maximum length of
 * an outage, the movie has really changed (cells died, the plate was washed), and they are processed like all others.
 * At the end of a movie, they count as an outage if none of their regions can be a cell. The only regions that are lost
 * are therefore those of outages that ended.
 *
 * <p>Holds at most as many frames as an outage may last. Deterministic.
 */
final class FieldOutages {

    private static final int MEMORY = 7;
    /** With fewer cells, all of them may be missed in one frame for other reasons. */
    private static final int LEAST_CELLS = 3;
    /** Number of normal frames needed before a frame with regions can be recognized as abnormal. */
    private static final int LEAST_FRAMES = 3;

    private static final double FEW = 0.2;
    private static final double MANY = 4;
    private static final double OTHER_SIZE = 4;
    private static final double OFF = 2;
    /** Share of the regions, and of the cells before, that must be in the same places. */
    private static final double SAME = 0.5;

    /** How a frame compares with normal frames. */
    private enum Appearance {
        NORMAL,
        CHANGED,
        /** Almost no cells. */
        FEW_CELLS,
        /** Regions that cannot be cells. */
        ARTEFACTS
    }

    private record Waiting(SegmentedFrame frame, Appearance appearance) {}

    private final int most;
    private final boolean given;
    private final SummaryBuilder summary;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** Ring buffers of the last normal frames: number of cells and their median area. */
    private final int[] counts = new int[MEMORY];

    private final double[] areas = new double[MEMORY];
    /** Cells of the last normal frame. */
    private List<Cell> before = List.of();

    private int framesSeen;
    private int framesWithCells;
    private double usualCount;
    private double usualArea;

    /**
     * Starts a movie.
     *
     * @param most maximum length of an outage in frames; 0 to disable detection
     * @param given whether all regions are cells because they were given
     * @param summary records the outages
     */
    FieldOutages(int most, boolean given, SummaryBuilder summary) {
        this.most = most;
        this.given = given;
        this.summary = summary;
    }

    /** Takes the next frame; returns the frames now known to be part of the movie, in order. */
    List<SegmentedFrame> accept(SegmentedFrame frame) {
        if (most == 0) {
            return List.of(frame);
        }
        Appearance appearance = appearance(frame);
        if (appearance == Appearance.FEW_CELLS || appearance == Appearance.ARTEFACTS) {
            waiting.add(new Waiting(frame, appearance));
            return waiting.size() > most ? release() : List.of();
        }
        if (waiting.isEmpty()) {
            remember(frame);
            return List.of(frame);
        }
        // After artefacts, only a normal frame proves that they were an outage and not a lasting change.
        boolean ended = appearance == Appearance.NORMAL
                || (framesSeen > 0 && waiting.stream().allMatch(w -> w.appearance == Appearance.FEW_CELLS));
        List<SegmentedFrame> known = new ArrayList<>();
        if (ended) {
            drop();
        } else {
            known.addAll(release());
        }
        remember(frame);
        known.add(frame);
        return known;
    }

    /** Ends the movie; returns its remaining frames. */
    List<SegmentedFrame> finish() {
        boolean noCells = framesWithCells > 0
                && waiting.stream()
                        .allMatch(w -> w.appearance == Appearance.ARTEFACTS
                                || sure(w.frame).isEmpty());
        if (noCells) {
            drop();
            return List.of();
        }
        return release();
    }

    private void drop() {
        for (Waiting out : waiting) {
            summary.outage(out.frame.frame());
        }
        waiting.clear();
    }

    private List<SegmentedFrame> release() {
        List<SegmentedFrame> frames = new ArrayList<>();
        for (Waiting w : waiting) {
            remember(w.frame);
            frames.add(w.frame);
        }
        waiting.clear();
        return frames;
    }

    private Appearance appearance(SegmentedFrame frame) {
        List<Cell> cells = sure(frame);
        int count = cells.size();
        if (framesSeen == 0) {
            // Before the first normal frame there is nothing to compare with; a frame with many cells then ends an
            // outage.
            return count == 0 ? Appearance.FEW_CELLS : count >= LEAST_CELLS ? Appearance.NORMAL : Appearance.CHANGED;
        }
        if (usualCount < LEAST_CELLS) {
            return Appearance.NORMAL;
        }
        if (count == 0) {
            return Appearance.FEW_CELLS;
        }
        if (given || framesWithCells < LEAST_FRAMES) {
            return Appearance.NORMAL;
        }
        double size = factor(medianArea(cells), usualArea);
        double number = factor(count, usualCount);
        if (size >= OTHER_SIZE || count > MANY * usualCount || (size >= OFF && number >= OFF)) {
            return areWhereCellsWere(cells) ? Appearance.CHANGED : Appearance.ARTEFACTS;
        }
        if (count < FEW * usualCount) {
            return Appearance.FEW_CELLS;
        }
        return size < OFF && number <= OFF ? Appearance.NORMAL : Appearance.CHANGED;
    }

    /** Whether most regions are the nearest of a cell of the last normal frame within its radius, and the reverse. */
    private boolean areWhereCellsWere(List<Cell> cells) {
        double needed = SAME * Math.max(cells.size(), before.size());
        if (Math.min(cells.size(), before.size()) < needed) {
            return false;
        }
        double radius = Math.sqrt(Math.max(medianArea(cells), medianArea(before)) / Math.PI);
        int[] nearest = nearest(cells, before);
        int[] back = nearest(before, cells);
        int same = 0;
        for (int i = 0; i < nearest.length; i++) {
            boolean mutual = back[nearest[i]] == i;
            if (mutual && distance(cells.get(i), before.get(nearest[i])) <= radius) {
                same++;
            }
        }
        return same >= needed;
    }

    /** For each cell, the index of the other that is nearest to it. */
    private static int[] nearest(List<Cell> cells, List<Cell> others) {
        int[] nearest = new int[cells.size()];
        for (int i = 0; i < nearest.length; i++) {
            for (int j = 1; j < others.size(); j++) {
                if (distance(cells.get(i), others.get(j)) < distance(cells.get(i), others.get(nearest[i]))) {
                    nearest[i] = j;
                }
            }
        }
        return nearest;
    }

    private static double distance(Cell a, Cell b) {
        return Math.hypot(a.yPx() - b.yPx(), a.xPx() - b.xPx());
    }

    /** Ratio of the larger to the smaller value. */
    private static double factor(double a, double b) {
        return Math.max(a, b) / Math.min(a, b);
    }

    private void remember(SegmentedFrame frame) {
        int at = framesSeen % MEMORY;
        List<Cell> cells = sure(frame);
        before = cells.isEmpty() ? before : cells;
        counts[at] = cells.size();
        areas[at] = cells.isEmpty() ? Double.NaN : medianArea(cells);
        framesSeen++;
        if (!cells.isEmpty()) {
            framesWithCells++;
        }
        int n = Math.min(framesSeen, MEMORY);
        usualCount = median(Arrays.stream(counts, 0, n).asDoubleStream().toArray());
        double[] known =
                Arrays.stream(areas, 0, n).filter(area -> !Double.isNaN(area)).toArray();
        usualArea = known.length == 0 ? Double.NaN : median(known);
    }

    /** Weak cells come and go with the focus, so they say nothing about an outage. */
    private static List<Cell> sure(SegmentedFrame frame) {
        return frame.asSegmented().cells();
    }

    private static double medianArea(List<Cell> cells) {
        return median(cells.stream().mapToDouble(Cell::areaPx).toArray());
    }

    /** The median; for an even number of values, the lower of the two middle ones. */
    private static double median(double[] values) {
        Arrays.sort(values);
        return values[(values.length - 1) / 2];
    }
}
