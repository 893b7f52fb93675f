package org.cellineage.jobs.correct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.cellineage.correct.Lineage;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.tables.CellReader;
import org.cellineage.jobs.tables.TrackTable;
import org.cellineage.jobs.tables.TrackingSummary;
import org.cellineage.jobs.track.TrackedRows;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;

/** The rows of a movie as a run found it, before any correction. */
final class FoundRows {

    /** More than the steps to which probabilities are rounded. */
    private static final double ROUNDING = 1e-4;

    private final MovieInfo info;
    private final CellReader reader;
    private final List<TrackedCell> cells = new ArrayList<>();
    private final Map<Integer, Track> tracks = new HashMap<>();
    private Optional<TrackingSummary> summary = Optional.empty();

    FoundRows(MovieInfo info) {
        this.info = info;
        this.reader = new CellReader(info.channels());
    }

    /** Adds a row of {@link TrackedRows#SCHEMA}. */
    void add(Row row) {
        switch (row.getString(row.fieldIndex("kind"))) {
            case TrackedRows.CELL -> addCell(row.getStruct(row.fieldIndex(TrackedRows.CELL)));
            case TrackedRows.TRACK -> addTrack(row.getStruct(row.fieldIndex(TrackedRows.TRACK)));
            case TrackedRows.SUMMARY ->
                summary =
                        Optional.of(TrackingSummary.CODEC.fromRow(row.getStruct(row.fieldIndex(TrackedRows.SUMMARY))));
            default -> {
                // Divisions follow from the tracks; failures stay as they are.
            }
        }
    }

    /** Adds a row of the cells table. */
    void addCell(Row row) {
        cells.add(reader.read(row));
    }

    /** Adds a row of the tracks table. */
    void addTrack(Row row) {
        Track track = TrackTable.track(row);
        tracks.put(track.trackId(), track);
    }

    /** All cells, in no particular order. */
    List<TrackedCell> cells() {
        return cells;
    }

    /** Empty if the movie could not be tracked. */
    Optional<TrackingSummary> summary() {
        return summary;
    }

    Lineage lineage(String runId) {
        return Lineage.of(runId, info.width(), info.height(), info.frameCount(), cells, List.copyOf(tracks.values()));
    }

    /**
     * The track with the mean and error probability that the run determined, if it is the track that the run found:
     * tables have rounded probabilities, from which they would be a little different.
     */
    Track withFoundScores(Track track) {
        Track found = tracks.get(track.trackId());
        return found != null && isSame(found, track)
                ? track.withScores(found.meanLinkProbability(), found.errorProbability())
                : track;
    }

    private static boolean isSame(Track found, Track track) {
        return found.firstFrame() == track.firstFrame()
                && found.lastFrame() == track.lastFrame()
                && found.framesSeen() == track.framesSeen()
                && found.pathLengthPx() == track.pathLengthPx()
                && found.meanAreaPx() == track.meanAreaPx()
                && Math.abs(found.meanLinkProbability() - track.meanLinkProbability()) < ROUNDING;
    }
}
