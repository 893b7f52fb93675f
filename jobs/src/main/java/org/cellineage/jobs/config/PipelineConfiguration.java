package org.cellineage.jobs.config;

import org.cellineage.cell.MeasurementOptions;
import org.cellineage.classify.ClassificationOptions;
import org.cellineage.config.Doc;
import org.cellineage.link.LinkOptions;
import org.cellineage.predict.PredictionOptions;
import org.cellineage.segment.method.SegmentationOptions;
import org.cellineage.track.TrackingOptions;
import org.cellineage.track.method.LinkingOptions;

/** All settings of a run. */
public record PipelineConfiguration(
        @Doc("How movies are read where their files leave a choice.")
        InputConfiguration input,

        @Doc("Whether a channel is predicted from others before frames are segmented.")
        PredictionOptions prediction,

        @Doc("How frames are segmented.") SegmentationOptions segmentation,

        @Doc("How cells are measured.") MeasurementOptions measurement,

        @Doc("How classes of cells are found, if a model is named.")
        ClassificationOptions classification,

        @Doc("How links and divisions are decided.") LinkingOptions linking,

        @Doc("How candidate links are found, and how the geometric linker scores them; the learned linker has its own"
                + " gate.")
        LinkOptions link,

        @Doc("How tracks survive gaps, and the geometric linker's births, deaths and divisions.")
        TrackingOptions tracking,

        @Doc("How the work is divided into tasks; does not affect the tables.")
        ExecutionConfiguration execution)
        implements java.io.Serializable {

    /** The default settings. */
    public static final PipelineConfiguration DEFAULTS = new PipelineConfiguration(
            InputConfiguration.DEFAULTS,
            PredictionOptions.DEFAULTS,
            SegmentationOptions.DEFAULTS,
            MeasurementOptions.DEFAULTS,
            ClassificationOptions.DEFAULTS,
            LinkingOptions.DEFAULTS,
            LinkOptions.DEFAULTS,
            TrackingOptions.DEFAULTS,
            ExecutionConfiguration.DEFAULTS);
}
