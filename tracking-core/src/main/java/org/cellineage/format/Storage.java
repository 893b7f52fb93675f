package org.cellineage.format;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * Access to files: the local file system here, Hadoop file systems and buckets in the jobs module.
 *
 * <p>Locations are URIs or plain local paths with {@code /} between folders. Implementations can be sent to executors.
 */
public interface Storage extends Serializable {

    /**
     * Returns the location in the form in which {@link #list} returns locations: absolute, without {@code .} and
     * {@code ..}, and a prefix of all files under it.
     */
    default String absolute(String location) throws IOException {
        return location;
    }

    /**
     * Lists all files at or under {@code location}, sorted by location; for the location of a file, that file alone.
     * Hidden files (whose name starts with {@code .}) are omitted.
     *
     * @throws org.cellineage.problem.BadInputException if nothing exists at {@code location}, or access is denied
     */
    List<StoredFile> list(String location) throws IOException;

    /**
     * Like {@link #list(String)}.
     *
     * @param leftOut receives skipped entries that could have contained files: cyclic links, names that cannot be
     *     decoded
     */
    default List<StoredFile> list(String location, Consumer<Problem> leftOut) throws IOException {
        return list(location);
    }

    /**
     * Lists the names in a folder, not recursively, in sorted order. Names of folders end with {@code /}; hidden ones
     * are omitted.
     *
     * @param most maximum number of entries; for a larger folder the result is empty, and {@link #list} should be used
     * @return also empty if there is no such folder
     */
    default List<String> names(String folder, int most) throws IOException {
        List<StoredFile> files;
        try {
            files = list(folder);
        } catch (BadInputException e) {
            return List.of();
        }
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        TreeSet<String> names = new TreeSet<>();
        for (StoredFile file : files) {
            if (file.location().startsWith(prefix)) {
                String rest = file.location().substring(prefix.length());
                names.add(rest.substring(0, rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/') + 1));
            }
        }
        return names.size() > most ? List.of() : List.copyOf(names);
    }

    /** Returns one file, hidden or not, as {@link #list} describes it; empty if it does not exist or is a folder. */
    default Optional<StoredFile> find(String location) throws IOException {
        try (SeekableBytes bytes = open(location)) {
            return Optional.of(new StoredFile(location, bytes.length(), 0));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Opens a file, hidden or not, for reading.
     *
     * @throws java.io.FileNotFoundException if it does not exist
     */
    SeekableBytes open(String location) throws IOException;

    /** The file on this machine, if it is local, so that archives need not be copied. */
    default Optional<Path> localPath(String location) {
        return Optional.empty();
    }
}
