package org.cellineage.jobs.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The earlier runs that a store keeps. */
public interface RunHistory {

    /** Ids of the runs whose tables can still be read, the latest first. */
    List<String> runs() throws IOException;

    /**
     * All tables as they were when a run had published its last plate. Of a plate that another run was publishing at
     * that moment, they show what was there before.
     *
     * @throws org.cellineage.problem.BadConfigurationException if the run is not one of {@link #runs}
     */
    PublishedTables asOf(String runId) throws IOException;

    /**
     * Removes what only runs before a moment have shown, and files that killed processes left before it. What is
     * published now stays.
     *
     * <p>The caller has claimed all published plates.
     *
     * @throws org.cellineage.problem.BadOutputException if nothing can be removed without losing what is published
     */
    Expired expire(Instant before) throws IOException;

    /**
     * What was removed.
     *
     * @param snapshots states of tables
     * @param files files, of any kind
     */
    record Expired(int snapshots, int files) {}
}
