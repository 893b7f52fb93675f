package org.cellineage.jobs.published;

import org.cellineage.format.MovieKey;

/** Which movies are processed together: in one task, one after the other. */
public enum MovieScope {
    /** Each movie alone. */
    MOVIE,
    /** All movies of a well. */
    WELL,
    /** All movies of a plate. */
    PLATE;

    /** Name of the unit to which a movie belongs: {@code P7/B02/1}, {@code P7/B02} or {@code P7}. */
    public String unitOf(MovieKey movie) {
        return switch (this) {
            case MOVIE -> movie.id();
            case WELL -> movie.plate() + "/" + movie.well();
            case PLATE -> movie.plate();
        };
    }
}
