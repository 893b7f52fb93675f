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
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.cellineage.cell.Precision;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.cluster.RunContext;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.PlateClaims;
import org.cellineage.jobs.tables.FailureTable;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.jobs.tables.TrackingSummary;
import org.cellineage.jobs.track.TrackedRows;
import org.jspecify.annotations.Nullable;

/**
 * Publishes movies that were corrected without being processed again. All other movies of their wells keep their rows,
 * and a corrected movie keeps what its row says of its files, settings and models.
 */
public final class CorrectionPublisher {

    private final RunContext run;
    private final LineageStore store;
    private final PlateClaims claims;

    public CorrectionPublisher(RunContext run, LineageStore store, PlateClaims claims) {
        this.run = run;
        this.store = store;
        this.claims = claims;
    }

    /**
     * What was published.
     *
     * @param movies the movies whose rows were replaced, with their summaries
     * @param failures corrections that could not be applied, and movies that failed and keep their rows
     */
    public record Published(Map<MovieKey, TrackingSummary> movies, List<Failure> failures) {}

    /**
     * Publishes corrected movies.
     *
     * @param corrected rows of {@link TrackedRows#SCHEMA}
     */
    public Published publish(Dataset<Row> corrected) throws IOException {
        List<Failure> failures = new ArrayList<>();
        Map<MovieKey, TrackingSummary> summaries = new TreeMap<>();
        for (Row row : corrected
                .where(functions.col("kind").isin(TrackedRows.CONFLICT, TrackedRows.FAILURE, TrackedRows.SUMMARY))
                .collectAsList()) {
            MovieKey key = new MovieKey(row.getString(0), row.getString(1), row.getString(2));
            if (row.getString(row.fieldIndex("kind")).equals(TrackedRows.SUMMARY)) {
                summaries.put(key, TrackingSummary.CODEC.fromRow(row.getStruct(row.fieldIndex(TrackedRows.SUMMARY))));
            } else {
                Failure failure = TrackedRows.failure(key, row);
                failures.add(new Failure(key, failure.frame(), Failure.CORRECT_STAGE, failure.problem()));
            }
        }
        failures.sort(Failure.ORDER);
        Map<String, Set<String>> replaced = wells(summaries.keySet());
        Set<MovieKey> all = new TreeSet<>(summaries.keySet());
        failures.forEach(failure -> all.add(failure.movie()));
        Map<String, Set<String>> covered = wells(all);
        if (covered.isEmpty()) {
            return new Published(summaries, failures);
        }
        write(corrected, summaries, failures, replaced, covered);
        for (Map.Entry<String, Set<String>> plate : covered.entrySet()) {
            claims.verify(plate.getKey());
            store.publish(
                    run.runId(), plate.getKey(), replaced.getOrDefault(plate.getKey(), Set.of()), plate.getValue());
        }
        store.publishViews();
        return new Published(summaries, failures);
    }

    private static Map<String, Set<String>> wells(Set<MovieKey> movies) {
        Map<String, Set<String>> wells = new TreeMap<>();
        movies.forEach(movie ->
                wells.computeIfAbsent(movie.plate(), plate -> new TreeSet<>()).add(movie.well()));
        return wells;
    }

    private void write(
            Dataset<Row> corrected,
            Map<MovieKey, TrackingSummary> summaries,
            List<Failure> failures,
            Map<String, Set<String>> replaced,
            Map<String, Set<String>> covered)
            throws IOException {
        Map<String, TrackingSummary> byId = new HashMap<>();
        summaries.forEach((movie, summary) -> byId.put(movie.id(), summary));
        Set<String> conflicting = new HashSet<>();
        failures.forEach(failure -> conflicting.add(failure.movie().id()));

        List<Row> otherFailures = new ArrayList<>();
        Set<String> flawed = new HashSet<>(conflicting);
        for (Row row : store.published(TableSchemas.FAILURES_TABLE, covered).collectAsList()) {
            String movie = row.getString(row.fieldIndex("movie_id"));
            boolean isOld = Failure.CORRECT_STAGE.equals(row.getString(row.fieldIndex("stage")))
                    && (byId.containsKey(movie) || conflicting.contains(movie));
            if (!isOld) {
                otherFailures.add(row);
                flawed.add(movie);
            }
        }
        List<Row> movies = replaced.isEmpty()
                ? List.of()
                : store.published(TableSchemas.MOVIES_TABLE, replaced).collectAsList();
        WellWriter writer = new WellWriter(run, store, keptMovies(movies, byId.keySet()));
        if (!replaced.isEmpty()) {
            writer.writeTracked(corrected, replaced);
            writer.write(TableSchemas.MOVIES_TABLE, movies(movies, byId, flawed), replaced);
        }
        store.write(
                TableSchemas.FAILURES_TABLE,
                run.runId(),
                covered.keySet(),
                rows(failureRows(failures, otherFailures), TableSchemas.FAILURES));
    }

    private static List<String> keptMovies(List<Row> movies, Set<String> corrected) {
        return movies.stream()
                .map(row -> row.<String>getAs("movie_id"))
                .filter(movie -> !corrected.contains(movie))
                .toList();
    }

    /** The rows of the corrected movies: as they are, with other counts. */
    private Dataset<Row> movies(List<Row> movies, Map<String, TrackingSummary> corrected, Set<String> flawed) {
        List<Row> rows = new ArrayList<>();
        for (Row row : movies) {
            String movie = row.getString(row.fieldIndex("movie_id"));
            TrackingSummary summary = corrected.get(movie);
            if (summary != null) {
                Map<String, @Nullable Object> changed = new HashMap<>();
                changed.put("status", flawed.contains(movie) ? "partial" : "ok");
                changed.put("cells", summary.movie().cells());
                changed.put("tracks", summary.movie().tracks());
                changed.put("divisions", summary.movie().divisions());
                changed.put("links", summary.movie().links());
                changed.put("mean_link_probability", score(summary.movie().meanLinkProbability()));
                changed.put("low_margin_link_fraction", score(summary.movie().lowMarginLinkFraction()));
                changed.put("corrected", summary.corrections().corrected());
                changed.put("corrections_hash", summary.corrections().hash());
                changed.put("run_id", run.runId());
                rows.add(with(row, changed));
            }
        }
        return rows(rows, TableSchemas.MOVIES);
    }

    private static @Nullable Double score(double value) {
        return Double.isNaN(value) ? null : Precision.score(value);
    }

    private static Row with(Row row, Map<String, @Nullable Object> changed) {
        @Nullable Object[] values = new @Nullable Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            String name = row.schema().fieldNames()[i];
            values[i] = changed.containsKey(name) ? changed.get(name) : row.get(i);
        }
        return RowFactory.create(values);
    }

    private List<Row> failureRows(List<Failure> failures, List<Row> others) {
        List<Row> rows = new ArrayList<>();
        others.forEach(row -> rows.add(with(row, Map.of("run_id", run.runId()))));
        for (Failure failure : failures) {
            Row own = FailureTable.COLUMNS.row(new FailureTable(failure));
            @Nullable Object[] values = new @Nullable Object[own.size() + 3];
            for (int i = 0; i < own.size(); i++) {
                values[i] = own.get(i);
            }
            values[own.size()] = failure.movie().plate();
            values[own.size() + 1] = failure.movie().well();
            values[own.size() + 2] = run.runId();
            rows.add(RowFactory.create(values));
        }
        return rows;
    }

    private Dataset<Row> rows(List<Row> rows, StructType table) {
        return run.spark()
                .createDataFrame(rows, TableSchemas.withPartitions(table))
                .coalesce(1);
    }
}
