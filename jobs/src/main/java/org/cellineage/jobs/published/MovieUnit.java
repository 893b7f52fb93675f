package org.cellineage.jobs.published;

import java.util.List;

/**
 * Movies that are processed together.
 *
 * @param name see {@link MovieScope#unitOf}
 * @param movies at least one, sorted by key
 * @param <A> type of the objects that the driver sent with them
 */
public record MovieUnit<A>(String name, List<UnitMovie<A>> movies) {

    public MovieUnit {
        movies = List.copyOf(movies);
    }
}
