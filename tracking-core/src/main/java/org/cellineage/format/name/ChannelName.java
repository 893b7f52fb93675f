package org.cellineage.format.name;

import java.util.Comparator;
import java.util.Optional;

/**
 * A channel as given in a file name. Images of a movie with equal keys belong to the same channel.
 *
 * @param key identifies the channel: {@code w1}, {@code ch0}, {@code FITC - FITC}
 * @param name name of the channel if it is given besides a number: {@code GFP} in {@code _w1GFP}
 */
public record ChannelName(String key, Optional<String> name) implements Comparable<ChannelName> {

    private static final Comparator<ChannelName> ORDER = Comparator.comparing(ChannelName::padded)
            .thenComparing(ChannelName::key)
            .thenComparing(c -> c.name.orElse(""));

    /** The key followed by the name, for tables and messages. */
    public String display() {
        return name.map(text -> key + "_" + text).orElse(key);
    }

    /** Numbers within keys are compared as numbers: {@code w2} is before {@code w10}. */
    @Override
    public int compareTo(ChannelName other) {
        return equals(other) ? 0 : ORDER.compare(this, other);
    }

    private String padded() {
        return NaturalOrder.padded(key);
    }
}
