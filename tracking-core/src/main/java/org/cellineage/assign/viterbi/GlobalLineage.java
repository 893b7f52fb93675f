package org.cellineage.assign.viterbi;

/**
 * A lineage of a whole movie.
 *
 * @param parent for each detection, the one whose cell it continues or whose daughter it is, or {@link #NONE}
 * @param present for each detection, whether it is a cell
 * @param gains how much the score rose with each track that was added, in this order; all above 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record GlobalLineage(int[] parent, boolean[] present, double[] gains) {

    /** Stands for no detection. */
    public static final int NONE = -1;
}
