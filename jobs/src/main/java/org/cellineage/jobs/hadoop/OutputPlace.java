package org.cellineage.jobs.hadoop;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A serializable reference to an {@link OutputFolder}, which executors open without checking it again. */
public final class OutputPlace implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String location;
    private final HadoopSettings settings;

    OutputPlace(String location, HadoopSettings settings) {
        this.location = location;
        this.settings = settings;
    }

    /** Hadoop's configuration for files in it; must not be modified. */
    public Configuration configuration() {
        return settings.configuration();
    }

    /** Opens the folder; the driver has checked that it is writable. */
    public OutputFolder open() throws IOException {
        Path root = Locations.path(location);
        FileSystem fs = settings.fileSystem(root);
        return new OutputFolder(location, fs.makeQualified(root), fs);
    }
}
