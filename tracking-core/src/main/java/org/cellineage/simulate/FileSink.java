package org.cellineage.simulate;

import java.io.IOException;
import java.io.OutputStream;

/** Where files go: a folder here, a file system or bucket in the jobs. Used by several threads at once. */
@FunctionalInterface
public interface FileSink {

    /** Opens a new file for writing. The path is relative, with {@code /} between folders, which are made as needed. */
    OutputStream create(String path) throws IOException;
}
