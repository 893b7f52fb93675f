package org.cellineage.format.zarr;

import java.io.IOException;

/** Where a {@link ZarrWriter} writes to: the folder of a Zarr hierarchy, local or in a bucket. */
@FunctionalInterface
public interface ZarrSink {

    /**
     * Creates or replaces a file; a reader sees all of it or none.
     *
     * @param key path below the root of the hierarchy, with {@code /} between folders
     */
    void write(String key, byte[] content) throws IOException;
}
