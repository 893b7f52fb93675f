package org.cellineage.track;

import java.util.Collections;
import java.util.List;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LookAhead;

/**
 * Decides in which cells of a frame the live tracks continue, and which of them divide.
 *
 * <p>A pure function of the problem. An instance is used by one thread at a time.
 */
public interface FrameLinker {

    /** Name of this linker in the configuration. */
    String name();

    /** The candidate finder that suits this linker. */
    CandidateFinder candidates();

    /** Returns the features of the frame's cells that this linker needs; they must have been stored with the frame. */
    default List<CellFeatures> cellFeatures(SegmentedFrame frame) {
        return Collections.nCopies(frame.cells().size(), CellFeatures.NONE);
    }

    /** Returns the frame without what this linker takes for no cell. */
    default SegmentedFrame sifted(SegmentedFrame frame) {
        return frame;
    }

    /** Number of later frames whose cells this linker also uses, at most {@link LookAhead#MOST_FRAMES}. */
    default int framesAhead() {
        return 0;
    }

    /** Frames for which a mother may go unseen before her daughters appear. */
    default int motherMaxMissedFrames(TrackingOptions options) {
        return options.motherMaxMissedFrames();
    }

    /**
     * Links a frame.
     *
     * @param doubts which tracks may divide in this frame, and which may not follow a cell at all
     */
    FrameLinks link(SegmentedFrame frame, LinkProblem problem, LinkDoubts doubts);

    /** Whether this linker decides about weak cells and rival cuts; if not, it is never given any. */
    default boolean takesCandidates() {
        return false;
    }

    /**
     * Links a frame and decides how its clumps are cut; only for linkers that take candidates.
     *
     * @param parts the problem with all clumps in parts
     * @param wholes the problem with all clumps whole, with the same tracks
     */
    default CutLinks link(Clumps clumps, LinkProblem parts, LinkProblem wholes, LinkDoubts doubts) {
        throw new UnsupportedOperationException(name() + " does not decide about clumps");
    }
}
