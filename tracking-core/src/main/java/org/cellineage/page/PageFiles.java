package org.cellineage.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The pages, scripts and style sheet that show plates and movies, as resources. A report copies them; a server sends
 * them. They contain no data: {@code docs/REPORT.md} describes how they get it.
 */
public final class PageFiles {

    /** Names of all files, relative to the folder of the pages. */
    public static final List<String> NAMES = List.of(
            "index.html",
            "plate.html",
            "movie.html",
            "pages/style.css",
            "pages/numbers.js",
            "pages/cells.js",
            "pages/colours.js",
            "pages/elements.js",
            "pages/keys.js",
            "pages/source.js",
            "pages/chart.js",
            "pages/overview.js",
            "pages/wells.js",
            "pages/plate-charts.js",
            "pages/plate.js",
            "pages/player.js",
            "pages/tree.js",
            "pages/traces.js",
            "pages/queue.js",
            "pages/movie.js");

    private PageFiles() {}

    /**
     * The content of a file.
     *
     * @param name one of {@link #NAMES}
     */
    public static byte[] read(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("there is no page file " + name);
        }
        try (InputStream in = PageFiles.class.getResourceAsStream("files/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
