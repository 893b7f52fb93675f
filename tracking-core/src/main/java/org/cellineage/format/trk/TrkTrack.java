package org.cellineage.format.trk;

import java.util.List;
import java.util.OptionalInt;

/**
 * A record of the lineage in a {@code .trk} file.
 *
 * @param label label of the cell in the tracked array, positive
 * @param frames frames in which the label occurs, ascending, 0-based, possibly with gaps
 * @param daughters labels of its daughters
 * @param parent label of its mother, if any
 * @param frameDiv first frame of the daughters, empty if it did not divide
 * @param capped whether the track has ended and must not be continued
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

    /** Returns the track with this mother. */
    TrkTrack withParent(int mother) {
        return new TrkTrack(label, frames, daughters, OptionalInt.of(mother), frameDiv, capped);
    }
}
