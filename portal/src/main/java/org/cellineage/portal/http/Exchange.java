package org.cellineage.portal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.cellineage.problem.Problem;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** A request as its handler sees it. */
public final class Exchange {

    private static final int MOST_BYTES = 4 << 20;
    private static final int DEEPEST = 20;

    private static final ObjectMapper JSON = mapper();

    private final Request request;
    private final Map<String, String> path;

    Exchange(Request request, Map<String, String> path) {
        this.request = request;
        this.path = Map.copyOf(path);
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = JsonMapper.builder().build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(MOST_BYTES)
                        .build());
        return mapper;
    }

    /** A part of the path, by its name in the route. */
    public String path(String name) {
        return Optional.ofNullable(path.get(name)).orElseThrow(() -> new IllegalArgumentException("no part " + name));
    }

    /** A part of the path that is a number from 0; any other is nothing that there is. */
    public int number(String name) {
        String text = path(name);
        if (!text.matches("[0-9]{1,9}")) {
            throw HttpRefusal.notFound();
        }
        return Integer.parseInt(text);
    }

    /** A parameter after the question mark. */
    public Optional<String> query(String name) {
        try {
            Fields fields = Request.extractQueryParameters(request);
            return Optional.ofNullable(fields.getValue(name));
        } catch (RuntimeException e) {
            throw HttpRefusal.badRequest("the address", "Its parameters cannot be read.");
        }
    }

    /** A header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** Size of the body; negative if the client does not say. */
    public long length() {
        return request.getLength();
    }

    /** The body as it arrives. */
    public InputStream stream() {
        return Content.Source.asInputStream(request);
    }

    /** The body as bytes, if it is not larger than a request may be. */
    public byte[] bytes() throws IOException {
        byte[] body = stream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new HttpRefusal(
                    413, new Problem("the request", "It is too large.", "Send at most " + MOST_BYTES + " bytes."));
        }
        return body;
    }

    /** The body, which is a JSON object. */
    public ObjectNode json() throws IOException {
        String type = header("Content-Type").orElse("");
        if (!type.startsWith("application/json")) {
            throw new HttpRefusal(
                    415,
                    new Problem("the request", "Its content type is not application/json.", "Send a JSON object."));
        }
        try {
            JsonNode body = JSON.readTree(bytes());
            if (body instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw HttpRefusal.badRequest("the request", "Its JSON cannot be read: " + e.getOriginalMessage() + ".");
        }
        throw HttpRefusal.badRequest("the request", "It is no JSON object.");
    }
}
