package org.cellineage.jobs.command.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Formats rows as aligned text. */
final class TextTable {

    private static final int MAX_WIDTH = 48;

    private TextTable() {}

    /** The first rows of a result, with a line that says if there are more. */
    static String of(Dataset<Row> result, int most) {
        List<Row> rows = ResultPrinter.asTexts(result).takeAsList(most + 1);
        String[] names = result.columns();
        List<String[]> lines = new ArrayList<>();
        lines.add(names);
        for (Row row : rows.subList(0, Math.min(most, rows.size()))) {
            String[] line = new String[names.length];
            for (int c = 0; c < line.length; c++) {
                line[c] = row.isNullAt(c) ? "null" : shortened(row.getString(c));
            }
            lines.add(line);
        }
        int[] width = new int[names.length];
        for (String[] line : lines) {
            for (int c = 0; c < line.length; c++) {
                width[c] = Math.max(width[c], line[c].length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (String[] line : lines) {
            for (int c = 0; c < line.length; c++) {
                out.append(c == 0 ? "" : "  ").append(line[c]);
                if (c < line.length - 1) {
                    out.append(" ".repeat(width[c] - line[c].length()));
                }
            }
            out.append('\n');
        }
        return rows.size() > most ? out + "(more rows; see --rows)\n" : out.toString();
    }

    private static String shortened(String text) {
        return text.length() > MAX_WIDTH ? text.substring(0, MAX_WIDTH - 1) + "…" : text;
    }
}
