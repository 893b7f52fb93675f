package org.cellineage.format;

import java.util.List;

/**
 * The contents of an input: every usable movie once, sorted by key, and everything that cannot be used.
 *
 * <p>A movie in {@code movies} has no failure that concerns it as a whole, except if two files have the same key: then
 * one of them is used, and the failure names both.
 *
 * @param layout name of the {@link MovieFormat} that read it
 * @param why what the layout was recognized by, a phrase for messages; empty if it was requested by name
 * @param movies usable movies, sorted by key, keys unique
 * @param failures what cannot be used, sorted by movie and frame
 * @param warnings ambiguities and deliberate omissions, sorted by movie and frame
 */
public record Catalog(
        String layout, String why, List<Movie> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings) {

    public Catalog {
        movies = List.copyOf(movies);
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
    }

    /** Creates a catalog without a reason and without warnings. */
    public Catalog(String layout, List<Movie> movies, List<CatalogFailure> failures) {
        this(layout, "", movies, failures, List.of());
    }
}
