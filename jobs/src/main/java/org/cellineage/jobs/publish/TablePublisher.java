package org.cellineage.jobs.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.model.FrameLinking;
import org.cellineage.jobs.plan.WorkPlan;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.run.Version;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.jobs.segmented.Segmentation;
import org.cellineage.jobs.segmented.Segmented;
import org.cellineage.jobs.segmented.SegmentedBatch;
import org.cellineage.jobs.segmented.SegmentedMovie;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.PlateClaims;
import org.cellineage.jobs.store.TableSchemas;
import org.cellineage.jobs.track.TrackedRows;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Sorts a run's rows into the tables and publishes them, plate by plate. Movies of a well that the run did not process
 * keep their rows: they are written again under the new run.
 */
public final class TablePublisher {

    private final SparkSession spark;
    private final OutputFolder output;
    private final LineageStore store;
    private final String runId;
    private final RunRequest request;
    private final FrameLinking linking;

    public TablePublisher(
            SparkSession spark,
            OutputFolder output,
            LineageStore store,
            String runId,
            RunRequest request,
            FrameLinking linking) {
        this.spark = spark;
        this.output = output;
        this.store = store;
        this.runId = runId;
        this.request = request;
        this.linking = linking;
    }

    /** What there is to publish; flaws are the failures that neither lose a movie nor a frame. */
    private record Results(
            Dataset<Row> tracked,
            Segmented segmented,
            Map<MovieKey, Row> summaries,
            Set<String> lost,
            Set<Failure> flaws,
            List<Failure> failures) {}

    /**
     * Publishes a run. A well of which no movie succeeded keeps the rows it shows; its failures are shown in any case.
     *
     * @param tracked rows of the tracking stage
     * @param segmented the movies that were tracked, and the failures of the stages before
     * @param claims on the plates, looked at again before each is published
     */
    public RunReport publish(
            Dataset<Row> tracked, Segmented segmented, WorkPlan plan, PlateClaims claims, long frames, long startNanos)
            throws IOException {
        List<Failure> failures = new ArrayList<>(segmented.failures());
        Set<String> lost = new TreeSet<>();
        for (Row row : tracked.where(ofKind(TrackedRows.FAILURE)).collectAsList()) {
            lost.add(key(row).id());
            failures.add(failure(row));
        }
        Set<Failure> flaws = new HashSet<>();
        tracked.where(ofKind(TrackedRows.FLAW)).collectAsList().forEach(row -> flaws.add(failure(row)));
        failures.addAll(flaws);
        Map<MovieKey, Row> summaries = new TreeMap<>();
        for (Row row : tracked.where(ofKind(TrackedRows.SUMMARY)).collectAsList()) {
            summaries.put(key(row), row.getStruct(row.fieldIndex(TrackedRows.SUMMARY)));
        }
        failures.sort(Failure.ORDER);
        Results results = new Results(tracked, segmented, summaries, lost, flaws, failures);
        Map<String, Wells> plates = wells(results, plan);
        if (!plates.isEmpty()) {
            output.replace(
                    "_runs/" + runId + ".json", ConfigurationLoader.effectiveJson(request.configuration()) + "\n");
            for (Map.Entry<String, Wells> plate : plates.entrySet()) {
                write(plate.getKey(), plate.getValue(), results, plan);
            }
            for (Map.Entry<String, Wells> plate : plates.entrySet()) {
                claims.verify();
                store.publish(
                        runId,
                        plate.getKey(),
                        plate.getValue().replaced(),
                        plate.getValue().covered());
            }
            store.publishViews();
        }
        return report(results, plan.unchanged(), frames, startNanos);
    }

    /**
     * Wells of a plate.
     *
     * @param replaced wells whose rows the run replaces
     * @param covered wells whose failures it replaces, the former among them
     */
    private record Wells(Set<String> replaced, Set<String> covered) {
        Wells() {
            this(new TreeSet<>(), new TreeSet<>());
        }
    }

    private static Map<String, Wells> wells(Results results, WorkPlan plan) {
        Map<String, Wells> plates = new TreeMap<>();
        for (Failure failure : results.failures()) {
            of(plates, failure.movie().plate()).covered().add(failure.movie().well());
        }
        plan.vanished().forEach((plate, wells) -> {
            for (String well : wells) {
                boolean nothingSucceeded = of(plates, plate).covered().contains(well);
                if (!nothingSucceeded) {
                    of(plates, plate).replaced().add(well);
                }
            }
        });
        for (MovieKey key : results.summaries().keySet()) {
            of(plates, key.plate()).replaced().add(key.well());
        }
        plates.values().forEach(wells -> wells.covered().addAll(wells.replaced()));
        return plates;
    }

    private static Wells of(Map<String, Wells> plates, String plate) {
        return plates.computeIfAbsent(plate, p -> new Wells());
    }

    private void write(String plate, Wells wells, Results results, WorkPlan plan) throws IOException {
        Object[] kept = plan.kept().getOrDefault(plate, Set.of()).stream()
                .filter(key -> wells.covered().contains(key.well()))
                .map(MovieKey::id)
                .toArray();
        for (Table table : TABLES) {
            Dataset<Row> rows = results.tracked()
                    .where(ofKind(table.kind()).and(functions.col("plate").equalTo(plate)))
                    .select(functions.col("plate"), functions.col("well"), functions.col(table.kind() + ".*"))
                    .where(functions.not(
                            functions.col("movie_id").isin(results.lost().toArray())))
                    .withColumn("run_id", functions.lit(runId));
            write(table.name(), plate, rows, wells.replaced(), kept);
        }
        write(
                TableSchemas.MOVIES_TABLE,
                plate,
                rows(movieRows(plate, results), TableSchemas.MOVIES),
                wells.replaced(),
                kept);
        write(
                TableSchemas.FAILURES_TABLE,
                plate,
                rows(failureRows(plate, results.failures()), TableSchemas.FAILURES),
                wells.covered(),
                kept);
    }

