package org.cellineage.jobs.published;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.evaluate.LabelFrames;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;

/** The label images of a movie, painted from the masks in the tables, and its lineage. All of it is in memory. */
public final class TableLabels implements LabelFrames {

    /** A cell's mask in a frame. */
    private record Painted(int track, BoundingBox box, RunLengthMask mask) {}

    private final TableMovie movie;
    private final Map<Integer, List<Painted>> cells = new HashMap<>();
    private final SortedMap<Integer, List<Integer>> framesOfTrack = new TreeMap<>();
    private final Map<Integer, Integer> parents = new HashMap<>();

    /**
     * Reads the rows of a movie.
     *
     * @param rows its cells, sorted by frame and track
     */
    TableLabels(TableMovie movie, List<TableTrack> tracks, Iterable<TableCell> rows) {
        this.movie = movie;
        for (TableCell cell : rows) {
            cells.computeIfAbsent(cell.frame(), frame -> new ArrayList<>())
                    .add(new Painted(cell.trackId(), cell.box(), RunLengthMask.ofBytes(cell.mask())));
            framesOfTrack
                    .computeIfAbsent(cell.trackId(), track -> new ArrayList<>())
                    .add(cell.frame());
        }
        for (TableTrack track : tracks) {
            if (track.parentTrackId() != TrackSpan.NO_PARENT) {
                parents.put(track.trackId(), track.parentTrackId());
            }
        }
    }

    /** Frames in which each track was observed, ascending. */
    public SortedMap<Integer, List<Integer>> framesOfTrack() {
        return Collections.unmodifiableSortedMap(framesOfTrack);
    }

    /** Parents of the tracks that have one. */
    public Map<Integer, Integer> parents() {
        return Collections.unmodifiableMap(parents);
    }

    /** The lineage as spans, sorted by track. */
    public List<TrackSpan> spans() {
        List<TrackSpan> spans = new ArrayList<>();
        framesOfTrack.forEach((track, frames) -> spans.add(new TrackSpan(
                track,
                frames.get(0),
                frames.get(frames.size() - 1),
                parents.getOrDefault(track, TrackSpan.NO_PARENT))));
        return spans;
    }

    @Override
    public SortedSet<Integer> frames() {
        SortedSet<Integer> frames = new TreeSet<>();
        for (int frame = 0; frame < movie.frameCount(); frame++) {
            frames.add(frame);
        }
        return frames;
    }

    @Override
    public LabelImage read(int frame) {
        return paint(frame, (track, at) -> track);
    }

    /** Determines the label of a track in a frame. */
    @FunctionalInterface
    public interface Labelling {
        int label(int track, int frame);
    }

    /** The labels of a frame, renamed. */
    public LabelImage paint(int frame, Labelling labelling) {
        int[] labels = new int[movie.width() * movie.height()];
        for (Painted cell : cells.getOrDefault(frame, List.of())) {
            cell.mask().paint(labels, movie.width(), cell.box(), labelling.label(cell.track(), frame));
        }
        return new LabelImage(movie.width(), movie.height(), labels);
    }
}
