package org.cellineage.train;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.cell.BoundingBox;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.Plane;
import org.cellineage.track.TrackedCell;

/**
 * A movie whose lineage people corrected, as its tables have it. What nobody looked at is what a run found.
 *
 * @param name display name, the same on every machine
 * @param frames the cells of each frame, by 0-based frame
 * @param spans all tracks
 * @param outlines for each frame in which people decided about outlines, where they did
 * @param images the images of the frames, read when they are needed
 */
public record CorrectedMovie(
        String name,
        SortedMap<Integer, List<Seen>> frames,
        List<TrackSpan> spans,
        Map<Integer, List<BoundingBox>> outlines,
        Images images) {

    /**
     * A cell.
     *
     * @param decided whether a person decided about it, or about the link to the cell before
     */
    public record Seen(TrackedCell cell, boolean decided) {}

    /** Images of a movie. */
    @FunctionalInterface
    public interface Images {

        /** Reads the first channel of a frame. */
        Plane read(int frame) throws IOException;
    }

    public CorrectedMovie {
        frames = new TreeMap<>(frames);
        spans = List.copyOf(spans);
        outlines = Map.copyOf(outlines);
    }

    /** Number of cells about which, or about whose link, a person decided. */
    public long decisions() {
        return frames.values().stream()
                .flatMap(List::stream)
                .filter(Seen::decided)
                .count();
    }
}
