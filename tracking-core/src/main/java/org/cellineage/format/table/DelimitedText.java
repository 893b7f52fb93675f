package org.cellineage.format.table;

import java.util.ArrayList;
import java.util.List;

/** Splits text into lines and cells: RFC 4180 with any separator; a quoted cell may contain line breaks. */
public final class DelimitedText {

    private DelimitedText() {}

    /** All non-empty lines. */
    public static List<TableLine> lines(String text, char separator) {
        List<TableLine> lines = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int line = 1;
        int begun = 1;
        int i = 0;
        while (i <= text.length()) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            boolean atEnd = i == text.length();
            boolean lineEnd = c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
            if (quoted && !atEnd) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && cell.toString().isBlank()) {
                cell.setLength(0);
                quoted = true;
            } else if (c == separator && !atEnd) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (lineEnd) {
                cells.add(cell.toString());
                cell.setLength(0);
                TableLine done = new TableLine(begun, cells);
                if (!done.isEmpty()) {
                    lines.add(done);
                }
                cells = new ArrayList<>();
                begun = line + 1;
            } else if (c != '\r') {
                cell.append(c);
            }
            line += lineEnd ? 1 : 0;
            i++;
        }
        return lines;
    }
}
