package org.cellineage.jobs.cluster;

import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.hadoop.OutputFolder;

/**
 * What the stages of a run share.
 *
 * @param spark the session
 * @param storage where movies are read from
 * @param output where the run writes
 * @param runId id of the run
 * @param cluster cluster resources of the stages
 * @param metrics costs of the stages
 */
public record RunContext(
        SparkSession spark,
        Storage storage,
        OutputFolder output,
        String runId,
        ClusterPlan cluster,
        RunMetrics metrics) {}
