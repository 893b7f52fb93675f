package org.cellineage.train.linking;

import java.util.HashSet;
import java.util.Set;
import org.cellineage.format.TrackSpan;

/**
 * Which pairs and divisions of a frame people decided. Whoever says which cell follows another also says that no other
 * does, and that it follows none of the others.
 */
final class Decisions {

    private final LinkMovie.Emphasis emphasis;
    private final boolean[] cell;
    private final Set<Integer> tracks = new HashSet<>();

    private Decisions(LinkMovie.Emphasis emphasis, int cells) {
        this.emphasis = emphasis;
        this.cell = new boolean[cells];
    }

    /** The decisions about the cells of a frame as a scene shows them. */
    static Decisions of(LinkMovie movie, LinkMovie.Frame frame, SceneCells shown) {
        Decisions decisions = new Decisions(movie.emphasis(), shown.cells().size());
        for (int c = 0; c < decisions.cell.length; c++) {
            int track = shown.track()[c];
            if (frame.decided()[shown.origin()[c]] && track != LinkMovie.UNKNOWN) {
                decisions.cell[c] = true;
                decisions.tracks.add(track);
                TrackSpan span = movie.spans().get(track);
                if (span != null && span.begin() == frame.frame()) {
                    decisions.tracks.add(span.parent());
                }
            }
        }
        decisions.tracks.remove(TrackSpan.NO_PARENT);
        return decisions;
    }

    /** Weight of a pair of a true track and a cell. */
    float ofPair(int track, int column) {
        return cell[column] || tracks.contains(track) ? emphasis.decided() : emphasis.others();
    }

    /** Weight of a division. */
    float ofDivision(int mother, int first, int second) {
        return cell[first] || cell[second] || tracks.contains(mother) ? emphasis.decided() : emphasis.others();
    }
}
