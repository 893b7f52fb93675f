package org.cellineage.link;

import org.cellineage.cell.Cell;

/**
 * Says how likely it is that a track continues in a cell, and that a mother divided into two cells.
 *
 * <p>A pure function of what it is given: scores do not depend on the order of tracks or cells, nor on other movies.
 * Instances are used by one thread at a time.
 */
public interface LinkScorer {

    /** The name that the configuration takes. */
    String name();

    /**
     * Scores all candidate links of a frame.
     *
     * @return for each entry of the problem the probability, 0 to 1, that the cell is the same cell as the track's
     */
    double[] scoreLinks(LinkProblem problem);

    /**
     * Scores one division: the mother was last seen as {@code mother.cell()}, the two daughters are cells of this
     * frame.
     *
     * @param spacingPx typical distance between neighbouring cells, pixels
     * @return probability, 0 to 1; the same for either order of the daughters
     */
    double scoreDivision(TrackHistory mother, Cell daughter, Cell otherDaughter, double spacingPx);
}
