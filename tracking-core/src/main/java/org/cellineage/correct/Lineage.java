package org.cellineage.correct;

import java.util.List;
import org.cellineage.track.Fate;
import org.cellineage.track.Origin;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;

/**
 * The lineage of a movie as a run found it.
 *
 * @param runId the run
 * @param width columns of a frame in pixels
 * @param height rows of a frame in pixels
 * @param firstFrame first frame that was tracked; a track that begins there was present at the start
 * @param lastFrame last frame that was tracked, likewise
 * @param cells all cells, in any order; a track has at most one cell in a frame
 * @param tracks all tracks
 */
public record Lineage(
        String runId,
        int width,
        int height,
        int firstFrame,
        int lastFrame,
        List<TrackedCell> cells,
        List<Ancestor> tracks) {

    /**
     * A track, its parent, and how sure the tracker was of its division.
     *
     * @param parent {@link Track#NO_PARENT} if it has none
     * @param divisionProbability NaN if it did not divide, or the division was given
     */
    public record Ancestor(int track, int parent, double divisionProbability) {}

    public Lineage {
        cells = List.copyOf(cells);
        tracks = List.copyOf(tracks);
    }

    /** Returns the lineage of tracks; the frames that were tracked follow from how tracks begin and end. */
    public static Lineage of(
            String runId, int width, int height, int frameCount, List<TrackedCell> cells, List<Track> tracks) {
        int first = tracks.stream()
                .filter(track -> track.origin() == Origin.START)
                .mapToInt(Track::firstFrame)
                .min()
                .orElse(0);
        int last = tracks.stream()
                .filter(track -> track.fate() == Fate.END)
                .mapToInt(Track::lastFrame)
                .max()
                .orElse(frameCount - 1);
        return new Lineage(
                runId,
                width,
                height,
                first,
                last,
                cells,
                tracks.stream()
                        .map(track -> new Ancestor(track.trackId(), track.parentTrackId(), track.divisionProbability()))
                        .toList());
    }
}
