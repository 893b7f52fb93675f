package org.cellineage.correct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;

/**
 * The cells of a movie and their links. A cell follows at most one earlier cell, so there are no cycles; a cell that two
 * others follow is a mother. Tracks are the stretches in between.
 */
final class CellGraph {

    private final SortedMap<Integer, List<EditedCell>> frames = new TreeMap<>();
    private int cells;

    CellGraph(Lineage lineage) {
        Map<Integer, EditedCell> first = new HashMap<>();
        Map<Integer, EditedCell> last = new HashMap<>();
        List<TrackedCell> sorted = new ArrayList<>(lineage.cells());
        sorted.sort(Comparator.comparingInt(TrackedCell::frame).thenComparingInt(TrackedCell::trackId));
        for (TrackedCell tracked : sorted) {
            EditedCell cell = add(tracked);
            EditedCell before = last.put(tracked.trackId(), cell);
            if (before == null) {
                first.put(tracked.trackId(), cell);
            } else {
                cell.followAsFound(before, false);
            }
        }
        for (Lineage.Ancestor track : lineage.tracks()) {
            EditedCell daughter = first.get(track.track());
            EditedCell mother = last.get(track.parent());
            if (track.parent() != Track.NO_PARENT && daughter != null && mother != null) {
                daughter.followAsFound(mother, true);
            }
            EditedCell end = last.get(track.track());
            if (end != null) {
                end.foundDivision(track.divisionProbability());
            }
        }
        frames.values().forEach(frame -> frame.forEach(EditedCell::keepFound));
    }

    private EditedCell add(TrackedCell tracked) {
        EditedCell cell = new EditedCell(cells++, tracked);
        frames.computeIfAbsent(tracked.frame(), frame -> new ArrayList<>()).add(cell);
        return cell;
    }

    /** Adds a cell that follows none. */
    EditedCell add(int frame, Cell cell) {
        EditedCell made = add(new TrackedCell(frame, EditedCell.NO_TRACK, cell, Double.NaN, Double.NaN));
        made.decideShape();
        return made;
    }

    List<EditedCell> in(int frame) {
        return frames.getOrDefault(frame, List.of());
    }

    /** Frames that have cells, ascending. */
    SortedMap<Integer, List<EditedCell>> frames() {
        return frames;
    }

    /** Removes a cell without links. */
    void remove(EditedCell cell) {
        if (cell.previous() != null || !cell.next().isEmpty()) {
            throw new IllegalStateException("a cell with links cannot be removed");
        }
        in(cell.frame()).remove(cell);
    }

    /** The cells of a cell's track from this cell to its last. */
    static List<EditedCell> restOfTrack(EditedCell cell) {
        List<EditedCell> rest = new ArrayList<>();
        EditedCell at = cell;
        rest.add(at);
        while (at.next().size() == 1 && !at.next().get(0).beginsTrack()) {
            at = at.next().get(0);
            rest.add(at);
        }
        return rest;
    }

    /** All tracks, each as its cells in order, sorted by first cell. */
    List<List<EditedCell>> tracks() {
        List<List<EditedCell>> tracks = new ArrayList<>();
        for (List<EditedCell> frame : frames.values()) {
            for (EditedCell cell : frame) {
                if (cell.beginsTrack()) {
                    tracks.add(restOfTrack(cell));
                }
            }
        }
        tracks.sort(Comparator.comparing(track -> track.get(0), EditedCell.ORDER));
        return tracks;
    }
}
