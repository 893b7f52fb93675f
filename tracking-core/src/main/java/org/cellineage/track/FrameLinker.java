package org.cellineage.track;

import java.util.Collections;
import java.util.List;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkProblem;

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

    /** Whether this linker also uses the cells of the next frame. */
    default boolean looksAhead() {
        return false;
    }

    /**
     * Links a frame.
     *
     * @param mayDivide for each track, whether it may be a mother in this frame
     */
    FrameLinks link(SegmentedFrame frame, LinkProblem problem, boolean[] mayDivide);
}
