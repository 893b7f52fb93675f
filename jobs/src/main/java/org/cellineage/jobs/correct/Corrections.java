package org.cellineage.jobs.correct;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.cellineage.correct.Constraints;
import org.cellineage.correct.Edit;
import org.cellineage.correct.Replay;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.RunContext;
import org.cellineage.jobs.codec.StoredRows;
import org.cellineage.jobs.hadoop.GlobText;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.jobs.source.SourceMovies;
import org.cellineage.jobs.track.TrackJob;
import org.cellineage.jobs.track.TrackedRows;
import org.cellineage.problem.Problem;
import org.cellineage.track.DecidedLink;

/**
 * Applies the corrections of movies to what runs found. A run calls it between tracking and publishing, and
 * {@code correct} with the rows that are published.
 */
public final class Corrections {

    private static final String[] PLACE = {"plate", "well", "site", "frame", "track_id"};

    private static final String IMAGES_REMEDY = "Restore the movie to its location, then apply the corrections again.";

    private final RunContext run;
    private final CorrectionLog log;
    private final FoundStore store;
    /** Ids of the corrections that bound the tracking of each movie. */
    private final Map<MovieKey, Set<String>> bound = new HashMap<>();

    public Corrections(RunContext run) {
        this.run = run;
        this.log = new CorrectionLog(run.output());
        this.store = new FoundStore(run.spark(), run.output());
    }

    /** Hash of the log of each movie of some plates that has one, also if it is damaged. */
    public Map<MovieKey, String> hashes(Collection<String> plates) throws IOException {
        Map<MovieKey, String> hashes = new HashMap<>();
        CorrectionLog.Logs logs = log.ofPlates(plates);
        logs.entries().forEach((movie, entries) -> hashes.put(movie, entries.hash()));
        // Never equal to that of a table: the movie must not pass for one without corrections.
        logs.damaged().keySet().forEach(movie -> hashes.put(movie, "damaged"));
        return hashes;
    }

    /**
     * What people decided about the links of movies, for a run that is about to track them. A movie whose log cannot be
     * read fails after it has been tracked.
     */
    public Map<MovieKey, List<DecidedLink>> constraints(Collection<MovieKey> movies) throws IOException {
        Map<MovieKey, List<DecidedLink>> decided = new HashMap<>();
        logs(movies).entries().forEach((movie, entries) -> {
            Constraints constraints = Constraints.of(entries.corrections());
            bound.put(movie, constraints.corrections());
            decided.put(movie, constraints.links());
        });
        return decided;
    }

    /**
     * Rows with corrections.
     *
     * @param movies the movies that have any
     */
    public record Corrected(Dataset<Row> rows, Set<MovieKey> movies) {}

    /**
     * The rows of a run with the corrections of its movies. Movies without corrections are passed through; one whose
     * log cannot be read fails.
     *
     * @param tracked rows of {@link TrackedRows#SCHEMA}, as tracking found them
     * @param movies the movies that were tracked
     * @param settings how the run came to its images
     */
    public Corrected apply(Dataset<Row> tracked, Map<MovieKey, MovieInfo> movies, SourceMovies.ImageSettings settings)
            throws IOException {
        CorrectionLog.Logs logs = logs(movies.keySet());
        Set<MovieKey> concerned = new TreeSet<>(logs.entries().keySet());
        concerned.addAll(logs.damaged().keySet());
        if (concerned.isEmpty()) {
            return new Corrected(tracked, Set.of());
        }
        Dataset<Row> rows = tracked.where(functions
                .not(FoundStore.areOf(concerned))
                .or(functions.col("kind").isin(TrackedRows.FAILURE, TrackedRows.FLAW)));
        if (!logs.entries().isEmpty()) {
            Map<MovieKey, String> trackedBy = new TreeMap<>();
            logs.entries().keySet().forEach(movie -> trackedBy.put(movie, run.runId()));
            store.keep(tracked, run.runId(), trackedBy, bound);
            rows = rows.unionByName(corrected(logs.entries(), trackedBy, movies, images().with(run.runId(), settings)));
        }
        return new Corrected(
                rows.unionByName(damaged(logs.damaged(), movies)),
                logs.entries().keySet());
    }

    private Dataset<Row> damaged(Map<MovieKey, Problem> damaged, Map<MovieKey, MovieInfo> movies) {
        List<Row> failures = new ArrayList<>();
        damaged.forEach((movie, problem) -> {
            MovieInfo info = movies.get(movie);
            if (info != null) {
                failures.add(new TrackedRows(info).failure(problem));
            }
        });
        return run.spark().createDataFrame(failures, TrackedRows.SCHEMA);
    }

    /** What must be there to correct published movies: rows as runs found them. */
    public boolean hasFound(MovieKey movie, String trackedBy) throws IOException {
        return store.has(movie, trackedBy);
    }

    /** Stores the rows of published movies that have not been corrected yet. */
    public void keepFound(Dataset<Row> rows, Map<MovieKey, String> trackedBy) throws IOException {
        store.keep(rows, run.runId(), trackedBy, Map.of());
    }

