package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Description;
import org.cellineage.format.Headers;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieOutline;
import org.cellineage.problem.Problem;

/** Creates and merges descriptions. */
final class Descriptions {

    private Descriptions() {}

    /** Like {@link MovieOutline#describe}, but an internal error fails the movie. */
    static Description of(MovieOutline movie, Headers headers) {
        try {
            return movie.describe(headers);
        } catch (RuntimeException | StackOverflowError e) {
            return Description.failed(
                    movie.key(),
                    new Problem(
                            movie.source(),
                            "Internal error while its header was read: " + e + ".",
                            "Report this message together with the file; leave the file out for now."));
        }
    }

    static Description join(List<Description> descriptions) {
        List<Movie> movies = new ArrayList<>();
        List<CatalogFailure> failures = new ArrayList<>();
        List<CatalogWarning> warnings = new ArrayList<>();
        for (Description description : descriptions) {
            movies.addAll(description.movies());
            failures.addAll(description.failures());
            warnings.addAll(description.warnings());
        }
        return new Description(movies, failures, warnings);
    }
}
