package org.cellineage.jobs.hadoop;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where an {@link OutputFolder} is, for executors: can be sent to them, and opened there without being looked at. */
public final class OutputPlace implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String location;
    private final HadoopSettings settings;

    OutputPlace(String location, HadoopSettings settings) {
        this.location = location;
        this.settings = settings;
    }

    /** The folder; the driver made sure that it can be written. */
    public OutputFolder open() throws IOException {
        Path root = Locations.path(location);
        FileSystem fs = settings.fileSystem(root);
        return new OutputFolder(location, fs.makeQualified(root), fs);
    }
}
