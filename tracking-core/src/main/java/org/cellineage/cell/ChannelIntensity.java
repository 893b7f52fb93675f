package org.cellineage.cell;

import static org.cellineage.cell.Kept.Quantity.INTENSITY;
import static org.cellineage.cell.Kept.Quantity.RATIO;

import java.io.Serializable;

/**
 * Intensity statistics of one channel over the finite pixels of a cell and of its surroundings, in the units of the file;
 * NaN where there are none.
 *
 * @param mean arithmetic mean
 * @param std population standard deviation
 * @param min minimum
 * @param max maximum
 * @param ring mean of a ring around the cell, or, where whole cells were grown around nuclei, of the part of the ring that
 *     belongs to the same cell; NaN if it was not measured
 * @param background of the surroundings; NaN if it was not measured
 * @param wholeCell mean of the whole cell around a nucleus; NaN if none was grown
 * @param ringRatio the mean over that of the ring, both above the background; NaN if one of the three is not known or the
 *     ring is not brighter than the background
 */
public record ChannelIntensity(
        @Kept(INTENSITY) double mean,
        @Kept(INTENSITY) double std,
        double min,
        double max,
        @Kept(INTENSITY) double ring,
        @Kept(INTENSITY) double background,
        @Kept(INTENSITY) double wholeCell,
        @Kept(RATIO) double ringRatio)
        implements Serializable {

    /** The intensity of a cell without finite pixels. */
    public static final ChannelIntensity UNKNOWN = new ChannelIntensity(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Creates the statistics of a cell whose surroundings were not measured. */
    public ChannelIntensity(double mean, double std, double min, double max) {
        this(mean, std, min, max, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /** Returns the same with the surroundings. */
    ChannelIntensity with(double newRing, double newBackground, double newWholeCell) {
        double ratio = newRing > newBackground ? (mean - newBackground) / (newRing - newBackground) : Double.NaN;
        return new ChannelIntensity(mean, std, min, max, newRing, newBackground, newWholeCell, ratio);
    }

    /** Whether there is at least one finite pixel. */
    public boolean isKnown() {
        return !Double.isNaN(mean);
    }
}
