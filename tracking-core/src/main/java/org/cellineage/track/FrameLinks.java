package org.cellineage.track;

import java.util.List;

/**
 * The decisions for a frame: each track has at most one link or division, each cell at most one track.
 *
 * @param trackOfCell for each cell, the track that continues in it, or {@link #NONE}, also for cells of a division
 * @param probability for each linked cell, the probability of the link, 0 to 1
 * @param margin for each linked cell, how much less probable the best alternative for it or its track is
 * @param divisions mothers and daughters
 */
@SuppressWarnings("ArrayRecordComponent")
public record FrameLinks(int[] trackOfCell, double[] probability, double[] margin, List<FoundDivision> divisions) {

    /** Index that stands for no track. */
    public static final int NONE = -1;

    /** A mother (index into the problem's tracks) and her daughters (indices into its cells, ascending). */
    public record FoundDivision(int mother, int firstCell, int secondCell, double probability) {}

    public FrameLinks {
        divisions = List.copyOf(divisions);
    }
}
