package org.cellineage.link;

/**
 * Estimates how likely it is that a track continues in a cell, and that a mother divided into two cells.
 *
 * <p>A pure function of its arguments: scores depend neither on the order of tracks or cells nor on other movies. An
 * instance is used by one thread at a time.
 */
public interface LinkScorer {

    /** Name of this linker in the configuration. */
    String name();

    /**
     * Scores all candidate links of a frame.
     *
     * @return for each entry of the problem, the probability (0 to 1) that the cell is the track's
     */
    double[] scoreLinks(LinkProblem problem);

    /**
     * Scores a division.
     *
     * @param mother index into the problem's tracks
     * @param daughter index into the problem's cells
     * @param otherDaughter index of the other daughter
     * @return probability, 0 to 1, symmetric in the daughters
     */
    double scoreDivision(LinkProblem problem, int mother, int daughter, int otherDaughter);
}
