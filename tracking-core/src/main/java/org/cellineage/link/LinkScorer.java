package org.cellineage.link;

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
     * Scores one division.
     *
     * @param mother index into the problem's tracks
     * @param daughter index into the problem's cells
     * @param otherDaughter another index into these
     * @return probability, 0 to 1; the same for either order of the daughters
     */
    double scoreDivision(LinkProblem problem, int mother, int daughter, int otherDaughter);
}
