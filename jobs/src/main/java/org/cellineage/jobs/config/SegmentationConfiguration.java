package org.cellineage.jobs.config;

import org.cellineage.config.Doc;
import org.cellineage.segment.ClassicalOptions;
import org.cellineage.segment.ClassicalSegmenter;

/** How frames are segmented. */
public record SegmentationConfiguration(
        @Doc("Segmenter: classical.") String method,
        @Doc("Settings of the classical segmenter.") ClassicalOptions classical)
        implements java.io.Serializable {

    /** The classical segmenter with its own defaults. */
    public static final SegmentationConfiguration DEFAULTS =
            new SegmentationConfiguration(ClassicalSegmenter.NAME, ClassicalOptions.DEFAULTS);

    public SegmentationConfiguration {
        if (!method.equals(ClassicalSegmenter.NAME)) {
            throw new IllegalArgumentException("method must be classical, but is " + method);
        }
    }
}
