package org.cellineage.correct;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers the tracks of a corrected lineage: a track keeps the id that its first cell had in the run, unless an earlier
 * track has that cell's track already; all others get new ids after the highest of the run. The same lineage gives the
 * same ids, and tracks that nobody touched keep theirs.
 */
final class TrackNumbers {

    private final Map<EditedCell, Integer> idOfFirst = new HashMap<>();

    /**
     * Numbers tracks.
     *
     * @param tracks each as its cells in order, sorted by first cell
     */
    TrackNumbers(Lineage base, List<List<EditedCell>> tracks) {
        int next = 1;
        for (Lineage.Ancestor track : base.tracks()) {
            next = Math.max(next, track.track() + 1);
        }
        for (List<EditedCell> track : tracks) {
            next = Math.max(next, track.get(0).baseTrack() + 1);
        }
        Set<Integer> taken = new HashSet<>();
        taken.add(EditedCell.NO_TRACK);
        for (List<EditedCell> track : tracks) {
            EditedCell first = track.get(0);
            idOfFirst.put(first, taken.add(first.baseTrack()) ? first.baseTrack() : next++);
        }
    }

    /** The id of the track that begins with this cell. */
    int idOf(EditedCell first) {
        Integer id = idOfFirst.get(first);
        if (id == null) {
            throw new IllegalStateException("no track begins with this cell");
        }
        return id;
    }
}
