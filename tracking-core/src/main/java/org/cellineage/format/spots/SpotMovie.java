package org.cellineage.format.spots;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.GivenLineage;
import org.cellineage.image.LabelImage;

/** The spots of a movie and the tracks they form; made by {@link SpotMovieBuilder}. All of it is in memory. */
public final class SpotMovie {

    /**
     * A spot of a track.
     *
     * @param track positive id of its track
     */
    public record Tracked(Spot spot, int track) {}

    private final SpotGrid grid;
    private final TreeMap<Integer, List<Tracked>> frames;
    private final GivenLineage lineage;

    SpotMovie(SpotGrid grid, List<Tracked> spots, GivenLineage lineage) {
        this.grid = grid;
        this.frames = new TreeMap<>();
        for (Tracked tracked : spots) {
            frames.computeIfAbsent(tracked.spot().frame(), frame -> new ArrayList<>())
                    .add(tracked);
        }
        this.lineage = lineage;
    }

    /** The tracks, their parents, and what in the file could not be used. */
    public GivenLineage lineage() {
        return lineage;
    }

    /** The spots of a frame, by ascending id. */
    public List<Tracked> spots(int frame) {
        return Collections.unmodifiableList(frames.getOrDefault(frame, List.of()));
    }

    /** Number of frames up to the last that has a spot. */
    public int frameCount() {
        return frames.isEmpty() ? 0 : frames.lastKey() + 1;
    }

    /** Draws the spots of a frame, see {@link SpotPainter}; a pixel has the id of its track, or 0. */
    public LabelImage labels(int frame) {
        SpotPainter painter = new SpotPainter(grid);
        Map<Integer, Integer> trackOf = new TreeMap<>();
        for (Tracked tracked : spots(frame)) {
            trackOf.put(painter.add(tracked.spot()), tracked.track());
        }
        return painter.image(trackOf);
    }
}
