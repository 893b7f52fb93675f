package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.List;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.PublishedTables;

/** Writes published movies in a format of other programs. */
public interface Exporter {

    /** The name that {@code --format} takes. */
    String name();

    /**
     * Writes all movies.
     *
     * @return the files written, for display
     */
    List<String> export(PublishedTables tables, List<TableMovie> movies, OutputFolder output) throws IOException;
}
