package org.cellineage.jobs.config;

import org.cellineage.config.Doc;
import org.cellineage.link.LinkOptions;
import org.cellineage.track.TrackingOptions;

/** All settings of a run. */
public record PipelineConfiguration(
        @Doc("How movies are read where their files leave a choice.")
        InputConfiguration input,

        @Doc("How frames are segmented.") SegmentationConfiguration segmentation,

        @Doc("What decides on links and divisions.") LinkingConfiguration linking,

        @Doc(
                "How candidate links are found, and how the geometric linker scores them; the learned one has a gate of its"
                        + " own.")
        LinkOptions link,

        @Doc("How tracks live on, and the geometric linker's births, deaths and divisions.")
        TrackingOptions tracking,

        @Doc("How the work is cut into tasks; changes nothing in the tables.")
        ExecutionConfiguration execution)
        implements java.io.Serializable {

    /** What runs without any setting. */
    public static final PipelineConfiguration DEFAULTS = new PipelineConfiguration(
            InputConfiguration.DEFAULTS,
            SegmentationConfiguration.DEFAULTS,
            LinkingConfiguration.DEFAULTS,
            LinkOptions.DEFAULTS,
            TrackingOptions.DEFAULTS,
            ExecutionConfiguration.DEFAULTS);
}
