package org.cellineage.jobs.store;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where lineage tables are kept: a run writes its rows unseen, then publishes them plate by plate. A plate is written by
 * one run at a time ({@link PlateClaims}).
 */
public interface LineageStore {

    /**
     * Removes what a killed run left of a plate, and completes what it did not finish after publishing.
     *
     * @throws IOException where the store fails
     */
    void recover(String plate) throws IOException;

    /**
     * Writes a run's rows of one table and plate, in the order of {@link TableSchemas#order}; no reader sees them yet.
     *
     * @param rows the table's columns and {@code plate}, {@code well}, {@code run_id}
     */
    void write(String table, String plate, Dataset<Row> rows);

    /** The rows of a plate's wells as readers see them now. */
    Dataset<Row> published(String table, String plate, Set<String> wells) throws IOException;

    /** The movies of a plate as readers see them now. */
    List<PublishedMovie> movies(String plate) throws IOException;

    /**
     * Lets readers see a run's rows of a plate in place of what its wells showed before.
     *
     * @param wells the wells whose rows the run replaces
     * @param covered all wells that the run looked at; their failures are replaced
     */
    void publish(String runId, String plate, Set<String> wells, Set<String> covered) throws IOException;

    /** Keeps a plate map beside the tables, for those of the plates that have tables. */
    void keep(PlateMap map, Set<String> plates) throws IOException;

    /** Tells readers of other engines where the published rows are, once all plates of a run are. */
    void publishViews() throws IOException;
}
