package org.cellineage.cell;

import java.io.Serializable;

/**
 * Intensity of one channel over a cell's pixels, in the file's own units.
 *
 * @param mean arithmetic mean
 * @param std population standard deviation
 * @param min smallest
 * @param max largest
 */
public record ChannelIntensity(double mean, double std, double min, double max) implements Serializable {}
