package org.cellineage.jobs.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where lineage tables are kept: a run writes its rows unseen, then publishes them plate by plate. A plate is written by
 * one run at a time ({@link PlateClaims}).
 *
 * <p>A run recovers its plates once it has claimed them. From then on nobody else changes what they show, so that the store
 * holds it and does not read it again.
 */
public interface LineageStore {

    /**
     * Removes what a killed run left of plates, and completes what it did not finish after publishing.
     *
     * @param plates the plates of the caller, which has claimed them
     * @throws IOException where the store fails
     */
    void recover(Set<String> plates) throws IOException;

    /**
     * Writes a run's rows of one table, in the order of {@link TableSchemas#order}; no reader sees them yet.
     *
     * @param runId the run
     * @param plates the plates that the rows are of
     * @param rows the table's columns and {@code plate}, {@code well}, {@code run_id}
     */
    void write(String table, String runId, Set<String> plates, Dataset<Row> rows) throws IOException;

    /** The rows of some wells of each plate as readers see them now. */
    Dataset<Row> published(String table, Map<String, Set<String>> wells) throws IOException;

    /** The movies of plates as readers see them now. */
    List<PublishedMovie> movies(Set<String> plates) throws IOException;

    /**
     * Lets readers see a run's rows of a plate in place of what its wells showed before.
     *
     * @param wells the wells whose rows the run replaces
     * @param covered all wells that the run looked at; their failures are replaced
     */
    void publish(String runId, String plate, Set<String> wells, Set<String> covered) throws IOException;

    /** Whether readers see anything here. */
    boolean hasTables() throws IOException;

    /** All tables as readers see them now. */
    PublishedTables tables() throws IOException;

    /**
     * A table as readers see it now; empty, with its columns, where nothing is published.
     *
     * @throws IllegalArgumentException where there is no table of that name
     */
    default Dataset<Row> table(String name) throws IOException {
        return tables().table(name);
    }

    /** The wells that readers see, by plate. */
    Map<String, Set<String>> wells() throws IOException;

    /** What the plate maps say that are kept beside the tables. */
    Conditions conditions() throws IOException;

    /** Keeps a plate map beside the tables, for those of the plates that have tables. */
    void keep(PlateMap map, Set<String> plates) throws IOException;

    /** Tells readers of other engines where the published rows are, once all plates of a run are. */
    void publishViews() throws IOException;
}
