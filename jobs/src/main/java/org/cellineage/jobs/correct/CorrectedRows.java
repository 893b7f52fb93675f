package org.cellineage.jobs.correct;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.cellineage.correct.CorrectedLineage;
import org.cellineage.correct.Replay;
import org.cellineage.format.Storage;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.source.SourceFrames;
import org.cellineage.jobs.tables.CorrectionState;
import org.cellineage.jobs.tables.TrackingSummary;
import org.cellineage.jobs.track.TrackedRows;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;

/**
 * What corrections change in the rows of a movie: cells that are not as the run found them, the found ones that these
 * replace, and all tracks, divisions, and the summary. A few corrections touch a few cells of hundreds of thousands, so
 * rows of the others are never made again.
 */
final class CorrectedRows {

    /** A track has one cell in a frame. */
    private record Place(int frame, int track) {
        static Place of(TrackedCell cell) {
            return new Place(cell.frame(), cell.trackId());
        }
    }

    private CorrectedRows() {}

    /** Applies a movie's corrections to what a run found; a failure is a row and stops no other movie. */
    static Iterator<Row> of(MovieWork work, FoundRows found, Storage storage) {
        TrackedRows rows = new TrackedRows(work.info());
        if (found.summary().isEmpty()) {
            return without(found, rows).iterator();
        }
        try (SourceFrames frames = new SourceFrames(work.info(), work.images(), storage)) {
            return corrected(work, found, rows, frames).iterator();
        } catch (BadInputException e) {
            return failed(found, rows, e.problem());
        } catch (RuntimeException e) {
            return failed(found, rows, Failure.internalError(work.info().key().id() + " with its corrections", e));
        }
    }

    private static Iterator<Row> failed(FoundRows found, TrackedRows rows, Problem problem) {
        List<Row> all = without(found, rows);
        all.add(rows.failure(problem));
        return all.iterator();
    }

    /** None of the found cells remains. */
    private static List<Row> without(FoundRows found, TrackedRows rows) {
        List<Row> all = new ArrayList<>();
        found.cells().forEach(cell -> all.add(rows.replaced(cell)));
        return all;
    }

    private static List<Row> corrected(MovieWork work, FoundRows found, TrackedRows rows, SourceFrames frames) {
        Replay replay = Replay.of(found.lineage(work.runId()), frames, work.log(), work.bound());
        CorrectedLineage lineage = replay.editor().result();
        List<Row> all = new ArrayList<>();
        Set<Place> asFound = new HashSet<>();
        for (CorrectedLineage.CorrectedCell row : lineage.cells()) {
            if (row.asFound()) {
                asFound.add(Place.of(row.cell()));
            } else {
                all.add(rows.cell(row.cell(), row.corrected()));
            }
        }
        for (TrackedCell cell : found.cells()) {
            if (!asFound.contains(Place.of(cell))) {
                all.add(rows.replaced(cell));
            }
        }
        for (CorrectedLineage.CorrectedTrack row : lineage.tracks()) {
            Track track = row.corrected() ? row.track() : found.withFoundScores(row.track());
            all.add(rows.track(track, row.corrected()));
        }
        lineage.divisions().forEach(row -> all.add(rows.division(row.division(), row.corrected())));
        for (Replay.Outcome conflict : replay.conflicts()) {
            all.add(rows.conflict(
                    conflict(work, conflict),
                    conflict.logged().correction().change().frame()));
        }
        found.summary()
                .ifPresent(summary -> all.add(rows.summary(new TrackingSummary(
                        summary(summary.movie(), lineage.summary()),
                        summary.segmentSeconds(),
                        summary.trackSeconds(),
                        new CorrectionState(replay.isCorrected(), work.origin().hash())))));
        return all;
    }

    private static Problem conflict(MovieWork work, Replay.Outcome conflict) {
        Problem problem = conflict.problem().orElseThrow();
        String what = conflict.logged().correction().change().summary();
        return new Problem(
                work.origin().folder() + " correction " + conflict.logged().id(),
                "The correction '" + what + "' by "
                        + conflict.logged().correction().author() + " cannot be applied: "
                        + (problem.where().equals(what) ? "" : problem.where() + ": ") + problem.cause(),
                problem.remedy());
    }

    /** Corrections change the counts, but neither the frames nor how the field moved. */
    private static MovieSummary summary(MovieSummary found, MovieSummary corrected) {
        return new MovieSummary(
                found.frames(),
                corrected.cells(),
                corrected.tracks(),
                corrected.divisions(),
                corrected.links(),
                corrected.meanLinkProbability(),
                corrected.lowMarginLinkFraction(),
                found.driftPxPerFrame(),
                found.driftYPx(),
                found.driftXPx(),
                found.outageFrames());
    }
}
