package org.cellineage.format;

import java.io.IOException;
import java.util.List;

/** Describes the movies of an input, in this process or on other machines. */
public interface MovieDescriber {

    /**
     * Describes movies as {@link MovieOutline#describe} does, several concurrently. An internal error in one movie
     * fails only this movie.
     *
     * @return one description per movie, in the same order
     * @throws IOException if interrupted
     */
    List<Description> describe(List<MovieOutline> movies, Headers headers) throws IOException;
}
