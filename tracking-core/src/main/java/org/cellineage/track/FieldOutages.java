package org.cellineage.track;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.SegmentedFrame;

/**
 * Takes out of a movie the frames in which the whole field was out: the lamp failed, the focus was lost, the frame was
 * overexposed. To the tracker they are frames that were never taken.
 *
 * <p>An outage is told from its regions against what was usual in the last {@value #MEMORY} frames that were none:
 *
 * <ul>
 *   <li>nearly no cells, below {@value #FEW} of the usual number;
 *   <li>rubbish: {@value #MANY} times as many, or regions of another size by the factor {@value #OTHER_SIZE}, or by
 *       {@value #OFF} in both number and size.
 * </ul>
 *
 * <p>Frames that look like an outage wait until it is clear what they are. When the field comes back, they were one. When it
 * does not within the most frames that an outage may last, they are a change of the movie, and are handed on like all others:
 * cells that died, a plate that was washed out. At the end of a movie they are an outage where no region in them could be a
 * cell. So nothing is lost but the few regions of outages that ended.
 *
 * <p>Holds at most as many frames as an outage may last. The same frames give the same answer.
 */
final class FieldOutages {

    private static final int MEMORY = 7;
    /** Fewer cells can all be missed in one frame for other reasons. */
    private static final int LEAST_CELLS = 3;
    /** So many frames must have been seen before a frame with regions can be told to be unlike them. */
    private static final int LEAST_FRAMES = 3;

    private static final double FEW = 0.2;
    private static final double MANY = 4;
    private static final double OTHER_SIZE = 4;
    private static final double OFF = 2;

    /** How a frame compares with the usual ones. */
    private enum Look {
        USUAL,
        CHANGED,
        /** Nearly no cells. */
        FEW_CELLS,
        /** Regions that can be no cells. */
        RUBBISH
    }

    private record Waiting(SegmentedFrame frame, Look look) {}

    private final int most;
    private final SummaryBuilder summary;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** Rings of the last usual frames: how many cells, and how large in the median. */
    private final int[] counts = new int[MEMORY];

    private final double[] areas = new double[MEMORY];
    private int framesSeen;
    private int framesWithCells;
    private double usualCount;
    private double usualArea;

    /**
     * Begins a movie.
     *
     * @param most frames that an outage may last; 0: none is looked for
     * @param summary is told of the outages
     */
    FieldOutages(int most, SummaryBuilder summary) {
        this.most = most;
        this.summary = summary;
    }

    /** Takes the next frame; gives the frames that are known to be part of the movie by now, in order. */
    List<SegmentedFrame> accept(SegmentedFrame frame) {
        if (most == 0) {
            return List.of(frame);
        }
        Look look = look(frame);
        if (look == Look.FEW_CELLS || look == Look.RUBBISH) {
            waiting.add(new Waiting(frame, look));
            return waiting.size() > most ? handOn() : List.of();
        }
        if (waiting.isEmpty()) {
            remember(frame);
            return List.of(frame);
        }
        // After rubbish only the usual proves that it was rubbish, and not a change that goes on.
        boolean cameBack =
                look == Look.USUAL || (framesSeen > 0 && waiting.stream().allMatch(w -> w.look == Look.FEW_CELLS));
        List<SegmentedFrame> known = new ArrayList<>();
        if (cameBack) {
            leaveOut();
        } else {
            known.addAll(handOn());
        }
        remember(frame);
        known.add(frame);
        return known;
    }

    /** Ends the movie; gives the last of its frames. */
    List<SegmentedFrame> finish() {
        boolean noCells = framesWithCells > 0
                && waiting.stream()
                        .allMatch(w -> w.look == Look.RUBBISH || w.frame.cells().isEmpty());
        if (noCells) {
            leaveOut();
            return List.of();
        }
        return handOn();
    }

    private void leaveOut() {
        for (Waiting out : waiting) {
            summary.outage(out.frame.frame());
        }
        waiting.clear();
    }

    private List<SegmentedFrame> handOn() {
        List<SegmentedFrame> frames = new ArrayList<>();
        for (Waiting w : waiting) {
            remember(w.frame);
            frames.add(w.frame);
        }
        waiting.clear();
        return frames;
    }

    private Look look(SegmentedFrame frame) {
        int count = frame.cells().size();
        if (framesSeen == 0) {
            // Before the first cells there is no usual: many cells at once were there before.
            return count == 0 ? Look.FEW_CELLS : count >= LEAST_CELLS ? Look.USUAL : Look.CHANGED;
        }
        if (usualCount < LEAST_CELLS) {
            return Look.USUAL;
        }
        if (count == 0) {
            return Look.FEW_CELLS;
        }
        if (framesWithCells < LEAST_FRAMES) {
            return Look.USUAL;
        }
        double size = factor(medianArea(frame.cells()), usualArea);
        double number = factor(count, usualCount);
        if (size >= OTHER_SIZE || count > MANY * usualCount || (size >= OFF && number >= OFF)) {
            return Look.RUBBISH;
        }
        if (count < FEW * usualCount) {
            return Look.FEW_CELLS;
        }
        return size < OFF && number <= OFF ? Look.USUAL : Look.CHANGED;
    }

    /** How many times the greater is the smaller. */
    private static double factor(double a, double b) {
        return Math.max(a, b) / Math.min(a, b);
    }

    private void remember(SegmentedFrame frame) {
        int at = framesSeen % MEMORY;
        counts[at] = frame.cells().size();
        areas[at] = frame.cells().isEmpty() ? Double.NaN : medianArea(frame.cells());
        framesSeen++;
        if (!frame.cells().isEmpty()) {
            framesWithCells++;
        }
        int n = Math.min(framesSeen, MEMORY);
        usualCount = median(Arrays.stream(counts, 0, n).asDoubleStream().toArray());
        double[] known =
                Arrays.stream(areas, 0, n).filter(area -> !Double.isNaN(area)).toArray();
        usualArea = known.length == 0 ? Double.NaN : median(known);
    }

    private static double medianArea(List<Cell> cells) {
        return median(cells.stream().mapToDouble(Cell::areaPx).toArray());
    }

    /** The lower of the two middle ones where there are two. */
    private static double median(double[] values) {
        Arrays.sort(values);
        return values[(values.length - 1) / 2];
    }
}
