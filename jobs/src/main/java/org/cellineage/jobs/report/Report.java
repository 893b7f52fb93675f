package org.cellineage.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.jobs.published.UnitResult;

/**
 * What a report shows.
 *
 * @param movies what became of each movie
 * @param bytes size of the report, rounded up
 * @param budget bytes that it might take
 */
public record Report(List<UnitResult<WrittenMovie>> movies, long bytes, long budget) {

    public Report {
        movies = List.copyOf(movies);
    }

    /** What is shown in how much detail, one line each, and the size. */
    public List<String> lines() {
        Map<String, Integer> counts = new TreeMap<>();
        int withoutImages = 0;
        for (WrittenMovie movie : UnitResult.values(movies)) {
            counts.merge(detail(movie), 1, Integer::sum);
            withoutImages += movie.noPictures().isEmpty() ? 0 : 1;
        }
        List<String> lines = new ArrayList<>();
        counts.forEach((detail, count) -> lines.add(String.format(Locale.ROOT, "%,d %s", count, detail)));
        if (withoutImages > 0) {
            lines.add(String.format(
                    Locale.ROOT, "%,d without images, which are no longer where they were read from", withoutImages));
        }
        lines.add(ReportBudget.text(bytes) + " of at most " + ReportBudget.text(budget));
        return lines;
    }

    private static String detail(WrittenMovie movie) {
        if (movie.step() == 0) {
            return "with tracks only";
        }
        String size = movie.fullSize() ? "in full size" : "reduced to " + movie.longSide() + " pixels";
        return size + (movie.step() == 1 ? ", every frame" : ", one frame in " + movie.step());
    }
}
