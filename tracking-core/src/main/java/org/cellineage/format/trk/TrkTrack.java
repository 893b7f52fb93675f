package org.cellineage.format.trk;

import java.util.List;
import java.util.OptionalInt;

/**
 * One record of a {@code .trk} file's lineage.
 *
 * @param label the cell's value in the tracked array, positive
 * @param frames frames in which it is painted, ascending, 0-based, gaps allowed
 * @param daughters labels of its daughters
 * @param parent label of its mother, empty where none
 * @param frameDiv first frame of the daughters, empty where it did not divide
 * @param capped whether it may not be continued
 */
public record TrkTrack(
        int label,
        List<Integer> frames,
        List<Integer> daughters,
        OptionalInt parent,
        OptionalInt frameDiv,
        boolean capped) {

    public TrkTrack {
        frames = List.copyOf(frames);
        daughters = List.copyOf(daughters);
    }

    /** The same track as the daughter of another. */
    TrkTrack withParent(int mother) {
        return new TrkTrack(label, frames, daughters, OptionalInt.of(mother), frameDiv, capped);
    }
}
