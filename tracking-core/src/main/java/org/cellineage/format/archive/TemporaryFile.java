package org.cellineage.format.archive;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cellineage.problem.BadConfigurationException;

/** A file on the local disk that is deleted when this object is closed, or at the latest when the process ends. */
public final class TemporaryFile implements Closeable {

    private static final String SETTING = "java.io.tmpdir";
    private static final String FULL = "An archive cannot be unpacked into the temporary folder: ";

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
            throw unusable("No file can be created in the temporary folder: ", e);
        }
    }

    private static BadConfigurationException unusable(String what, IOException e) {
        return new BadConfigurationException(
                SETTING + "=" + System.getProperty(SETTING),
                what + e.getMessage() + ".",
                "Free some space there, or choose another folder with -Djava.io.tmpdir=FOLDER (TMPDIR for the launcher).",
                e);
    }

    /**
     * Opens the file for writing, from its beginning. Writing throws a {@link BadConfigurationException} where the
     * folder has no room: whoever reads what is unpacked must not take that for a fault of the input.
     */
    public OutputStream output() {
        try {
            return new Output(Files.newOutputStream(path));
        } catch (IOException e) {
            throw unusable(FULL, e);
        }
    }

    private static final class Output extends FilterOutputStream {
        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw unusable(FULL, e);
            }
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
