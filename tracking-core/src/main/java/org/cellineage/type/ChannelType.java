package org.cellineage.type;

import java.io.Serializable;

/**
 * What a channel of a movie shows.
 *
 * @param type what it shows
 * @param probability its probability; NaN if it was given
 */
public record ChannelType(ImageType type, double probability) implements Serializable {

    /** A type that somebody said. */
    public static ChannelType given(ImageType type) {
        return new ChannelType(type, Double.NaN);
    }

    /** Whether it was given, not found. */
    public boolean isGiven() {
        return Double.isNaN(probability);
    }

    /** Whether it was given or is at least this probable. */
    public boolean isSure(double minProbability) {
        return isGiven() || probability >= minProbability;
    }
}
