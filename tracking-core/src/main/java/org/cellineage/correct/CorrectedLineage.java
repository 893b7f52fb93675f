package org.cellineage.correct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.cell.Cell;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.TrackSpan;
import org.cellineage.track.Division;
import org.cellineage.track.ErrorProbability;
import org.cellineage.track.GivenLineageTracker;
import org.cellineage.track.LineageScores;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.Track;
import org.cellineage.track.TrackSink;
import org.cellineage.track.TrackedCell;

/**
 * The lineage of a movie with its corrections: the rows of its tables. Links and divisions that a person made have no
 * scores.
 *
 * @param cells by frame and track
 * @param tracks by id
 * @param divisions by mother
 * @param summary counts; without drift and outages, which corrections do not change
 */
public record CorrectedLineage(
        List<CorrectedCell> cells,
        List<CorrectedTrack> tracks,
        List<CorrectedDivision> divisions,
        MovieSummary summary) {

    /**
     * A cell.
     *
     * @param cell the cell
     * @param corrected whether a person decided about it or about the link to the cell before
     * @param asFound whether nothing is different from what the run found, its track included
     */
    public record CorrectedCell(TrackedCell cell, boolean corrected, boolean asFound) {}

    /** A track, and whether a person decided about any of its cells or about how it ends. */
    public record CorrectedTrack(Track track, boolean corrected) {}

    /** A division, and whether a person made it or marked it as right. */
    public record CorrectedDivision(Division division, boolean corrected) {}

    public CorrectedLineage {
        cells = List.copyOf(cells);
        tracks = List.copyOf(tracks);
        divisions = List.copyOf(divisions);
    }

    static CorrectedLineage of(Lineage base, CellGraph graph) {
        List<List<EditedCell>> tracks = graph.tracks();
        TrackNumbers numbers = new TrackNumbers(base, tracks);
        Rows rows = new Rows();
        Map<EditedCell, Integer> trackOf = new HashMap<>();
        for (List<EditedCell> track : tracks) {
            int id = numbers.idOf(track.get(0));
            track.forEach(cell -> {
                trackOf.put(cell, id);
                rows.at.computeIfAbsent(cell.frame(), frame -> new HashMap<>()).put(id, cell);
            });
            rows.byId.put(id, track);
        }
        List<TrackSpan> spans = new ArrayList<>();
        for (List<EditedCell> track : tracks) {
            EditedCell first = track.get(0);
            EditedCell mother = first.previous();
            spans.add(new TrackSpan(
                    numbers.idOf(first),
                    first.frame(),
                    track.get(track.size() - 1).frame(),
                    mother == null ? TrackSpan.NO_PARENT : trackOf.getOrDefault(mother, TrackSpan.NO_PARENT)));
        }
        GivenLineageTracker tracker =
                new GivenLineageTracker(base.runId(), new GivenLineage(spans, List.of()), rows.scores());
        int first = graph.frames().isEmpty()
                ? base.firstFrame()
                : Math.min(base.firstFrame(), graph.frames().firstKey());
        int last = graph.frames().isEmpty()
                ? base.lastFrame()
                : Math.max(base.lastFrame(), graph.frames().lastKey());
        for (int frame = first; frame <= last; frame++) {
            List<Cell> cells = new ArrayList<>();
            for (EditedCell cell : graph.in(frame)) {
                Cell seen = cell.cell();
                cells.add(seen.movedTo(trackOf.getOrDefault(cell, 0), seen.yPx(), seen.xPx(), seen.box()));
            }
            cells.sort(Comparator.comparingInt(Cell::label));
            tracker.accept(new SegmentedFrame(frame, base.width(), base.height(), cells), rows);
        }
        MovieSummary summary = tracker.finish(rows);
        rows.divisions.sort(Comparator.comparingInt(row -> row.division().motherTrackId()));
        return new CorrectedLineage(rows.cells, rows.tracks, rows.divisions, summary);
    }

    /** Joins what the tracker makes of the lineage with what a person decided. */
    private static final class Rows implements TrackSink {
        private final Map<Integer, Map<Integer, EditedCell>> at = new HashMap<>();
        private final Map<Integer, List<EditedCell>> byId = new HashMap<>();
        private final List<CorrectedCell> cells = new ArrayList<>();
        private final List<CorrectedTrack> tracks = new ArrayList<>();
        private final List<CorrectedDivision> divisions = new ArrayList<>();

        private EditedCell cellAt(int frame, int track) {
            EditedCell cell = at.getOrDefault(frame, Map.of()).get(track);
            if (cell == null) {
                throw new IllegalStateException("track " + track + " has no cell in frame " + frame);
            }
            return cell;
        }

        private List<EditedCell> cellsOf(int track) {
            return byId.getOrDefault(track, List.of());
        }

        private EditedCell lastOf(int track) {
            List<EditedCell> ofTrack = cellsOf(track);
            return ofTrack.get(ofTrack.size() - 1);
        }

        LineageScores scores() {
            return new LineageScores() {
                @Override
                public double linkProbability(int frame, int track) {
                    return cellAt(frame, track).linkProbability();
                }

                @Override
                public double linkMargin(int frame, int track) {
                    return cellAt(frame, track).linkMargin();
                }

                @Override
                public double divisionProbability(int mother) {
                    return lastOf(mother).divisionProbability();
                }
            };
        }

        @Override
        public void cell(TrackedCell cell) {
            EditedCell edited = cellAt(cell.frame(), cell.trackId());
            cells.add(new CorrectedCell(cell, edited.isCorrected(), edited.isAsFound(cell)));
        }

        @Override
        public void track(Track track) {
            boolean corrected = cellsOf(track.trackId()).stream().anyMatch(EditedCell::isCorrected)
                    || lastOf(track.trackId()).isEndCorrected();
            tracks.add(new CorrectedTrack(
                    corrected ? track.withScores(track.meanLinkProbability(), error(track.trackId())) : track,
                    corrected));
        }

        /** Of the links and the division of a track that nobody decided; 0 if people decided all of them. */
        private double error(int track) {
            ErrorProbability error = new ErrorProbability();
            for (EditedCell cell : cellsOf(track).subList(1, cellsOf(track).size())) {
                error.add(cell.linkDecided() ? 1 : cell.linkProbability());
            }
            EditedCell last = lastOf(track);
            if (last.divides()) {
                error.add(last.divisionDecided() ? 1 : last.divisionProbability());
            }
            return error.get();
        }

        @Override
        public void division(Division division) {
            divisions.add(new CorrectedDivision(
                    division, lastOf(division.motherTrackId()).divisionDecided()));
        }

        @Override
        public void flaw(GivenFlaw flaw) {
            throw new IllegalStateException("a corrected lineage is flawed: " + flaw.problem());
        }
    }
}
