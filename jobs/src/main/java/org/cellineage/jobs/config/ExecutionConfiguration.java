package org.cellineage.jobs.config;

import org.cellineage.config.Doc;

/** How the work is cut into tasks. Changes nothing in the tables. */
public record ExecutionConfiguration(
        @Doc("Tasks of the segmentation stage; 0: four for each core.")
        int segmentPartitions,

        @Doc("Tasks of the tracking stage; 0: two for each core, at most one a movie.")
        int trackPartitions)
        implements java.io.Serializable {

    /** Both found from the cluster. */
    public static final ExecutionConfiguration DEFAULTS = new ExecutionConfiguration(0, 0);

    public ExecutionConfiguration {
        if (segmentPartitions < 0 || trackPartitions < 0) {
            throw new IllegalArgumentException("the number of partitions must be at least 0");
        }
    }
}
