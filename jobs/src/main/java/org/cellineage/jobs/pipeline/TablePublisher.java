package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.Version;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.ParquetLineageStore;
import org.cellineage.jobs.store.TableSchemas;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Sorts a run's rows into the tables and publishes them. */
final class TablePublisher {

    /**
     * What the movies table says of how rows were made.
     *
     * @param configurationJson all effective settings, kept with the output
     */
    record Settings(String segmentation, String linking, String configurationJson, String configHash) {}

    private final SparkSession spark;
    private final OutputFolder output;
    private final String runId;
    private final Settings settings;
    private final LineageStore store;

    TablePublisher(SparkSession spark, OutputFolder output, String runId, Settings settings) {
        this.spark = spark;
        this.output = output;
        this.runId = runId;
        this.settings = settings;
        this.store = new ParquetLineageStore(spark, output);
    }

    /**
     * Publishes a run. A well of which no movie succeeded keeps the rows it shows; its failures are shown in any case.
     *
     * @param tracked rows of the tracking stage
     * @param movies movies that were tracked
     * @param earlier failures of the stages before
     */
    RunReport publish(
            Dataset<Row> tracked, Map<MovieKey, MovieInfo> movies, List<Failure> earlier, long frames, long startNanos)
            throws IOException {
        List<Failure> failures = new ArrayList<>(earlier);
        Set<String> lost = new TreeSet<>();
        for (Row row : tracked.where(ofKind(TrackedRows.FAILURE)).collectAsList()) {
            MovieKey key = key(row);
            Row problem = row.getStruct(row.fieldIndex(TrackedRows.FAILURE));
            lost.add(key.id());
            failures.add(new Failure(
                    key, -1, "track", new Problem(problem.getString(0), problem.getString(1), problem.getString(2))));
        }
        Map<MovieKey, Row> summaries = new TreeMap<>();
        for (Row row : tracked.where(ofKind(TrackedRows.SUMMARY)).collectAsList()) {
            summaries.put(key(row), row.getStruct(row.fieldIndex(TrackedRows.SUMMARY)));
        }
        failures.sort(Failure.ORDER);
        write(tracked, TrackedRows.CELL, TableSchemas.CELLS_TABLE, lost, "site", "frame", "track_id");
        write(tracked, TrackedRows.TRACK, TableSchemas.TRACKS_TABLE, lost, "site", "track_id");
        write(tracked, TrackedRows.DIVISION, TableSchemas.DIVISIONS_TABLE, lost, "site", "mother_track_id");
        List<Row> movieRows = movieRows(movies, summaries, failures);
        store.write(
                TableSchemas.MOVIES_TABLE,
                spark.createDataFrame(movieRows, TableSchemas.withPartitions(TableSchemas.MOVIES))
                        .coalesce(1),
                "site");
        writeFailures(failures);

        Map<String, Set<String>> wells = new TreeMap<>();
        summaries.keySet().forEach(key -> add(wells, key));
        Map<String, Set<String>> covered = new TreeMap<>();
        summaries.keySet().forEach(key -> add(covered, key));
        failures.forEach(failure -> add(covered, failure.movie()));
        output.replace("_runs/" + runId + ".json", settings.configurationJson() + "\n");
        store.publish(runId, wells, covered);
        return report(summaries, failures, frames, startNanos);
    }

    /** Publishes failures alone, of a run in which nothing could be processed. */
    void publishFailures(List<Failure> failures) throws IOException {
        writeFailures(failures);
        Map<String, Set<String>> covered = new TreeMap<>();
        failures.forEach(failure -> add(covered, failure.movie()));
        store.publish(runId, Map.of(), covered);
    }

    private static void add(Map<String, Set<String>> wells, MovieKey key) {
        wells.computeIfAbsent(key.plate(), plate -> new TreeSet<>()).add(key.well());
    }

    private static MovieKey key(Row row) {
        return new MovieKey(
                row.getString(row.fieldIndex("plate")),
                row.getString(row.fieldIndex("well")),
                row.getString(row.fieldIndex("site")));
    }

    private static org.apache.spark.sql.Column ofKind(String kind) {
        return functions.col("kind").equalTo(kind);
    }

    private void write(Dataset<Row> tracked, String kind, String table, Set<String> lost, String... order) {
        Dataset<Row> rows = tracked.where(ofKind(kind))
                .select(functions.col("plate"), functions.col("well"), functions.col(kind + ".*"))
                .where(functions.not(functions.col("movie_id").isin(lost.toArray())))
                .withColumn("run_id", functions.lit(runId));
        store.write(table, rows, order);
    }

