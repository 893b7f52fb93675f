package org.cellineage.jobs.config;

import org.cellineage.config.Doc;

/** How the work is divided into tasks; does not affect the tables. */
public record ExecutionConfiguration(
        @Doc("Number of tasks of the segmentation stage; 0: four per core.")
        int segmentPartitions,

        @Doc("Number of tasks of the tracking stage; 0: two per core, at most one per movie.")
        int trackPartitions,

        @Doc("Frames per durable batch of segmentation; a run that dies loses at most one batch. 0: a single batch.")
        int segmentBatchFrames,

        @Doc("How long a plate stays claimed by a run that gives no sign of life; a live run gives five in this time.")
        int claimLeaseSeconds,

        @Doc("How often a movie may crash its worker before it is skipped and recorded as a failure.")
        int movieAttempts,

        @Doc("Longest time a task may spend on one movie; a movie that takes longer is a failure. 0: no limit.")
        int movieTimeLimitSeconds,

        @Doc(
                "TensorFlow threads per executor; 0: the executor's cores. With fewer threads than tasks, tasks wait for each"
                        + " other.")
        int tensorflowThreads,

        @Doc("Share of a GPU's memory that TensorFlow may use per executor; 0: as much as it needs.")
        double gpuMemoryFraction,

        @Doc(
                "Store that keeps the tables: parquet, iceberg, or one that a jar adds. An output keeps its first; auto: that"
                        + " one, or parquet.")
        String store,

        @Doc("Cluster resources for the segmentation stage.")
        StageResources segmentResources,

        @Doc("Cluster resources for the tracking stage.") StageResources trackResources)
        implements java.io.Serializable {

    /** Numbers of tasks are derived from the cluster. */
    public static final ExecutionConfiguration DEFAULTS =
            new ExecutionConfiguration(0, 0, 10_000, 300, 3, 0, 0, 0, "auto", StageResources.NONE, StageResources.NONE);

    public ExecutionConfiguration {
        if (segmentBatchFrames < 0) {
            throw new IllegalArgumentException("segment_batch_frames must be at least 0, but is " + segmentBatchFrames);
        }
        if (claimLeaseSeconds < 5) {
            throw new IllegalArgumentException("claim_lease_seconds must be at least 5, but is " + claimLeaseSeconds);
        }
        if (movieAttempts < 1) {
            throw new IllegalArgumentException("movie_attempts must be at least 1, but is " + movieAttempts);
        }
        if (movieTimeLimitSeconds < 0) {
            throw new IllegalArgumentException(
                    "movie_time_limit_seconds must be at least 0, but is " + movieTimeLimitSeconds);
        }
        if (store.isBlank()) {
            throw new IllegalArgumentException("store must be the name of a store, but is empty");
        }
        if (segmentPartitions < 0 || trackPartitions < 0) {
            throw new IllegalArgumentException("the number of partitions must be at least 0");
        }
        if (tensorflowThreads < 0) {
            throw new IllegalArgumentException("tensorflow_threads must be at least 0, but is " + tensorflowThreads);
        }
        if (!(gpuMemoryFraction >= 0 && gpuMemoryFraction <= 1)) {
            throw new IllegalArgumentException(
                    "gpu_memory_fraction must be between 0 and 1, but is " + gpuMemoryFraction);
        }
    }
}
