package org.cellineage.format.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file on the local disk that goes with this object. */
public final class TemporaryFile implements Closeable {

    private final Path path;

    private TemporaryFile(Path path) {
        this.path = path;
    }

    /** Makes an empty file in the JVM's temporary folder. */
    public static TemporaryFile create() throws IOException {
        Path path = Files.createTempFile("cellineage-", ".unpacked");
        path.toFile().deleteOnExit();
        return new TemporaryFile(path);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
