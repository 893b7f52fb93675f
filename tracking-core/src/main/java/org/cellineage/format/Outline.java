package org.cellineage.format;

import java.util.List;

/**
 * What a listing tells of the movies in it, before any image is opened.
 *
 * @param movies the movies that may be there
 * @param failures what cannot be a movie, known by names alone
 * @param warnings what was read in one of several possible ways, or left out on purpose
 */
public record Outline(List<MovieOutline> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings) {

    /** Movies alone. */
    public static Outline of(List<? extends MovieOutline> movies) {
        return new Outline(List.copyOf(movies), List.of(), List.of());
    }
}
