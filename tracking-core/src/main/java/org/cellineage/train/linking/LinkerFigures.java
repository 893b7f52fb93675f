package org.cellineage.train.linking;

import java.util.List;
import java.util.Locale;
import org.cellineage.evaluate.DivisionScore;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.evaluate.LinkScore;

/**
 * Scores of a linker, or of an existing result, on one movie: a row of a Markdown table.
 *
 * @param movie name of the movie
 * @param cells number of cells in all frames
 * @param linker name of the linker
 * @param evaluation comparison with the ground truth
 */
public record LinkerFigures(String movie, long cells, String linker, Evaluation evaluation) {

    private static final String HEADER =
            "| movie | cells | linker | link P | link R | link F1 | wrong links | division P | R | F1 | CT |\n"
                    + "|--|--|--|--|--|--|--|--|--|--|--|\n";

    /** Formats rows as a table. */
    public static String table(List<LinkerFigures> rows) {
        StringBuilder text = new StringBuilder(HEADER);
        rows.forEach(row -> text.append(row.row()).append('\n'));
        return text.toString();
    }

    /** Number of missed plus false links. */
    public int wrongLinks() {
        LinkScore links = evaluation.links();
        return links.truthLinks() + links.resultLinks() - 2 * links.correct();
    }

    private String row() {
        DivisionScore divisions = evaluation.divisions().get(0);
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %s | %.4f | %.4f | %.4f | %d | %s | %s | %s | %.3f |",
                movie,
                cells,
                linker,
                evaluation.links().precision(),
                evaluation.links().recall(),
                evaluation.links().f1(),
                wrongLinks(),
                share(divisions.precision()),
                share(divisions.recall()),
                share(divisions.f1()),
                evaluation.completeTracks().score());
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }
}
