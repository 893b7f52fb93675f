package org.cellineage.jobs.segmented;

import java.io.Serializable;
import org.cellineage.segment.SegmentedChannel;

/**
 * A channel in which something is found, and how.
 *
 * @param channel index of the channel, from 0
 * @param model name of the model; empty if there is none
 * @param modelHash SHA-256 of the model; empty if there is none
 * @param diameter typical diameter of what is found
 */
public record PlannedChannel(int channel, String model, String modelHash, NucleusDiameter diameter)
        implements Serializable {

    SegmentedChannel segmented() {
        return new SegmentedChannel(model, channel, diameter.px());
    }

    /** Returns the same with another diameter. */
    public PlannedChannel with(NucleusDiameter other) {
        return new PlannedChannel(channel, model, modelHash, other);
    }
}
