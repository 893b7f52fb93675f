package org.cellineage.cell;

import static org.cellineage.cell.Kept.Quantity.INTENSITY;

import java.io.Serializable;

/**
 * Intensity of one channel over a cell's finite pixels, in the file's own units; all NaN where there are none.
 *
 * @param mean arithmetic mean
 * @param std population standard deviation
 * @param min smallest
 * @param max largest
 */
public record ChannelIntensity(
        @Kept(INTENSITY) double mean, @Kept(INTENSITY) double std, double min, double max) implements Serializable {

    /** Of a cell without a finite pixel. */
    public static final ChannelIntensity UNKNOWN = new ChannelIntensity(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Whether there was a finite pixel. */
    public boolean isKnown() {
        return !Double.isNaN(mean);
    }
}
