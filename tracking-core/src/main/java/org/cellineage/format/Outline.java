package org.cellineage.format;

import java.util.List;

/**
 * The movies in a listing, before any image is opened.
 *
 * @param movies possible movies
 * @param failures what cannot be a movie, judged by names alone
 * @param warnings ambiguities and deliberate omissions
 */
public record Outline(List<MovieOutline> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings) {

    /** An outline of movies only. */
    public static Outline of(List<? extends MovieOutline> movies) {
        return new Outline(List.copyOf(movies), List.of(), List.of());
    }
}
