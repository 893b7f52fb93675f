package org.cellineage.jobs.export;

import java.io.IOException;
import org.cellineage.format.Storage;
import org.cellineage.jobs.hadoop.OutputFolder;

/** The output of an exporter, a folder or bucket, and the storage from which it reads images. */
public final class ExportTarget {

    private final OutputFolder output;
    private final Storage storage;

    ExportTarget(OutputFolder output, Storage storage) {
        this.output = output;
        this.storage = storage;
    }

    /**
     * Creates or replaces a file; a reader sees all of it or none.
     *
     * @param name relative to the output, with slashes between folders
     */
    public void write(String name, OutputFolder.FileContent content) throws IOException {
        output.write(name, content);
    }

    /** The storage from which images are read. */
    public Storage storage() {
        return storage;
    }
}