    private void writeFailures(List<Failure> failures) {
        List<Row> rows = new ArrayList<>();
        for (Failure failure : failures) {
            MovieKey key = failure.movie();
            boolean known = !key.equals(Failure.UNKNOWN_MOVIE);
            rows.add(RowFactory.create(
                    known ? key.id() : null,
                    known ? key.site() : null,
                    failure.losesMovie() ? null : failure.frame(),
                    failure.stage(),
                    failure.problem().where(),
                    failure.problem().cause(),
                    failure.problem().remedy(),
                    key.plate(),
                    key.well(),
                    runId));
        }
        store.write(
                TableSchemas.FAILURES_TABLE,
                spark.createDataFrame(rows, TableSchemas.withPartitions(TableSchemas.FAILURES))
                        .coalesce(1),
                "site",
                "frame",
                "where");
    }

    private List<Row> movieRows(Map<MovieKey, MovieInfo> movies, Map<MovieKey, Row> summaries, List<Failure> failures) {
        Map<MovieKey, Integer> badFrames = new HashMap<>();
        Set<MovieKey> lostMovies = new TreeSet<>();
        for (Failure failure : failures) {
            if (failure.losesMovie()) {
                lostMovies.add(failure.movie());
            } else {
                badFrames.merge(failure.movie(), 1, Integer::sum);
            }
        }
        List<Row> rows = new ArrayList<>();
        summaries.forEach((key, summary) -> {
            MovieInfo info = movies.get(key);
            if (info != null) {
                int bad = badFrames.getOrDefault(key, 0);
                rows.add(movieRow(info, summary, bad == 0 ? "ok" : "partial", bad));
            }
        });
        for (MovieKey key : lostMovies) {
            if (!summaries.containsKey(key) && !key.equals(Failure.UNKNOWN_MOVIE)) {
                rows.add(lostRow(key, movies.get(key)));
            }
        }
        return rows;
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private Row movieRow(MovieInfo movie, Row summary, String status, int badFrames) {
        return RowFactory.create(
                movie.key().id(),
                movie.key().site(),
                status,
                movie.source(),
                movie.input(),
                movie.layout(),
                movie.frameCount(),
                badFrames,
                movie.width(),
                movie.height(),
                movie.pixelType(),
                movie.channels().toArray(new String[0]),
                known(movie.pixelSizeUm()),
                known(movie.frameIntervalS()),
                summary.getLong(1),
                summary.getInt(2),
                summary.getInt(3),
                summary.getLong(4),
                summary.get(5),
                summary.get(6),
                settings.segmentation(),
                settings.linking(),
                settings.configHash(),
                movie.inputHash(),
                Version.text(),
                summary.getDouble(7),
                summary.getDouble(8),
                movie.key().plate(),
                movie.key().well(),
                runId);
    }

    private Row lostRow(MovieKey key, @Nullable MovieInfo movie) {
        StructType schema = TableSchemas.withPartitions(TableSchemas.MOVIES);
        Object[] values = new Object[schema.size()];
        values[schema.fieldIndex("movie_id")] = key.id();
        values[schema.fieldIndex("site")] = key.site();
        values[schema.fieldIndex("status")] = "failed";
        if (movie != null) {
            values[schema.fieldIndex("source")] = movie.source();
            values[schema.fieldIndex("input")] = movie.input();
            values[schema.fieldIndex("layout")] = movie.layout();
            values[schema.fieldIndex("frames")] = movie.frameCount();
        }
        values[schema.fieldIndex("software_version")] = Version.text();
        values[schema.fieldIndex("plate")] = key.plate();
        values[schema.fieldIndex("well")] = key.well();
        values[schema.fieldIndex("run_id")] = runId;
        return RowFactory.create(values);
    }

    private RunReport report(Map<MovieKey, Row> summaries, List<Failure> failures, long frames, long startNanos) {
        long cells = 0;
        long tracks = 0;
        long divisions = 0;
        for (Row summary : summaries.values()) {
            cells += summary.getLong(1);
            tracks += summary.getInt(2);
            divisions += summary.getInt(3);
        }
        return new RunReport(
                runId,
                summaries.size(),
                frames,
                cells,
                tracks,
                divisions,
                failures,
                (System.nanoTime() - startNanos) / 1e9);
    }
}
