package org.cellineage.cell;

import static org.cellineage.cell.Kept.Quantity.INTENSITY;

import java.io.Serializable;

/**
 * Intensity of one channel over a cell's pixels, in the file's own units.
 *
 * @param mean arithmetic mean
 * @param std population standard deviation
 * @param min smallest
 * @param max largest
 */
public record ChannelIntensity(
        @Kept(INTENSITY) double mean, @Kept(INTENSITY) double std, double min, double max) implements Serializable {}