    private Dataset<Row> rows(List<Row> rows, StructType schema) {
        return spark.createDataFrame(rows, TableSchemas.withPartitions(schema)).coalesce(1);
    }

    private record Table(String name, String kind) {}

    private static final List<Table> TABLES = List.of(
            new Table(TableSchemas.CELLS_TABLE, TrackedRows.CELL),
            new Table(TableSchemas.TRACKS_TABLE, TrackedRows.TRACK),
            new Table(TableSchemas.DIVISIONS_TABLE, TrackedRows.DIVISION));

    /** Writes rows, and the kept movies' rows of the same wells. */
    private void write(String table, String plate, Dataset<Row> rows, Set<String> wells, Object[] kept)
            throws IOException {
        Dataset<Row> all = rows;
        if (kept.length > 0) {
            all = rows.unionByName(store.published(table, plate, wells)
                    .where(functions.col("movie_id").isin(kept))
                    .withColumn("run_id", functions.lit(runId)));
        }
        store.write(table, plate, all);
    }

    private static Failure failure(Row row) {
        Row problem = row.getStruct(row.fieldIndex(TrackedRows.FAILURE));
        return new Failure(
                key(row),
                problem.getInt(3),
                "track",
                new Problem(problem.getString(0), problem.getString(1), problem.getString(2)));
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

    private List<Row> failureRows(String plate, List<Failure> failures) {
        List<Row> rows = new ArrayList<>();
        for (Failure failure : failures) {
            MovieKey key = failure.movie();
            boolean known = !key.equals(Failure.UNKNOWN_MOVIE);
            if (key.plate().equals(plate)) {
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
        }
        return rows;
    }

    private List<Row> movieRows(String plate, Results results) {
        Map<MovieKey, Integer> badFrames = new HashMap<>();
        Set<MovieKey> lostMovies = new TreeSet<>();
        Set<MovieKey> flawed = new TreeSet<>();
        for (Failure failure : results.failures()) {
            if (results.flaws().contains(failure)) {
                flawed.add(failure.movie());
            } else if (failure.losesMovie()) {
                lostMovies.add(failure.movie());
            } else {
                badFrames.merge(failure.movie(), 1, Integer::sum);
            }
        }
        List<Row> rows = new ArrayList<>();
        results.summaries().forEach((key, summary) -> {
            SegmentedMovie movie = results.segmented().movies().get(key);
            SegmentedBatch batch = results.segmented().index().batches().get(key);
            if (movie != null && batch != null && key.plate().equals(plate)) {
                rows.add(movieRow(
                        movie, summary, badFrames.getOrDefault(key, 0), flawed.contains(key), batch.segmentation()));
            }
        });
        for (MovieKey key : lostMovies) {
            if (!results.summaries().containsKey(key)
                    && !key.equals(Failure.UNKNOWN_MOVIE)
                    && key.plate().equals(plate)) {
                SegmentedMovie movie = results.segmented().index().movies().get(key);
                rows.add(lostRow(key, movie == null ? null : movie.info()));
            }
        }
        return rows;
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static @Nullable Double rate(double count, double seconds) {
        return seconds > 0 ? count / seconds : null;
    }

    private Row movieRow(
            SegmentedMovie segmented, Row summary, int badFrames, boolean flawed, Segmentation segmentation) {
        MovieInfo movie = segmented.info();
        NucleusDiameter diameter = segmented.diameter();
        return RowFactory.create(
                movie.key().id(),
                movie.key().site(),
                badFrames == 0 && !flawed ? "ok" : "partial",
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
                known(diameter.px()),
                known(diameter.doubt()),
                diameter.origin().isEmpty() ? null : diameter.origin(),
                summary.getLong(1),
                summary.getInt(2),
                summary.getInt(3),
                summary.getLong(4),
                summary.get(5),
                summary.get(6),
                segmentation.method(),
                linking.name(),
                segmentation.configHash(linking.name(), request.configuration()),
                movie.inputHash(),
                segmentation.modelHash().isEmpty() ? null : segmentation.modelHash(),
                runId,
                segmentation.softwareVersion(),
                summary.getDouble(7),
                summary.getDouble(8),
                summary.get(9),
                summary.get(10),
                summary.get(11),
                linking.modelHash().isEmpty() ? null : linking.modelHash(),
                movie.inputBytes(),
                rate(summary.getInt(0), summary.getDouble(7)),
                rate(summary.getLong(1), summary.getDouble(8)),
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
        values[schema.fieldIndex("processed_run_id")] = runId;
        values[schema.fieldIndex("software_version")] = Version.text();
        values[schema.fieldIndex("plate")] = key.plate();
        values[schema.fieldIndex("well")] = key.well();
        values[schema.fieldIndex("run_id")] = runId;
        return RowFactory.create(values);
    }

    private RunReport report(Results results, int unchanged, long frames, long startNanos) {
        long cells = 0;
        long tracks = 0;
        long divisions = 0;
        for (Row summary : results.summaries().values()) {
            cells += summary.getLong(1);
            tracks += summary.getInt(2);
            divisions += summary.getInt(3);
        }
        return new RunReport(
                runId,
                results.summaries().size(),
                unchanged,
                frames,
                cells,
                tracks,
                divisions,
                linking.warnings(),
                results.failures(),
                (System.nanoTime() - startNanos) / 1e9);
    }
}
