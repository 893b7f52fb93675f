package org.cellineage.jobs.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON values that pages load. */
public final class PageJson {

    /** Everything beyond ASCII is escaped: no character of a name can end a string or a line of a script. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private PageJson() {}

    /** A new object. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Reads JSON that Spark or this application wrote. */
    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that Spark or this application wrote", e);
        }
    }

    /** The value as text, in ASCII. */
    public static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON value", e);
        }
    }

    /** An item of a review queue. */
    public static ObjectNode queueItem(
            String kind, int track, int frame, double yPx, double xPx, double suspicion, String reason) {
        return object().put("kind", kind)
                .put("track", track)
                .put("frame", frame)
                .put("y", Math.round(yPx))
                .put("x", Math.round(xPx))
                .put("suspicion", Math.round(suspicion * 1000) / 1000.0)
                .put("reason", reason);
    }
}
