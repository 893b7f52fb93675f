package org.cellineage.format;

import java.util.List;

/**
 * What was found in an input: every usable movie once, sorted by key, and everything that cannot be used.
 *
 * <p>A movie of {@code movies} has no failure that concerns it as a whole, but where two files claimed its key: then one
 * of them is here and the failure names both.
 *
 * @param layout name of the {@link MovieFormat} that read it
 * @param why what in the input the layout was recognised by, a phrase for people; empty where it was asked for by name
 * @param movies usable movies, sorted by key, keys unique
 * @param failures what cannot be used, sorted by movie and frame
 * @param warnings what was read in one of several possible ways, or left out on purpose, sorted by movie and frame
 */
public record Catalog(
        String layout, String why, List<Movie> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings) {

    public Catalog {
        movies = List.copyOf(movies);
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
    }

    /** A catalog without a reason and without warnings. */
    public Catalog(String layout, List<Movie> movies, List<CatalogFailure> failures) {
        this(layout, "", movies, failures, List.of());
    }
}
