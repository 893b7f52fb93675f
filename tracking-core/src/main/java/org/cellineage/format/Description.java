package org.cellineage.format;

import java.io.Serializable;
import java.util.List;
import org.cellineage.problem.Problem;

/**
 * What headers tell of one or several movies.
 *
 * @param movies usable movies
 * @param failures what cannot be used
 * @param warnings what was read in one of several possible ways, or left out on purpose
 * @param takenAtS of a single image, when the instrument took it, seconds from an unknown start; else NaN
 */
public record Description(
        List<Movie> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings, double takenAtS)
        implements Serializable {

    /** Of movies, or of an image that does not say when it was taken. */
    public Description(List<Movie> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings) {
        this(movies, failures, warnings, Double.NaN);
    }

    public Description {
        movies = List.copyOf(movies);
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
    }

    /** One usable movie. */
    public static Description of(Movie movie) {
        return new Description(List.of(movie), List.of(), List.of());
    }

    /** A movie that cannot be used. */
    public static Description failed(MovieKey movie, Problem problem) {
        return new Description(List.of(), List.of(CatalogFailure.ofMovie(movie, problem)), List.of());
    }
}
