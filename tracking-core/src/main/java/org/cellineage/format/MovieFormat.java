package org.cellineage.format;

import java.io.IOException;
import java.util.List;

/**
 * A way to lay out movies in files and folders: turns a listing into a {@link Catalog} by names and headers alone.
 *
 * <p>Stateless. The same listing gives the same catalog, whatever its order.
 */
public interface MovieFormat {

    /** The name that {@code --layout} takes: lower case, words joined by hyphens. */
    String name();

    /** One line for {@code --help}: what such a layout looks like. */
    String summary();

    /**
     * Whether the files look like this layout, by their names (and a first header where names do not tell).
     *
     * @param root the location that was listed
     * @param files all files under it, sorted by location
     */
    boolean recognises(String root, List<StoredFile> files, Storage storage) throws IOException;

    /**
     * Finds the movies. What cannot be used becomes a {@link CatalogFailure}, never an exception, unless the listing as
     * a whole is not of this layout.
     *
     * @throws org.cellineage.problem.BadInputException where nothing of this layout is there at all
     */
    Catalog catalog(String root, List<StoredFile> files, Storage storage) throws IOException;
}
