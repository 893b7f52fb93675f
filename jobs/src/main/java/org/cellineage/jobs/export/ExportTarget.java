package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.List;
import org.cellineage.format.Storage;
import org.cellineage.jobs.hadoop.OutputFolder;

/** The output of an exporter, a folder or bucket, and the storage from which it reads images. */
public final class ExportTarget {

    private final OutputFolder output;
    private final Storage storage;
    private final List<String> formats;

    ExportTarget(OutputFolder output, Storage storage, List<String> formats) {
        this.output = output;
        this.storage = storage;
        this.formats = List.copyOf(formats);
    }

    /**
     * Creates or replaces a file; a reader sees all of it or none.
     *
     * @param name relative to the output, with slashes between folders
     */
    public void write(String name, OutputFolder.FileContent content) throws IOException {
        output.write(name, content);
    }

    /** Removes a file, or a folder with its contents; does nothing if it does not exist. */
    public void remove(String name) throws IOException {
        output.delete(name);
    }

    /** Names of all formats that the command exports to this output, so that files of one can point to another's. */
    public List<String> formats() {
        return formats;
    }

    /** The storage from which images are read. */
    public Storage storage() {
        return storage;
    }
}
