package org.cellineage.format;

import java.io.Serializable;
import java.util.Optional;

/**
 * What was read of files before, so that what has not changed is not opened again. Used by several threads at once.
 *
 * <p>An implementation may forget anything at any time. What it keeps is of no use to another version of the program.
 */
public interface HeaderCache {

    /** Keeps nothing. */
    HeaderCache NONE = new HeaderCache() {
        @Override
        public Optional<Serializable> find(String key) {
            return Optional.empty();
        }

        @Override
        public void keep(String key, Serializable facts) {
            // Every header is read anew.
        }
    };

    /** What was kept under a key, which names a file, its version and the way it was read. */
    Optional<Serializable> find(String key);

    /** Keeps what files say, a {@link Description} for the most part. */
    void keep(String key, Serializable facts);
}
