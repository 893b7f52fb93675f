package org.cellineage.segment;

import java.io.Serializable;

/**
 * A channel in which cells are found, and how.
 *
 * @param model name of the model; empty if the method has none or only one
 * @param channel index of the channel, from 0
 * @param diameterPx typical diameter of what is found, that of a circle of equal area; NaN if unknown
 */
public record SegmentedChannel(String model, int channel, double diameterPx) implements Serializable {

    /** Returns the same with another diameter. */
    public SegmentedChannel withDiameterPx(double px) {
        return new SegmentedChannel(model, channel, px);
    }
}
