package org.cellineage.format;

import java.io.Serializable;
import java.util.Optional;

/**
 * A cache of file headers, so that unchanged files are not opened again. Must be thread-safe.
 *
 * <p>An implementation may discard entries at any time. Entries are not used by other versions of the program.
 */
public interface HeaderCache {

    /** Caches nothing. */
    HeaderCache NONE = new HeaderCache() {
        @Override
        public <T extends Record & Serializable> Optional<T> find(String key, String version, Class<T> type) {
            return Optional.empty();
        }

        @Override
        public <T extends Record & Serializable> void keep(String key, String version, T facts) {
            // Every header is read again.
        }
    };

    /**
     * Returns the facts stored about files.
     *
     * @param key identifies the files, the movie and the way they were read
     * @param version version of the files; facts about another version are not returned
     * @param type type of the facts stored under such a key
     */
    <T extends Record & Serializable> Optional<T> find(String key, String version, Class<T> type);

    /** Stores facts about files, usually a {@link Description}, replacing those about an earlier version. */
    <T extends Record & Serializable> void keep(String key, String version, T facts);
}
