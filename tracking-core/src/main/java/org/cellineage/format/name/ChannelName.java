package org.cellineage.format.name;

import java.util.Comparator;
import java.util.Optional;

/**
 * A channel as a file name tells it. Images of a movie with equal keys are of one channel.
 *
 * @param key what tells channels apart: {@code w1}, {@code ch0}, {@code FITC - FITC}
 * @param name what the channel is called, where the name says it beside a number: {@code GFP} of {@code _w1GFP}
 */
public record ChannelName(String key, Optional<String> name) implements Comparable<ChannelName> {

    private static final Comparator<ChannelName> ORDER = Comparator.comparing(ChannelName::padded)
            .thenComparing(ChannelName::key)
            .thenComparing(c -> c.name.orElse(""));

    /** What tables and messages call it: the key, and the name after it. */
    public String display() {
        return name.map(text -> key + "_" + text).orElse(key);
    }

    /** Numbers within keys compare as numbers: {@code w2} is before {@code w10}. */
    @Override
    public int compareTo(ChannelName other) {
        return equals(other) ? 0 : ORDER.compare(this, other);
    }

    private String padded() {
        return NaturalOrder.padded(key);
    }
}
