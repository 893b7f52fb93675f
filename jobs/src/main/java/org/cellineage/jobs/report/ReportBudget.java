package org.cellineage.jobs.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.page.BudgetShares;

/** How many bytes the data of each movie may take. */
final class ReportBudget {

    /** A picture in full size takes about this much of a byte per pixel. */
    private static final double BYTES_PER_PIXEL = 0.8;

    private static final long BYTES_PER_CELL = 80;
    private static final long BYTES_PER_MOVIE = 4 * MovieWriter.RESERVED;

    private ReportBudget() {}

    /** Shares of the movies, in their order: what each may want at most, or an equal part of what is left. */
    static long[] shares(List<TableMovie> movies, Map<MovieKey, SourceMovie> images, long budget) {
        return BudgetShares.of(
                movies.stream()
                        .mapToLong(movie -> wanted(movie, Objects.requireNonNull(images.get(movie.key()))))
                        .toArray(),
                budget);
    }

    private static long wanted(TableMovie movie, SourceMovie images) {
        int channels = images.movie()
                .map(found -> found.channels().size() + images.predictions().size())
                .orElse(0);
        long pixels = (long) movie.width() * movie.height() * movie.frameCount() * channels;
        return BYTES_PER_MOVIE + (long) (pixels * BYTES_PER_PIXEL) + movie.cells() * BYTES_PER_CELL;
    }

    /** A number of bytes for people: {@code 1.5 MB}. */
    static String text(long bytes) {
        return bytes < 100_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
