package org.cellineage.format.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cellineage.problem.BadConfigurationException;

/** A file on the local disk that is deleted when this object is closed, or at the latest when the process ends. */
public final class TemporaryFile implements Closeable {

    /** The files that exist now; {@link java.io.File#deleteOnExit} would remember every file that ever existed. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TemporaryFile::removeAll, "cellineage-temporary-files"));
    }

    private final Path path;

    private TemporaryFile(Path path) {
        this.path = path;
    }

    /**
     * Creates an empty file in the JVM's temporary folder.
     *
     * @throws BadConfigurationException if no file can be created there
     */
    public static TemporaryFile create() {
        try {
            Path path = Files.createTempFile("cellineage-", ".unpacked");
            OPEN.add(path);
            return new TemporaryFile(path);
        } catch (IOException e) {
            throw new BadConfigurationException(
                    "java.io.tmpdir",
                    "No file can be created in the temporary folder " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage() + ".",
                    "Free some space there, or choose another folder with -Djava.io.tmpdir=FOLDER (TMPDIR for the launcher).",
                    e);
        }
    }

    private static void removeAll() {
        for (Path path : OPEN) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // The process is ending; nothing more can be done.
            }
        }
    }

    /** Number of existing files. */
    static int open() {
        return OPEN.size();
    }

    /** Path of the file. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        OPEN.remove(path);
    }
}
