package org.cellineage.format.table;

import java.util.List;

/**
 * A line of a table.
 *
 * @param number line number in the file at which it starts, from 1
 * @param cells without surrounding blanks; what spreadsheets write for missing values is empty
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

    /** Whether all cells are empty. */
    public boolean isEmpty() {
        return cells.stream().allMatch(String::isEmpty);
    }

    /** A cell; empty beyond the last. */
    public String cell(int column) {
        return column < cells.size() ? cells.get(column) : "";
    }
}
