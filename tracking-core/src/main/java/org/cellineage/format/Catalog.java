package org.cellineage.format;

import java.util.List;

/**
 * What was found in an input: every usable movie once, sorted by key, and everything that cannot be used.
 *
 * <p>A movie of {@code movies} has no failure that concerns it as a whole, but where two files claimed its key: then one
 * of them is here and the failure names both.
 *
 * @param layout name of the {@link MovieFormat} that read it
 * @param movies usable movies, sorted by key, keys unique
 * @param failures what cannot be used, sorted by movie and frame
 */
public record Catalog(String layout, List<Movie> movies, List<CatalogFailure> failures) {

    public Catalog {
        movies = List.copyOf(movies);
        failures = List.copyOf(failures);
    }
}
