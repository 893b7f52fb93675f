package org.cellineage.segment.method;

import org.cellineage.config.Doc;
import org.cellineage.segment.ClassicalOptions;
import org.cellineage.segment.network.NetworkOptions;
import org.cellineage.type.TypeOptions;

/** The segmentation method, and the settings of each method. */
public record SegmentationOptions(
        @Doc("Segmenter: network or classical.") String method,

        @Doc("How it is found out what the channels of a movie show, where that decides on the model.")
        TypeOptions type,

        @Doc("Settings of the network segmenter.") NetworkOptions network,
        @Doc("Settings of the classical segmenter.") ClassicalOptions classical)
        implements java.io.Serializable {

    /** The bundled networks. */
    public static final SegmentationOptions DEFAULTS = new SegmentationOptions(
            NetworkSegmentation.NAME, TypeOptions.DEFAULTS, NetworkOptions.DEFAULTS, ClassicalOptions.DEFAULTS);

    public SegmentationOptions {
        if (!SegmentationMethods.names().contains(method)) {
            throw new IllegalArgumentException(
                    "method must be " + String.join(" or ", SegmentationMethods.names()) + ", but is " + method);
        }
    }

    /** Index of the channel in which cells are found where nothing else decides, from 0. */
    public int channel() {
        return SegmentationMethods.named(method).channel(this);
    }
}
