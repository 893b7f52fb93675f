package org.cellineage.jobs.store;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where lineage tables are kept: a run writes its rows unseen, then publishes them well by well. */
public interface LineageStore {

    /**
     * Writes a run's rows of one table; no reader sees them yet.
     *
     * @param rows the table's columns and {@code plate}, {@code well}, {@code run_id}
     * @param order columns to sort a well's rows by
     */
    void write(String table, Dataset<Row> rows, String... order);

    /**
     * Lets readers see a run's rows in place of what the wells showed before.
     *
     * @param wells plate to the wells whose rows the run replaces
     * @param covered plate to all wells that the run looked at; their failures are replaced
     */
    void publish(String runId, Map<String, Set<String>> wells, Map<String, Set<String>> covered) throws IOException;
}
