package org.cellineage.jobs.correct;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.cellineage.correct.Change;
import org.cellineage.correct.CorrectedLineage;
import org.cellineage.correct.Correction;
import org.cellineage.correct.Edit;
import org.cellineage.correct.LineageEditor;
import org.cellineage.correct.LoggedCorrection;
import org.cellineage.correct.Replay;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.correct.imported.ImportedLineage;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.source.SourceFrames;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.jobs.source.SourceMovies;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.problem.BadInputException;
import org.cellineage.track.TrackedCell;

/** Adds corrections to the log of a movie without a browser. */
public final class CorrectionImport {

    private final SparkSession spark;
    private final OutputFolder output;
    private final LineageStore store;
    private final Storage storage;
    private final CorrectionLog log;

    public CorrectionImport(SparkSession spark, OutputFolder output, LineageStore store) {
        this.spark = spark;
        this.output = output;
        this.store = store;
        this.storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        this.log = new CorrectionLog(output);
    }

    /**
     * Adds what differs between a movie, with the corrections that it has, and a lineage that was edited elsewhere.
     *
     * @param location a CTC result folder, a {@code .trk} file, a GEFF, a file of TrackMate, or tracks of napari
     * @param movieId {@code plate/well/site}
     * @return number of corrections
     * @throws BadInputException if there is no such movie, or the lineage cannot be used
     */
    public int lineage(String location, String movieId, String author, String why) throws IOException {
        PublishedRows.Movie movie = movie(movieId);
        CorrectionLog.Entries entries = log.read(movie.info().key());
        LineageEditor editor = editor(movie, entries);
        List<TrackedCell> now = editor.result().cells().stream()
                .map(CorrectedLineage.CorrectedCell::cell)
                .toList();
        List<Edit> edits = editor.differencesTo(new ImportedLineage(storage, location).of(movie.info(), now));
        List<Change> changes = new ArrayList<>(edits);
        append(movie, entries, changes, author, why);
        return edits.size();
    }

    /**
     * Undoes a correction.
     *
     * @param id as {@code --list} shows it
     * @throws BadInputException if there is no such correction, or it is undone already
     */
    public void undo(String id, String movieId, String author, String why) throws IOException {
        PublishedRows.Movie movie = movie(movieId);
        CorrectionLog.Entries entries = log.read(movie.info().key());
        boolean known =
                entries.corrections().stream().anyMatch(logged -> logged.id().equals(id));
        if (!known || Replay.undone(entries.corrections()).contains(id)) {
            throw new BadInputException(
                    "--undo " + id,
                    known
                            ? "This correction is undone already."
                            : "Movie " + movieId + " has no correction with this number.",
                    "See 'correct --list' for the numbers; to apply it again, undo the undo.");
        }
        append(movie, entries, List.of(new Change.Undo(id)), author, why);
    }

    private void append(
            PublishedRows.Movie movie, CorrectionLog.Entries entries, List<Change> changes, String author, String why)
            throws IOException {
        MovieKey key = movie.info().key();
        Instant now = Instant.now();
        List<Correction> batch = changes.stream()
                .map(change -> new Correction(key, author, now, why, movie.trackedBy(), change))
                .toList();
        if (!batch.isEmpty()) {
            log.append(key, entries.lastBatch(), batch);
        }
    }

    private PublishedRows.Movie movie(String id) throws IOException {
        Map<String, PublishedRows.Movie> movies = new TreeMap<>();
        String plate = id.contains("/") ? id.substring(0, id.indexOf('/')) : id;
        new PublishedRows(spark, store).movies(List.of(plate)).forEach((key, movie) -> movies.put(key.id(), movie));
        PublishedRows.Movie movie = movies.get(id);
        if (movie == null) {
            throw new BadInputException(
                    "--movie " + id,
                    "The tables have no movie with this name.",
                    "Write plate/well/site, as in the column movie_id of the movies table.");
        }
        return movie;
    }

    /** The movie as it is with all its corrections, applied to the tables or not. */
    LineageEditor editor(PublishedRows.Movie movie, CorrectionLog.Entries entries) throws IOException {
        MovieKey key = movie.info().key();
        FoundStore found = new FoundStore(spark, output);
        FoundRows own = found.before(movie, store);
        List<LoggedCorrection> logged = entries.corrections();
        Set<String> bound = found.bound(key, movie.trackedBy());
        try (SourceFrames frames = new SourceFrames(movie.info(), images(movie), storage)) {
            return Replay.of(own.lineage(movie.trackedBy()), frames, logged, bound)
                    .editor();
        }
    }

    private SourceMovie images(PublishedRows.Movie movie) throws IOException {
        SourceMovies images = new SourceMovies(storage, output, "Restore the movie to its location.");
        SourceMovie found = images.of(List.of(movie.table())).get(movie.info().key());
        if (found == null) {
            throw new IllegalStateException("no images were looked for");
        }
        return found;
    }
}
