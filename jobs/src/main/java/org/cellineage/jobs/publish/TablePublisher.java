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
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.cluster.RunContext;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.model.FrameLinking;
import org.cellineage.jobs.plan.WorkPlan;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.segmented.Segmentation;
import org.cellineage.jobs.segmented.Segmented;
import org.cellineage.jobs.segmented.SegmentedBatch;
import org.cellineage.jobs.segmented.SegmentedMovie;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.PlateClaims;
import org.cellineage.jobs.tables.Columns;
import org.cellineage.jobs.tables.FailureTable;
import org.cellineage.jobs.tables.MovieTable;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.jobs.tables.TrackingSummary;
import org.cellineage.jobs.track.TrackedRows;

/**
 * Sorts the rows of a run into the tables, one job per table for all plates, and publishes them plate by plate. In a
 * well that the run replaces, rows of movies that it did not process are copied to the new run.
 */
public final class TablePublisher {

    private static final int MOST_OUTAGES_TOLD = 10;

    private final RunContext run;
    private final LineageStore store;
    private final RunRequest request;
    private final FrameLinking linking;

    public TablePublisher(RunContext run, LineageStore store, RunRequest request, FrameLinking linking) {
        this.run = run;
        this.store = store;
        this.request = request;
        this.linking = linking;
    }

    /** What there is to publish; flaws are failures by which neither a movie nor a frame is lost. */
    private record Results(
            Dataset<Row> tracked,
            Segmented segmented,
            Map<MovieKey, TrackingSummary> summaries,
            Set<String> lost,
            Set<Failure> flaws,
            List<Failure> failures) {}

    /**
     * Publishes a run. A well in which no movie succeeded keeps its current rows; its failures are published in any
     * case.
     *
     * @param tracked rows of the tracking stage
     * @param segmented the movies that were tracked, and the failures of earlier stages
     * @param claims the claims on the plates, checked again before each plate is published
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
        tracked.where(ofKind(TrackedRows.FLAW).or(ofKind(TrackedRows.CONFLICT)))
                .collectAsList()
                .forEach(row -> flaws.add(failure(row)));
        failures.addAll(flaws);
        Map<MovieKey, TrackingSummary> summaries = new TreeMap<>();
        for (Row row : tracked.where(ofKind(TrackedRows.SUMMARY)).collectAsList()) {
            summaries.put(key(row), TrackingSummary.CODEC.fromRow(row.getStruct(row.fieldIndex(TrackedRows.SUMMARY))));
        }
        failures.sort(Failure.ORDER);
        Results results = new Results(tracked, segmented, summaries, lost, flaws, failures);
        Map<String, Wells> plates = wells(results, plan);
        if (!plates.isEmpty()) {
            run.output()
                    .replace(
                            "_runs/" + run.runId() + ".json",
                            ConfigurationLoader.effectiveJson(request.configuration()) + "\n");
            write(plates, results, plan);
            for (Map.Entry<String, Wells> plate : plates.entrySet()) {
                claims.verify(plate.getKey());
                store.publish(
                        run.runId(),
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
     * @param covered wells whose failures it replaces, including the former
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

    private void write(Map<String, Wells> plates, Results results, WorkPlan plan) throws IOException {
        List<String> kept = new ArrayList<>();
        plates.forEach((plate, wells) -> plan.kept().getOrDefault(plate, Set.of()).stream()
                .filter(key -> wells.covered().contains(key.well()))
                .forEach(key -> kept.add(key.id())));
        Map<String, Set<String>> replaced = new TreeMap<>();
        Map<String, Set<String>> covered = new TreeMap<>();
        plates.forEach((plate, wells) -> {
            replaced.put(plate, wells.replaced());
            covered.put(plate, wells.covered());
        });
        Dataset<Row> tracked = results.lost().isEmpty()
                ? results.tracked()
                : results.tracked()
                        .where(functions.not(functions
                                .concat_ws("/", functions.col("plate"), functions.col("well"), functions.col("site"))
                                .isin(results.lost().toArray())));
        WellWriter writer = new WellWriter(run, store, kept);
        writer.writeTracked(tracked, replaced);
        Dataset<Row> movies = rows(movieRows(results), MovieTable.COLUMNS, MovieTable::key);
        writer.write(TableSchemas.MOVIES_TABLE, movies, replaced);
        Dataset<Row> failures = rows(
                results.failures().stream().map(FailureTable::new).toList(),
                FailureTable.COLUMNS,
                row -> row.failure().movie());
        writer.write(TableSchemas.FAILURES_TABLE, failures, covered);
    }

    /** Rows of a table followed by the partition columns. */
    private <S> Dataset<Row> rows(List<S> sources, Columns<S> columns, Function<S, MovieKey> movie) {
        List<Row> rows = new ArrayList<>();
        for (S source : sources) {
            Row own = columns.row(source);
            Object[] values = new Object[own.size() + 3];
            for (int i = 0; i < own.size(); i++) {
                values[i] = own.get(i);
            }
            values[own.size()] = movie.apply(source).plate();
            values[own.size() + 1] = movie.apply(source).well();
            values[own.size() + 2] = run.runId();
            rows.add(RowFactory.create(values));
        }
        return run.spark()
                .createDataFrame(rows, TableSchemas.withPartitions(columns.schema()))
                .coalesce(1);
    }

