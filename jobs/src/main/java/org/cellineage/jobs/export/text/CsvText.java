package org.cellineage.jobs.export.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** Writes a table as RFC 4180 describes it, in UTF-8 with line feeds. Does not close what it writes to. */
final class CsvText {

    private final BufferedWriter out;
    private boolean first = true;

    CsvText(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    }

    /** Adds a cell to the line. */
    CsvText cell(String text) throws IOException {
        if (!first) {
            out.write(',');
        }
        first = false;
        boolean quoted =
                text.indexOf(',') >= 0 || text.indexOf('"') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
        out.write(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
        return this;
    }

    /** Adds a number, or an empty cell if it is unknown. */
    CsvText cell(double value) throws IOException {
        return cell(CellNumbers.text(value));
    }

    /** Ends the line. */
    void end() throws IOException {
        out.write('\n');
        first = true;
    }

    void flush() throws IOException {
        out.flush();
    }
}
