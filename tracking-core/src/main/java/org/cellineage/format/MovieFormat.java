package org.cellineage.format;

import java.io.IOException;
import java.util.Optional;

/**
 * A way to lay out movies in files and folders: turns a listing into movies by names and headers alone.
 *
 * <p>Stateless. The same files give the same movies, whatever the order of their listing, and a movie's key depends on
 * its own files and the metadata beside it, never on other movies: a movie that arrives later renames none.
 *
 * <p>Formats of a site's own jar are found by {@link java.util.ServiceLoader}.
 */
public interface MovieFormat {

    /** The name that {@code --layout} takes: lower case, words joined by hyphens. */
    String name();

    /** One line for {@code --help}: what such a layout looks like. */
    String summary();

    /** Whether some of the files look like this layout, by their names and small metadata files; no image is opened. */
    Optional<FormatMatch> recognise(CatalogRequest request) throws IOException;

    /**
     * Finds the movies, without opening an image. What cannot be used becomes a {@link CatalogFailure}, never an
     * exception, unless the listing as a whole is not of this layout.
     *
     * @throws org.cellineage.problem.BadInputException where nothing of this layout is there at all
     */
    Outline outline(CatalogRequest request) throws IOException;
}