    private static Failure failure(Row row) {
        return TrackedRows.failure(key(row), row);
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

    private List<MovieTable> movieRows(Results results) {
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
        List<MovieTable> rows = new ArrayList<>();
        results.summaries().forEach((key, summary) -> {
            SegmentedMovie movie = results.segmented().movies().get(key);
            SegmentedBatch batch = results.segmented().index().batches().get(key);
            if (movie != null && batch != null) {
                String status = badFrames.containsKey(key) || flawed.contains(key) ? "partial" : "ok";
                rows.add(new MovieTable(
                        key,
                        status,
                        run.runId(),
                        movie.info(),
                        processed(movie, summary, badFrames.getOrDefault(key, 0), batch.segmentation())));
            }
        });
        for (MovieKey key : lostMovies) {
            if (!results.summaries().containsKey(key) && !key.equals(Failure.UNKNOWN_MOVIE)) {
                SegmentedMovie movie = results.segmented().index().movies().get(key);
                rows.add(new MovieTable(key, "failed", run.runId(), movie == null ? null : movie.info(), null));
            }
        }
        return rows;
    }

    private MovieTable.Processed processed(
            SegmentedMovie movie, TrackingSummary summary, int framesFailed, Segmentation segmentation) {
        MovieTable.Linking links = new MovieTable.Linking(
                linking.name(), linking.modelHash(), segmentation.configHash(linking.name(), request.configuration()));
        return new MovieTable.Processed(movie.info(), movie.plan(), framesFailed, segmentation, links, summary);
    }

    /** Frames that were left out must not be so in silence. */
    private List<String> warnings(Map<MovieKey, TrackingSummary> summaries) {
        List<String> warnings = new ArrayList<>(linking.warnings());
        int movies = 0;
        for (Map.Entry<MovieKey, TrackingSummary> summary : summaries.entrySet()) {
            List<Integer> frames = summary.getValue().movie().outageFrames();
            if (!frames.isEmpty() && ++movies <= MOST_OUTAGES_TOLD) {
                String which = frames.size() == 1
                        ? "frame " + frames.get(0) + " is"
                        : frames.size() + " frames from frame " + frames.get(0) + " on are";
                warnings.add(
                        summary.getKey().id() + ": " + which + " an outage of the whole field. Tracks wait meanwhile;"
                                + " 'outage_frames' in movies names all, and --set tracking.max_outage_frames=0 takes them as they are.");
            }
        }
        if (movies > MOST_OUTAGES_TOLD) {
            warnings.add("Outages of " + (movies - MOST_OUTAGES_TOLD) + " more movies: see 'outage_frames' in movies.");
        }
        return warnings;
    }

    private RunReport report(Results results, int unchanged, long frames, long startNanos) {
        long cells = 0;
        long tracks = 0;
        long divisions = 0;
        for (TrackingSummary summary : results.summaries().values()) {
            cells += summary.movie().cells();
            tracks += summary.movie().tracks();
            divisions += summary.movie().divisions();
        }
        return new RunReport(
                run.runId(),
                results.summaries().size(),
                unchanged,
                frames,
                cells,
                tracks,
                divisions,
                warnings(results.summaries()),
                results.failures(),
                (System.nanoTime() - startNanos) / 1e9);
    }
}
