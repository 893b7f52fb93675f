package org.cellineage.jobs.config;

import org.cellineage.config.Doc;

/** How the work is cut into tasks. Changes nothing in the tables. */
public record ExecutionConfiguration(
        @Doc("Tasks of the segmentation stage; 0: four for each core.")
        int segmentPartitions,

        @Doc("Tasks of the tracking stage; 0: two for each core, at most one a movie.")
        int trackPartitions,

        @Doc("Frames segmented until they are durable; a run that dies segments at most these again. 0: all at once.")
        int segmentBatchFrames,

        @Doc("How long a plate stays claimed by a run that gives no sign of life; it gives five in this time.")
        int claimLeaseSeconds,

        @Doc("How often a movie may end the process that works on it; then it is left out, and is a failure.")
        int movieAttempts,

        @Doc("Longest time for which a task may be at one movie; a movie that takes longer is a failure. 0: any.")
        int movieTimeLimitSeconds,

        @Doc(
                "Threads of TensorFlow in an executor; 0: the executor's cores. With fewer than it has tasks, tasks wait for one"
                        + " another.")
        int tensorflowThreads,

        @Doc("Share of a GPU's memory that TensorFlow may take in an executor; 0: as much as it needs.")
        double gpuMemoryFraction,

        @Doc("What the segmentation stage asks of a cluster for itself.")
        StageResources segmentResources,

        @Doc("What the tracking stage asks of a cluster for itself.")
        StageResources trackResources)
        implements java.io.Serializable {

    /** Tasks found from the cluster. */
    public static final ExecutionConfiguration DEFAULTS =
            new ExecutionConfiguration(0, 0, 10_000, 300, 3, 0, 0, 0, StageResources.NONE, StageResources.NONE);

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