    /**
     * The rows of published movies with their corrections, whose rows as found are stored.
     *
     * @param movies the movies
     * @param trackedBy the run that tracked each
     */
    public Dataset<Row> reapply(Map<MovieKey, MovieInfo> movies, Map<MovieKey, String> trackedBy) throws IOException {
        CorrectionLog.Logs logs = logs(movies.keySet());
        Map<MovieKey, String> readable = new TreeMap<>(trackedBy);
        readable.keySet().retainAll(logs.entries().keySet());
        return corrected(logs.entries(), readable, movies, images()).unionByName(damaged(logs.damaged(), movies));
    }

    /**
     * The movies of which a correction was undone that bound the run which tracked them: nothing follows there from what
     * the run found, until it tracks them again.
     *
     * @param trackedBy the run that tracked each
     */
    public Set<MovieKey> boundByUndone(Map<MovieKey, String> trackedBy) throws IOException {
        Set<MovieKey> movies = new TreeSet<>();
        for (Map.Entry<MovieKey, CorrectionLog.Entries> entry :
                logs(trackedBy.keySet()).entries().entrySet()) {
            Set<String> undone = Replay.undone(entry.getValue().corrections());
            String tracker = trackedBy.get(entry.getKey());
            if (tracker != null && store.bound(entry.getKey(), tracker).stream().anyMatch(undone::contains)) {
                movies.add(entry.getKey());
            }
        }
        return movies;
    }

    /** Removes the rows as found that no table needs any more; after publishing. */
    public void removeOlder(Map<MovieKey, String> trackedBy) throws IOException {
        store.removeOlder(trackedBy);
    }

    private SourceMovies images() {
        return new SourceMovies(run.storage(), run.output(), IMAGES_REMEDY);
    }

    private CorrectionLog.Logs logs(Collection<MovieKey> movies) throws IOException {
        CorrectionLog.Logs logs = log.ofPlates(
                movies.stream().map(MovieKey::plate).distinct().sorted().toList());
        logs.entries().keySet().retainAll(movies);
        logs.damaged().keySet().retainAll(movies);
        return logs;
    }

    private Dataset<Row> corrected(
            Map<MovieKey, CorrectionLog.Entries> logs,
            Map<MovieKey, String> trackedBy,
            Map<MovieKey, MovieInfo> infos,
            SourceMovies images)
            throws IOException {
        List<TableMovie> drawn = new ArrayList<>();
        logs.forEach((movie, entries) -> {
            MovieInfo info = infos.get(movie);
            boolean needsImages = entries.corrections().stream()
                    .anyMatch(logged -> logged.correction().change() instanceof Edit edit && edit.needsImages());
            if (info != null && needsImages) {
                drawn.add(TableMovie.of(info, trackedBy.getOrDefault(movie, run.runId()), 0));
            }
        });
        Map<MovieKey, SourceMovie> sources = images.of(drawn);
        Map<MovieKey, MovieWork> work = new HashMap<>();
        for (Map.Entry<MovieKey, CorrectionLog.Entries> entry : logs.entrySet()) {
            MovieKey movie = entry.getKey();
            MovieInfo info = infos.get(movie);
            String tracker = trackedBy.get(movie);
            if (info != null && tracker != null) {
                work.put(
                        movie,
                        new MovieWork(
                                info,
                                tracker,
                                entry.getValue().corrections(),
                                store.bound(movie, tracker),
                                new MovieWork.Log(
                                        entry.getValue().hash(), run.output().resolve(CorrectionLog.folder(movie))),
                                sources.get(movie),
                                store.rows(movie, tracker)));
            }
        }
        Map<MovieKey, StoredRows> found = new HashMap<>();
        work.forEach((movie, own) -> found.put(movie, own.found()));
        // Several tables are made of these rows; movies are corrected once.
        String location = run.output().resolve(TrackJob.folder(run.runId()) + "/corrected");
        try {
            CorrectStage.rows(run.spark(), run.storage(), run.output().place(), work)
                    .write()
                    .parquet(location);
        } catch (Exception e) {
            throw run.output().explained(TrackJob.folder(run.runId()), e);
        }
        Dataset<Row> changed = run.spark().read().schema(TrackedRows.SCHEMA).parquet(GlobText.escape(location));
        return changed.where(functions.col("kind").notEqual(TrackedRows.REPLACED))
                .unionByName(remaining(store.read(found), changed));
    }

    /** The found cells that corrections do not replace. */
    private static Dataset<Row> remaining(Dataset<Row> found, Dataset<Row> changed) {
        Dataset<Row> replaced = places(changed, TrackedRows.REPLACED)
                .select(Arrays.stream(PLACE).map(functions::col).toArray(Column[]::new));
        return places(found, TrackedRows.CELL)
                .join(replaced, PLACE, "left_anti")
                // Known before any row is read: what asks for another kind does not read the cells.
                .withColumn("kind", functions.lit(TrackedRows.CELL))
                .drop("frame", "track_id");
    }

    /** Rows of a kind that have a cell, with the columns that tell it from all others. */
    private static Dataset<Row> places(Dataset<Row> rows, String kind) {
        return rows.where(functions.col("kind").equalTo(kind))
                .withColumn("frame", functions.col(TrackedRows.CELL + ".frame"))
                .withColumn("track_id", functions.col(TrackedRows.CELL + ".track_id"));
    }
}
