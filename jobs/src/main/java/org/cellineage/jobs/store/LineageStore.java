package org.cellineage.jobs.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.cellineage.jobs.codec.LocalRows;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * Storage of lineage tables: a run writes its rows invisibly, then publishes them plate by plate. A plate is written by
 * one run at a time ({@link PlateClaims}).
 *
 * <p>A run recovers its plates after claiming them. From then on nobody else changes what they show, so the store
 * caches it.
 */
public interface LineageStore {

    /**
     * Removes what a killed run left in plates, and completes what it did not finish after publishing.
     *
     * @param plates the plates that the caller has claimed
     * @throws IOException if the store fails
     */
    void recover(Set<String> plates) throws IOException;

    /**
     * Writes a run's rows of one table, in the order of {@link TableSchemas#order}; they are not visible to readers
     * yet.
     *
     * @param runId the run
     * @param plates plates of the rows
     * @param rows the table's columns and {@code plate}, {@code well}, {@code run_id}
     */
    void write(String table, String runId, Set<String> plates, Dataset<Row> rows) throws IOException;

    /** The currently published rows of some wells of each plate. */
    Dataset<Row> published(String table, Map<String, Set<String>> wells) throws IOException;

    /**
     * The currently published rows of a well, those of a site in the order of {@link TableSchemas#order}; read without a
     * Spark job where a store can do that.
     */
    default LocalRows rows(String table, String plate, String well) throws IOException {
        return LocalRows.of(published(table, Map.of(plate, Set.of(well))));
    }

    /** The currently published movies of plates. */
    List<PublishedMovie> movies(Set<String> plates) throws IOException;

    /**
     * Makes a run's rows of a plate visible to readers, replacing what its wells showed before.
     *
     * @param wells wells whose rows the run replaces
     * @param covered all wells that the run processed; their failures are replaced
     */
    void publish(String runId, String plate, Set<String> wells, Set<String> covered) throws IOException;

    /** Whether anything is published. */
    boolean hasTables() throws IOException;

    /** All tables as currently published. */
    PublishedTables tables() throws IOException;

    /**
     * A table as currently published; empty, with its columns, if nothing is.
     *
     * @throws IllegalArgumentException if there is no table with this name
     */
    default Dataset<Row> table(String name) throws IOException {
        return tables().table(name);
    }

    /** The published wells, by plate. */
    Map<String, Set<String>> wells() throws IOException;

    /**
     * A text that changes with every publication of a plate, found without reading rows where a store can; empty if
     * nothing of it is published.
     */
    default String publication(String plate) throws IOException {
        Set<String> wells = wells().get(plate);
        if (wells == null) {
            return "";
        }
        List<String> runs = new ArrayList<>();
        for (String table : List.of(TableSchemas.MOVIES_TABLE, TableSchemas.FAILURES_TABLE)) {
            for (Row row : published(table, Map.of(plate, wells))
                    .select("well", "run_id")
                    .distinct()
                    .collectAsList()) {
                runs.add(table + " " + row.getString(0) + " " + row.getString(1));
            }
        }
        runs.sort(null);
        return String.join("\n", runs);
    }

    /** The conditions from the plate maps stored with the tables. */
    Conditions conditions() throws IOException;

    /** Stores a plate map with the tables, for those of the plates that have tables. */
    void keep(PlateMap map, Set<String> plates) throws IOException;

    /** What was learned from corrections about how sure links are. */
    default Calibration calibration() throws IOException {
        return Calibration.NONE;
    }

    /** The earlier runs that it keeps; empty if it keeps only what is published. */
    default Optional<RunHistory> history() throws IOException {
        return Optional.empty();
    }

    /** Updates the view files for other engines, after all plates of a run have been published. */
    void publishViews() throws IOException;
}
