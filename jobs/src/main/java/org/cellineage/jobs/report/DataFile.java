package org.cellineage.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.page.PageJson;

/**
 * The files of data that pages load: scripts that hand a JSON value to the pages under a name. Browsers do not let a page
 * that was opened from a disk read other files, but they do let it load scripts.
 */
final class DataFile {

    /** Folder of all data in a report. */
    static final String FOLDER = "data";

    private DataFile() {}

    /**
     * The bytes of a file.
     *
     * @param name under which pages know the value, such as {@code p0/plate}
     */
    static byte[] bytes(String name, JsonNode value) {
        String text = "cellineageData(" + PageJson.text(name) + ", " + PageJson.text(value) + ");\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes a value and returns the size of its file. */
    static long write(OutputFolder output, String name, JsonNode value) throws IOException {
        return writeBytes(output, name + ".js", bytes(name, value));
    }

    /** Writes a file into the folder of the data and returns its size. */
    static long writeBytes(OutputFolder output, String file, byte[] bytes) throws IOException {
        output.write(FOLDER + "/" + file, out -> out.write(bytes));
        return bytes.length;
    }
}
