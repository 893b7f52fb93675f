package org.cellineage.format;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where files lie: a local file system here, Hadoop file systems and buckets in the jobs module.
 *
 * <p>Locations are URIs or plain local paths; {@code /} separates folders. Implementations can be sent to executors.
 */
public interface Storage extends Serializable {

    /**
     * The location as {@link #list} writes it: absolute, without {@code .} and {@code ..}, so that the files under it
     * start with it.
     */
    default String absolute(String location) throws IOException {
        return location;
    }

    /**
     * All files at or under {@code location}, sorted by location; a file's own location gives that one file. Hidden
     * files (a name that starts with {@code .}) are left out.
     *
     * @throws org.cellineage.problem.BadInputException where there is nothing at {@code location}, or it may not be
     *     read
     */
    List<StoredFile> list(String location) throws IOException;

    /**
     * Opens a file for reading.
     *
     * @throws java.io.FileNotFoundException where there is none
     */
    SeekableBytes open(String location) throws IOException;

    /** The file on this machine, where the location is one; archives need not be copied then. */
    default Optional<Path> localPath(String location) {
        return Optional.empty();
    }
}
