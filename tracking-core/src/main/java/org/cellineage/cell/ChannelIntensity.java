package org.cellineage.cell;

import static org.cellineage.cell.Kept.Quantity.INTENSITY;

import java.io.Serializable;

/**
 * Intensity statistics of one channel over the finite pixels of a cell, in the units of the file; all NaN if there are
 * none.
 *
 * @param mean arithmetic mean
 * @param std population standard deviation
 * @param min minimum
 * @param max maximum
 */
public record ChannelIntensity(
        @Kept(INTENSITY) double mean, @Kept(INTENSITY) double std, double min, double max) implements Serializable {

    /** The intensity of a cell without finite pixels. */
    public static final ChannelIntensity UNKNOWN = new ChannelIntensity(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Whether there is at least one finite pixel. */
    public boolean isKnown() {
        return !Double.isNaN(mean);
    }
}
