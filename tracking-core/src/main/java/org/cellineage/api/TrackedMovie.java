package org.cellineage.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.evaluate.LabelFrames;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.cellineage.track.Division;
import org.cellineage.track.LineagePath;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.Newick;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;

/**
 * The lineage of a movie. Lists are sorted, so equal movies are equal.
 *
 * @param width columns of a frame in pixels
 * @param height rows of a frame in pixels
 * @param cells by frame, then track
 * @param tracks by id
 * @param divisions by frame, then mother
 * @param failures frames that could not be used, ascending
 * @param summary counts and quality measures
 */
public record TrackedMovie(
        int width,
        int height,
        List<TrackedCell> cells,
        List<Track> tracks,
        List<Division> divisions,
        List<FrameFailure> failures,
        MovieSummary summary) {

    public TrackedMovie {
        cells = sorted(cells, Comparator.comparingInt(TrackedCell::frame).thenComparingInt(TrackedCell::trackId));
        tracks = sorted(tracks, Comparator.comparingInt(Track::trackId));
        divisions =
                sorted(divisions, Comparator.comparingInt(Division::frame).thenComparingInt(Division::motherTrackId));
        failures = sorted(failures, Comparator.comparingInt(FrameFailure::frame));
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        return list.stream().sorted(order).toList();
    }

    /** The masks of the cells as label images, each cell with the id of its track; for every frame with cells. */
    public LabelFrames labels() {
        TreeMap<Integer, List<TrackedCell>> byFrame = new TreeMap<>();
        for (TrackedCell cell : cells) {
            byFrame.computeIfAbsent(cell.frame(), frame -> new ArrayList<>()).add(cell);
        }
        return new Painted(width, height, byFrame);
    }

    /** The tracks as the Cell Tracking Challenge lists them, by id. */
    public List<TrackSpan> spans() {
        return tracks.stream()
                .map(track ->
                        new TrackSpan(track.trackId(), track.firstFrame(), track.lastFrame(), track.parentTrackId()))
                .toList();
    }

    /** The family trees in Newick format, each on a line; branches are lifetimes in frames. */
    public String newick() {
        return Newick.format(tracks.stream()
                .map(track -> new Newick.Branch(LineagePath.parse(track.lineagePath()), track.lengthFrames()))
                .toList());
    }

    /** Label images that are painted when they are read. */
    private record Painted(int width, int height, Map<Integer, List<TrackedCell>> byFrame) implements LabelFrames {

        @Override
        public SortedSet<Integer> frames() {
            return new TreeSet<>(byFrame.keySet());
        }

        @Override
        public LabelImage read(int frame) {
            int[] labels = new int[width * height];
            for (TrackedCell cell : byFrame.getOrDefault(frame, List.of())) {
                cell.cell().mask().paint(labels, width, cell.cell().box(), cell.trackId());
            }
            return new LabelImage(width, height, labels);
        }
    }
}
