package org.cellineage.portal.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cellineage.jobs.page.PageJson;

/**
 * An answer to a request.
 *
 * @param status of HTTP
 * @param type content type
 * @param headers other headers
 * @param content writes the body
 */
public record Answer(int status, String type, Map<String, String> headers, Content content) {

    /** Type of JSON values. */
    public static final String JSON = "application/json; charset=utf-8";

    private static final String CACHE_CONTROL = "Cache-Control";

    /** Writes a body. */
    @FunctionalInterface
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A JSON value, which may be one that was written before. */
    public static Answer json(JsonNode value) {
        return json(200, value);
    }

    /** A JSON value with another status than 200. */
    public static Answer json(int status, JsonNode value) {
        return bytes(status, JSON, PageJson.text(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** A whole body. */
    public static Answer bytes(int status, String type, byte[] body) {
        return new Answer(
                status, type, Map.of("Content-Length", Integer.toString(body.length)), out -> out.write(body));
    }

    /** No body. */
    public static Answer empty(int status) {
        return new Answer(status, "", Map.of(), out -> {});
    }

    /** A file to be saved under a name, written as it is sent. */
    public static Answer file(String name, String type, Content content) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return new Answer(200, type, Map.of("Content-Disposition", "attachment; filename=\"" + plain + "\""), content);
    }

    /** This, with another header. */
    public Answer with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Answer(status, type, all, content);
    }

    /** This, which a browser may keep: its address is of a version that never changes. */
    public Answer kept() {
        return with(CACHE_CONTROL, "private, max-age=86400, immutable");
    }

    /** This, which a browser asks for again each time, unless it may be kept. */
    Answer keptNowhere() {
        return headers.containsKey(CACHE_CONTROL) ? this : with(CACHE_CONTROL, "no-store");
    }
}
