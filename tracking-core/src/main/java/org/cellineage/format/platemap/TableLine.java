package org.cellineage.format.platemap;

import java.util.List;

/**
 * A line of a table.
 *
 * @param number from 1, of the file's line where it begins
 * @param cells without blanks around them; what spreadsheets write for a value they do not have is empty
 */
public record TableLine(int number, List<String> cells) {

    public TableLine {
        cells = cells.stream().map(TableLine::clean).toList();
    }

    private static String clean(String cell) {
        String text = cell.replace('\u00a0', ' ').replace('\u202f', ' ').strip();
        return text.startsWith("#N/A") || text.equals("#NV") || text.equals("#DIV/0!") || text.equals("#VALUE!")
                ? ""
                : text;
    }

    /** Whether nothing stands in it. */
    boolean isEmpty() {
        return cells.stream().allMatch(String::isEmpty);
    }

    /** A cell; empty behind the last. */
    String cell(int column) {
        return column < cells.size() ? cells.get(column) : "";
    }
}
