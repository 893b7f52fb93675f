package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.cellineage.api.CellTracker;
import org.cellineage.api.MovieFiles;
import org.cellineage.api.TrackedMovie;
import org.cellineage.api.TrackerOptions;
import org.cellineage.cell.Precision;
import org.cellineage.jobs.tables.CellReader;
import org.cellineage.jobs.tables.TrackTable;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library gives the tracks that a run publishes: same frames, same networks, no Spark. */
class LibraryTest {

    @TempDir
    private Path temp;

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    @Test
    void itsTracksAreThoseOfTheTables() throws IOException {
        Path movie = Movies.plate(temp.resolve("plate"), 1, 1).resolve("A01_s1");
        Path output = temp.resolve("out");
        Job.Result run = Job.run("run", "-i", movie.toString(), "-o", output.toString());
        assertThat(run.code()).as(run.err()).isZero();

        TrackedMovie tracked;
        double diameterPx;
        try (MovieFiles files = MovieFiles.open(movie)) {
            CellTracker tracker = CellTracker.open(TrackerOptions.DEFAULTS);
            diameterPx = tracker.plan(files).cells().diameterPx();
            tracked = tracker.track(files);
        }

        Row published = Job.rows(output, "movies").get(0);
        assertThat(diameterPx).isEqualTo(published.getDouble(published.fieldIndex("nucleus_diameter_px")));
        assertThat(Precision.score(tracked.summary().meanLinkProbability()))
                .isEqualTo(published.getDouble(published.fieldIndex("mean_link_probability")));
        List<String> channels = published.getList(published.fieldIndex("channels"));
        CellReader reader = new CellReader(channels);
        List<TrackedCell> cells = Job.rows(output, "cells").stream()
                .map(reader::read)
                .sorted(Comparator.comparingInt(TrackedCell::frame).thenComparingInt(TrackedCell::trackId))
                .toList();
        assertThat(tracked.cells()).hasSizeGreaterThan(20);
        assertThat(tracked.cells().stream().map(LibraryTest::asPublished)).isEqualTo(cells);
        List<Track> tracks = Job.rows(output, "tracks").stream()
                .map(TrackTable::track)
                .sorted(Comparator.comparingInt(Track::trackId))
                .toList();
        assertThat(tracked.tracks().stream().map(LibraryTest::asPublished)).isEqualTo(tracks);
        List<String> divisions = Job.rows(output, "divisions").stream()
                .map(row -> row.getAs("frame") + " " + row.getAs("mother_track_id") + " "
                        + row.getAs("daughter_1_track_id") + " " + row.getAs("daughter_2_track_id"))
                .sorted()
                .toList();
        assertThat(divisions).isNotEmpty();
        assertThat(tracked.divisions().stream()
                        .map(division -> division.frame() + " " + division.motherTrackId() + " "
                                + division.firstDaughterTrackId() + " " + division.secondDaughterTrackId())
                        .sorted())
                .isEqualTo(divisions);
    }

    /** The tables call a cell by its track, and round scores. */
    private static TrackedCell asPublished(TrackedCell cell) {
        return new TrackedCell(
                cell.frame(),
                cell.trackId(),
                cell.cell()
                        .movedTo(
                                cell.trackId(),
                                cell.cell().yPx(),
                                cell.cell().xPx(),
                                cell.cell().box()),
                Precision.score(cell.linkProbability()),
                Precision.score(cell.linkMargin()));
    }

    private static Track asPublished(Track track) {
        Track rounded = track.withScores(
                Precision.score(track.meanLinkProbability()), Precision.score(track.errorProbability()));
        return new Track(
                rounded.trackId(),
                rounded.parentTrackId(),
                rounded.rootTrackId(),
                rounded.generation(),
                rounded.lineagePath(),
                rounded.firstFrame(),
                rounded.lastFrame(),
                rounded.framesSeen(),
                rounded.origin(),
                rounded.fate(),
                Precision.score(rounded.divisionProbability()),
                rounded.firstYPx(),
                rounded.firstXPx(),
                rounded.lastYPx(),
                rounded.lastXPx(),
                rounded.pathLengthPx(),
                rounded.meanAreaPx(),
                rounded.meanLinkProbability(),
                rounded.errorProbability());
    }
}
