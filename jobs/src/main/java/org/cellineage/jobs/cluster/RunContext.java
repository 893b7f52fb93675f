package org.cellineage.jobs.cluster;

import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.hadoop.OutputFolder;

/**
 * What the stages of one run share.
 *
 * @param spark the session
 * @param storage where movies are read from
 * @param output where the run writes
 * @param runId names the run
 * @param cluster what each stage gets of the cluster
 * @param metrics what the stages cost
 */
public record RunContext(
        SparkSession spark,
        Storage storage,
        OutputFolder output,
        String runId,
        ClusterPlan cluster,
        RunMetrics metrics) {}
