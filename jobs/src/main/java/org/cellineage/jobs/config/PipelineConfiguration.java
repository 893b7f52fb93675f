package org.cellineage.jobs.config;

import org.cellineage.config.Doc;
import org.cellineage.link.LinkOptions;
import org.cellineage.track.TrackingOptions;

/** All settings of a run. */
public record PipelineConfiguration(
        @Doc("How frames are segmented.") SegmentationConfiguration segmentation,
        @Doc("How candidate links are found and scored.") LinkOptions link,

        @Doc("How links, births, deaths and divisions are decided.")
        TrackingOptions tracking,

        @Doc("How the work is cut into tasks; changes nothing in the tables.")
        ExecutionConfiguration execution)
        implements java.io.Serializable {

    /** What runs without any setting. */
    public static final PipelineConfiguration DEFAULTS = new PipelineConfiguration(
            SegmentationConfiguration.DEFAULTS,
            LinkOptions.DEFAULTS,
            TrackingOptions.DEFAULTS,
            ExecutionConfiguration.DEFAULTS);
}
