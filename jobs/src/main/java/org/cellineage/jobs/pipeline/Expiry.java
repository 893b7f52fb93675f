package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.store.PlateClaims;
import org.cellineage.jobs.store.RunHistory;

/** Removes earlier runs of an output. All its plates are claimed meanwhile, so that no run needs what is removed. */
public final class Expiry {

    private final SparkSession spark;

    public Expiry(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Removes what only runs before a moment have shown.
     *
     * @param output location of the tables
     * @return what was removed; empty if the store keeps no earlier runs
     */
    public Optional<RunHistory.Expired> expire(String output, Instant before) throws IOException {
        HadoopStorage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        Run run = new Run(spark, storage, PipelineConfiguration.DEFAULTS, output);
        Optional<RunHistory> history = run.tables().history();
        if (history.isEmpty()) {
            return Optional.empty();
        }
        Set<String> plates = run.tables().wells().keySet();
        try (PlateClaims claims = run.claim(plates);
                run) {
            claims.verify();
            RunHistory.Expired expired = history.get().expire(before);
            run.tables().publishViews();
            return Optional.of(expired);
        }
    }
}
