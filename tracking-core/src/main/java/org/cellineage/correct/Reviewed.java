package org.cellineage.correct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.track.Division;
import org.cellineage.track.Track;

/**
 * A lineage as its review sees it: where cells are and how they are linked, without their outlines.
 *
 * @param cells all cells
 * @param tracks all tracks
 * @param divisions all divisions
 */
public record Reviewed(List<Place> cells, List<Path> tracks, List<Split> divisions) {

    /**
     * A cell.
     *
     * @param frame 0-based frame
     * @param track its track
     * @param yPx row of its centroid
     * @param xPx column of its centroid
     * @param areaPx number of pixels
     * @param linkProbability as in the table; NaN if unknown
     * @param linkMargin as in the table; NaN if unknown
     * @param corrected whether a person decided about it or its link
     */
    public record Place(
            int frame,
            int track,
            double yPx,
            double xPx,
            int areaPx,
            double linkProbability,
            double linkMargin,
            boolean corrected) {

        double distanceTo(Place other) {
            return Math.hypot(yPx - other.yPx, xPx - other.xPx);
        }
    }

    /** A track, and whether a person decided about any of its cells or about how it ends. */
    public record Path(Track track, boolean corrected) {}

    /** A division: the tracks of the mother and the daughters, its probability, and whether a person decided about it. */
    public record Split(int mother, int first, int second, double probability, boolean corrected) {}

    public Reviewed {
        cells = List.copyOf(cells);
        tracks = List.copyOf(tracks);
        divisions = List.copyOf(divisions);
    }

    /** The lineage with its corrections. */
    public static Reviewed of(CorrectedLineage lineage) {
        List<Place> cells = new ArrayList<>(lineage.cells().size());
        for (CorrectedLineage.CorrectedCell row : lineage.cells()) {
            cells.add(new Place(
                    row.cell().frame(),
                    row.cell().trackId(),
                    row.cell().cell().yPx(),
                    row.cell().cell().xPx(),
                    row.cell().cell().areaPx(),
                    row.cell().linkProbability(),
                    row.cell().linkMargin(),
                    row.corrected()));
        }
        List<Split> divisions = new ArrayList<>();
        for (CorrectedLineage.CorrectedDivision row : lineage.divisions()) {
            Division division = row.division();
            divisions.add(new Split(
                    division.motherTrackId(),
                    division.firstDaughterTrackId(),
                    division.secondDaughterTrackId(),
                    division.probability(),
                    row.corrected()));
        }
        return new Reviewed(
                cells,
                lineage.tracks().stream()
                        .map(row -> new Path(row.track(), row.corrected()))
                        .toList(),
                divisions);
    }

    /** The cells by frame and by track. */
    static final class Index {
        private final Map<Integer, List<Place>> frames = new HashMap<>();
        private final Map<Integer, List<Place>> tracks = new HashMap<>();

        Index(Reviewed lineage) {
            for (Place cell : lineage.cells()) {
                frames.computeIfAbsent(cell.frame(), frame -> new ArrayList<>()).add(cell);
                tracks.computeIfAbsent(cell.track(), track -> new ArrayList<>()).add(cell);
            }
            tracks.values().forEach(cells -> cells.sort((a, b) -> Integer.compare(a.frame(), b.frame())));
        }

        List<Place> in(int frame) {
            return frames.getOrDefault(frame, List.of());
        }

        /** The cells of a track, in order. */
        List<Place> of(int track) {
            return tracks.getOrDefault(track, List.of());
        }

        /** The cell before in the same track. */
        Optional<Place> before(Place cell) {
            List<Place> own = of(cell.track());
            int at = own.indexOf(cell);
            return at > 0 ? Optional.of(own.get(at - 1)) : Optional.empty();
        }
    }
}
