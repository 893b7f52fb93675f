package org.cellineage.format;

import java.io.IOException;
import java.util.Optional;

/**
 * A layout of movies in files and folders: finds movies in a listing by names and headers alone.
 *
 * <p>Stateless. The same files give the same movies, regardless of the order of the listing. A movie's key depends on
 * its own files and their metadata, never on other movies, so a movie that arrives later does not rename any other.
 *
 * <p>Formats in a site's own jar are found by {@link java.util.ServiceLoader}.
 */
public interface MovieFormat {

    /** The name that {@code --layout} takes: lower case, words joined by hyphens. */
    String name();

    /** A one-line description for {@code --help}. */
    String summary();

    /**
     * Returns the files that look like this layout, judged by their names and small metadata files; no image is opened.
     */
    Optional<FormatMatch> recognise(CatalogRequest request) throws IOException;

    /**
     * Finds the movies without opening an image. Unusable parts become {@link CatalogFailure}s.
     *
     * @throws org.cellineage.problem.BadInputException if the listing contains nothing of this layout
     */
    Outline outline(CatalogRequest request) throws IOException;
}
