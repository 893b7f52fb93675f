package org.cellineage.format;

import java.io.Serializable;

/**
 * A movie as its names reveal it, before any of its files is opened. It can be sent to other machines and described
 * there.
 *
 * <p>A file may turn out to contain several movies, such as the positions of a microscope; one outline then describes
 * all of them.
 */
public interface MovieOutline extends Serializable {

    /** The movie's key as far as names reveal it. */
    MovieKey key();

    /** The file or folder in which it was found. */
    String source();

    /**
     * Whether it describes exactly one movie, with this key, whatever its files contain; otherwise only headers can
     * tell.
     */
    default boolean isOneMovie() {
        return false;
    }

    /** Returns the outline with only what is needed to read headers, for sending it to other machines. */
    default MovieOutline headersOnly() {
        return this;
    }

    /**
     * Describes the movie by reading the headers of at most two of its files, or none if they are cached.
     *
     * <p>Anything unusable becomes a failure, never an exception. The same files give the same description.
     */
    Description describe(Headers headers);
}
