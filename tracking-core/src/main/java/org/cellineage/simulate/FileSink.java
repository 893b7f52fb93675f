package org.cellineage.simulate;

import java.io.IOException;
import java.io.OutputStream;

/** Destination of files: a local folder here, a file system or bucket in the jobs module. Must be thread-safe. */
@FunctionalInterface
public interface FileSink {

    /**
     * Opens a new file for writing. The path is relative, with {@code /} between folders, which are created as needed.
     */
    OutputStream create(String path) throws IOException;
}
