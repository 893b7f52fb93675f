package org.cellineage.jobs.watch;

import java.io.Serializable;
import org.cellineage.format.MovieKey;

/**
 * A movie that has arrived whole, or has arrived again because its files have changed.
 *
 * @param input the location that it was found in: what {@code run} would take as input
 * @param plate its plate
 * @param well its well
 * @param site its site
 * @param version changes with the places, sizes and times (ETags) of its files
 */
record Arrival(String input, String plate, String well, String site, String version) implements Serializable {

    MovieKey key() {
        return new MovieKey(plate, well, site);
    }

    /** Where it was found and what it is called; it arrives once for each version. */
    String name() {
        return input + " " + key().id();
    }
}
