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
     * As {@link #list(String)}.
     *
     * @param leftOut is told of what is left out though it could have held files: links that lead back, names that cannot
     *     be decoded
     */
    default List<StoredFile> list(String location, Consumer<Problem> leftOut) throws IOException {
        return list(location);
    }

    /**
     * What lies directly in a folder, sorted by name: names alone, those of folders with a {@code /} at their end; hidden
     * ones are left out. Nothing below is listed.
     *
     * @param most where the folder holds more, the answer is empty: such a folder is a matter for {@link #list}
     * @return empty too where there is no such folder
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

    /** One file, hidden or not, as {@link #list} tells of it; empty where there is none, or a folder. */
    default Optional<StoredFile> find(String location) throws IOException {
        try (SeekableBytes bytes = open(location)) {
            return Optional.of(new StoredFile(location, bytes.length(), 0));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Opens a file for reading, hidden or not.
     *
     * @throws java.io.FileNotFoundException where there is none
     */
    SeekableBytes open(String location) throws IOException;

    /** The file on this machine, where the location is one; archives need not be copied then. */
    default Optional<Path> localPath(String location) {
        return Optional.empty();
    }
}
