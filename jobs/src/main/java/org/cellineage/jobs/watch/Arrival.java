package org.cellineage.jobs.watch;

import java.io.Serializable;
import org.cellineage.format.MovieKey;

/**
 * A movie that is complete, or is complete again after its files have changed.
 *
 * @param input location in which it was found, in the form that {@code run} takes as input
 * @param plate its plate
 * @param well its well
 * @param site its site
 * @param version changes with the locations, sizes and modification times (ETags) of its files
 */
record Arrival(String input, String plate, String well, String site, String version) implements Serializable {

    MovieKey key() {
        return new MovieKey(plate, well, site);
    }

    /** Identifies the movie by location and key; it arrives once per version. */
    String name() {
        return input + " " + key().id();
    }
}
