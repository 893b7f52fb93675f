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
        public <T extends Record & Serializable> Optional<T> find(String key, String version, Class<T> type) {
            return Optional.empty();
        }

        @Override
        public <T extends Record & Serializable> void keep(String key, String version, T facts) {
            // Every header is read anew.
        }
    };

    /**
     * What was kept of files.
     *
     * @param key names the files, the movie and the way they were read
     * @param version of the files; facts about another version are not found
     * @param type what was kept under such a key
     */
    <T extends Record & Serializable> Optional<T> find(String key, String version, Class<T> type);

    /** Keeps what files say, a {@link Description} for the most part, in the place of what an earlier version said. */
    <T extends Record & Serializable> void keep(String key, String version, T facts);
}
