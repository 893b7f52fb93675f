package org.cellineage.format.layout;

import java.util.List;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Movie;

/**
 * What a TIFF file gives.
 *
 * @param movies its movies; none where it is part of a set that another file stands for
 * @param failures movies and frames that cannot be used
 * @param warnings what could also mean something else, or was left out
 */
record StackMovies(List<Movie> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings) {

    /** The file is no movie of its own. */
    static final StackMovies NONE = new StackMovies(List.of(), List.of(), List.of());

    StackMovies {
        movies = List.copyOf(movies);
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
    }
}
