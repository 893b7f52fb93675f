package org.cellineage.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.cellineage.jobs.hadoop.OutputFolder;

/**
 * The files of data that pages load: scripts that hand a JSON value to the pages under a name. Browsers do not let a page
 * that was opened from a disk read other files, but they do let it load scripts.
 */
final class DataFile {

    /** Folder of all data in a report. */
    static final String FOLDER = "data";

    /** Everything beyond ASCII is escaped: no character of a name can end a string or a line of a script. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private DataFile() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that Spark or this application wrote", e);
        }
    }

    /**
     * The bytes of a file.
     *
     * @param name under which pages know the value, such as {@code p0/plate}
     */
    static byte[] bytes(String name, JsonNode value) {
        try {
            String text =
                    "cellineageData(" + JSON.writeValueAsString(name) + ", " + JSON.writeValueAsString(value) + ");\n";
            return text.getBytes(StandardCharsets.US_ASCII);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON value", e);
        }
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
