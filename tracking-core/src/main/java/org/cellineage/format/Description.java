package org.cellineage.format;

import java.io.Serializable;
import java.util.List;
import org.cellineage.problem.Problem;

/**
 * The movies that headers describe.
 *
 * @param movies usable movies
 * @param failures what cannot be used
 * @param warnings ambiguities and deliberate omissions
 * @param takenAtS for a single image, time of acquisition in seconds from an unknown origin; otherwise NaN
 */
public record Description(
        List<Movie> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings, double takenAtS)
        implements Serializable {

    /** Creates a description of movies, or of an image without a time of acquisition. */
    public Description(List<Movie> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings) {
        this(movies, failures, warnings, Double.NaN);
    }

    public Description {
        movies = List.copyOf(movies);
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
    }

    /** A single usable movie. */
    public static Description of(Movie movie) {
        return new Description(List.of(movie), List.of(), List.of());
    }

    /** A movie that cannot be used. */
    public static Description failed(MovieKey movie, Problem problem) {
        return new Description(List.of(), List.of(CatalogFailure.ofMovie(movie, problem)), List.of());
    }
}
