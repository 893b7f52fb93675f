package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Description;
import org.cellineage.format.Movie;

/** Joins descriptions. */
final class Descriptions {

    private Descriptions() {}

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
