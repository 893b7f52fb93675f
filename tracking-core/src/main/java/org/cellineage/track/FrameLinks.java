package org.cellineage.track;

import java.util.List;

/**
 * What was decided for one frame: each track has at most one link or division, each cell at most one track.
 *
 * @param trackOfCell for each cell the track that continues in it, or {@link #NONE}; no cell of a division
 * @param probability for each cell with a track how probable the link is, 0 to 1
 * @param margin for each cell with a track how much less probable the best other choice for it or its track is
 * @param divisions mothers and daughters
 */
@SuppressWarnings("ArrayRecordComponent")
public record FrameLinks(int[] trackOfCell, double[] probability, double[] margin, List<FoundDivision> divisions) {

    /** Stands for no track. */
    public static final int NONE = -1;

    /** A mother (index into the problem's tracks) and her daughters (indices into its cells, ascending). */
    public record FoundDivision(int mother, int firstCell, int secondCell, double probability) {}

    public FrameLinks {
        divisions = List.copyOf(divisions);
    }
}
