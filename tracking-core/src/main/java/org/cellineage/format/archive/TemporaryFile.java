package org.cellineage.format.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cellineage.problem.BadConfigurationException;

/** A file on the local disk that goes with this object, or else with the process. */
public final class TemporaryFile implements Closeable {

    /** What is there now: unlike {@link java.io.File#deleteOnExit}, which remembers every file there ever was. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TemporaryFile::removeAll, "cellineage-temporary-files"));
    }

    private final Path path;

    private TemporaryFile(Path path) {
        this.path = path;
    }

    /**
     * Makes an empty file in the JVM's temporary folder.
     *
     * @throws BadConfigurationException where nothing can be made there
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
                // The process ends; nothing more can be done.
            }
        }
    }

    /** How many there are now. */
    static int open() {
        return OPEN.size();
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        OPEN.remove(path);
    }
}
