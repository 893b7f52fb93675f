package org.cellineage.format.layout;

import java.util.List;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Movie;

/**
 * The contents of a TIFF file.
 *
 * @param movies its movies; empty if it belongs to a set represented by another file
 * @param failures movies and frames that cannot be used
 * @param warnings ambiguities and omissions
 */
record StackMovies(List<Movie> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings) {

    /** The file is not a movie of its own. */
    static final StackMovies NONE = new StackMovies(List.of(), List.of(), List.of());

    StackMovies {
        movies = List.copyOf(movies);
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
    }
}
