package org.cellineage.jobs.config;

import org.cellineage.config.Doc;
import org.cellineage.segment.ClassicalOptions;
import org.cellineage.segment.ClassicalSegmenter;
import org.cellineage.segment.network.NetworkOptions;

/** How frames are segmented. */
public record SegmentationConfiguration(
        @Doc("Segmenter: network or classical.") String method,
        @Doc("Settings of the network segmenter.") NetworkOptions network,
        @Doc("Settings of the classical segmenter.") ClassicalOptions classical)
        implements java.io.Serializable {

    /** The bundled network. */
    public static final SegmentationConfiguration DEFAULTS =
            new SegmentationConfiguration(NetworkOptions.NAME, NetworkOptions.DEFAULTS, ClassicalOptions.DEFAULTS);

    public SegmentationConfiguration {
        if (!method.equals(ClassicalSegmenter.NAME) && !method.equals(NetworkOptions.NAME)) {
            throw new IllegalArgumentException("method must be network or classical, but is " + method);
        }
    }

    /** Channel that shows the nuclei, counted from 0. */
    public int channel() {
        return isNetwork() ? network.channel() : classical.channel();
    }

    /** Whether a network segments. */
    public boolean isNetwork() {
        return method.equals(NetworkOptions.NAME);
    }
}
