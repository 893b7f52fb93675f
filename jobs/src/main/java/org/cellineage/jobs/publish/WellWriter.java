package org.cellineage.jobs.publish;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.cellineage.jobs.cluster.RunContext;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.jobs.track.TrackedRows;

/** Writes a run's rows of wells, together with the rows of movies that it keeps in the same wells. */
final class WellWriter {

    private record Table(String name, String kind) {}

    private static final List<Table> TABLES = List.of(
            new Table(TableSchemas.CELLS_TABLE, TrackedRows.CELL),
            new Table(TableSchemas.TRACKS_TABLE, TrackedRows.TRACK),
            new Table(TableSchemas.DIVISIONS_TABLE, TrackedRows.DIVISION));

    private final RunContext run;
    private final LineageStore store;
    private final Collection<String> kept;

    /** @param kept ids of the movies whose rows are kept */
    WellWriter(RunContext run, LineageStore store, Collection<String> kept) {
        this.run = run;
        this.store = store;
        this.kept = List.copyOf(kept);
    }

    /** Writes cells, tracks and divisions, from rows of {@link TrackedRows#SCHEMA}. */
    void writeTracked(Dataset<Row> tracked, Map<String, Set<String>> wells) throws IOException {
        for (Table table : TABLES) {
            Dataset<Row> rows = tracked.where(functions.col("kind").equalTo(table.kind()))
                    .select(functions.col("plate"), functions.col("well"), functions.col(table.kind() + ".*"))
                    .withColumn("run_id", functions.lit(run.runId()));
            write(table.name(), rows, wells);
        }
    }

    /** Writes the rows of a table. */
    void write(String table, Dataset<Row> rows, Map<String, Set<String>> wells) throws IOException {
        Dataset<Row> all = rows;
        if (!kept.isEmpty()) {
            all = rows.unionByName(store.published(table, wells)
                    .where(functions.col("movie_id").isin(kept.toArray()))
                    .withColumn("run_id", functions.lit(run.runId())));
        }
        store.write(table, run.runId(), wells.keySet(), all);
    }
}
