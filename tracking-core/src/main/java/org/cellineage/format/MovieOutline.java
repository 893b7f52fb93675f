package org.cellineage.format;

import java.io.Serializable;

/**
 * A movie as its names tell, before any of its files is opened. It can be sent to other machines and described there.
 *
 * <p>A file may turn out to hold several movies, such as the positions of a microscope; then one outline describes all
 * of them.
 */
public interface MovieOutline extends Serializable {

    /** The movie's key as far as names tell. */
    MovieKey key();

    /** The file or folder it was found in. */
    String source();

    /** Whether it describes one movie, of this key, whatever its files hold; else only headers tell. */
    default boolean isOneMovie() {
        return false;
    }

    /** The same with no more than reading its headers needs, as it is sent to other machines. */
    default MovieOutline headersOnly() {
        return this;
    }

    /**
     * Describes the movie by the headers of at most two of its files, or of none where the cache knows them.
     *
     * <p>What cannot be used becomes a failure, never an exception. The same files give the same description.
     */
    Description describe(Headers headers);
}
