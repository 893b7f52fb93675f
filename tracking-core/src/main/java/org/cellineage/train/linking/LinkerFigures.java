package org.cellineage.train.linking;

import java.util.List;
import java.util.Locale;
import org.cellineage.evaluate.DivisionScore;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.evaluate.LinkScore;

/**
 * How well one linker, or one given result, did on one movie: a row of a table in Markdown.
 *
 * @param movie its name
 * @param cells in all frames
 * @param linker its name
 * @param evaluation against the truth
 */
public record LinkerFigures(String movie, long cells, String linker, Evaluation evaluation) {

    private static final String HEADER =
            "| movie | cells | linker | link P | link R | link F1 | wrong links | division P | R | F1 | CT |\n"
                    + "|--|--|--|--|--|--|--|--|--|--|--|\n";

    /** The rows as a table. */
    public static String table(List<LinkerFigures> rows) {
        StringBuilder text = new StringBuilder(HEADER);
        rows.forEach(row -> text.append(row.row()).append('\n'));
        return text.toString();
    }

    /** Links that are missed and links that are false. */
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
