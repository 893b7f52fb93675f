package org.cellineage.format;

import java.io.IOException;
import java.util.List;

/** Describes the movies of an input, here or on other machines. */
public interface MovieDescriber {

    /**
     * Describes movies as {@link MovieOutline#describe} does, several at once. An error of ours in one movie fails this
     * movie and no other.
     *
     * @return a description for each movie, in their order
     * @throws IOException where it was interrupted
     */
    List<Description> describe(List<MovieOutline> movies, Headers headers) throws IOException;
}
