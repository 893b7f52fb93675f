package org.cellineage.track;

import java.util.Collections;
import java.util.List;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkProblem;

/**
 * Decides which live tracks continue in which cells of a frame, and which divide into them.
 *
 * <p>A pure function of the problem. Instances are used by one thread at a time.
 */
public interface FrameLinker {

    /** The name that the configuration takes. */
    String name();

    /** Finds the candidates that this linker judges. */
    CandidateFinder candidates();

    /** What this linker needs of a frame's pixels must have been kept with it. */
    default List<CellFeatures> cellFeatures(SegmentedFrame frame) {
        return Collections.nCopies(frame.cells().size(), CellFeatures.NONE);
    }

    /** Whether this linker also reads the cells of the frame after. */
    default boolean looksAhead() {
        return false;
    }

    /**
     * Links a frame.
     *
     * @param mayDivide for each track whether it may be a mother in this frame
     */
    FrameLinks link(SegmentedFrame frame, LinkProblem problem, boolean[] mayDivide);
}
