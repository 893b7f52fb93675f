package org.cellineage.jobs.bucket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Google Cloud Storage in memory, as far as its Hadoop connector speaks to it: the JSON API's list, get, ranged
 * download, multipart and resumable upload, delete, rewrite, compose, batch, and {@code ifGenerationMatch}.
 */
public final class GcsServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OBJECT = Pattern.compile(
            "(?:/download|/upload)?/storage/v1/b/([^/]+)/o/([^/]+)(?:/([A-Za-z]+)(?:/b/([^/]+)/o/([^/]+))?)?");
    private static final Pattern OBJECTS = Pattern.compile("(?:/upload)?/storage/v1/b/([^/]+)/o");
    private static final Pattern BUCKET = Pattern.compile("/storage/v1/b/([^/]+)");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

    private record Stored(byte[] bytes, long generation, Instant updated, String contentType, JsonNode metadata) {}

    private record Upload(String name, JsonNode resource, String ifGeneration, ByteArrayOutputStream bytes) {}

    private record Reply(int status, byte[] body, Map<String, String> headers) {}

    static {
        // Without it every answer waits 40 ms for the other side's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String bucket;
    private final HttpServer server;
    private final TreeMap<String, Stored> objects = new TreeMap<>();
    private final Map<String, Upload> uploads = new HashMap<>();
    private final AtomicLong generations = new AtomicLong(1_700_000_000_000_000L);
    private boolean writable = true;

    /** Starts it on a free port of this machine, with one bucket. */
    public GcsServer(String bucket) throws IOException {
        this.bucket = bucket;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newFixedThreadPool(8, task -> {
            Thread thread = new Thread(task, "gcs-server");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Names of all objects that contain a text. */
    public synchronized List<String> names(String part) {
        return objects.keySet().stream().filter(name -> name.contains(part)).toList();
    }

    /** An object's content. */
    public synchronized byte[] content(String name) {
        return objects.get(name).bytes();
    }

    /** Puts an object there, as another client would. */
    public synchronized void put(String name, byte[] bytes) {
        objects.put(
                name,
                new Stored(bytes, generations.incrementAndGet(), Instant.now(), "application/octet-stream", null));
    }

    /** Whether the caller may write; refused with 403 otherwise. */
    public synchronized void writable(boolean allowed) {
        writable = allowed;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Reply reply;
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readAllBytes();
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
                body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            reply = answer(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
        } catch (RuntimeException e) {
            reply = error(500, String.valueOf(e));
        }
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        exchange.getResponseBody().write(reply.body());
        exchange.close();
    }

    private synchronized Reply answer(String method, URI uri, Map<String, String> headers, byte[] body)
            throws IOException {
        String path = uri.getRawPath();
        Map<String, String> query = query(uri.getRawQuery());
        if (path.startsWith("/batch")) {
            return batch(headers, body);
        }
        boolean changes = !method.equals("GET");
        if (changes && !writable) {
            return error(403, "does not have storage.objects.create access");
        }
        Matcher m = OBJECTS.matcher(path);
        if (m.matches()) {
            if (path.startsWith("/upload")) {
                return upload(method, query, headers, body);
            }
            return list(query);
        }
        m = BUCKET.matcher(path);
        if (m.matches()) {
            ObjectNode node = JSON.createObjectNode();
            node.put("kind", "storage#bucket").put("id", m.group(1)).put("name", m.group(1));
            node.put("timeCreated", "2026-01-01T00:00:00Z").put("updated", "2026-01-01T00:00:00Z");
            node.put("location", "US").put("storageClass", "STANDARD").put("metageneration", "1");
            return json(200, node);
        }
        m = OBJECT.matcher(path);
        if (!m.matches()) {
            return error(404, "no such method: " + path);
        }
        String name = decode(m.group(2));
        if (m.group(3) != null) {
            return m.group(3).equals("compose")
                    ? compose(name, query, body)
                    : copy(name, decode(m.group(5)), query, m.group(3).equals("rewriteTo"));
        }
        return object(method, name, query, headers);
    }

    private Reply object(String method, String name, Map<String, String> query, Map<String, String> headers)
            throws IOException {
        Stored stored = objects.get(name);
        if (stored == null) {
            return error(404, "No such object: " + bucket + "/" + name);
        }
        switch (method) {
            case "GET":
                return "media".equals(query.get("alt")) ? media(stored, headers) : json(200, describe(name, stored));
            case "DELETE":
                if (refuses(name, query.get("ifGenerationMatch"))) {
                    return error(412, "conditionNotMet");
                }
                objects.remove(name);
                return new Reply(204, new byte[0], Map.of());
            default:
                return json(200, describe(name, stored));
        }
    }

    private static Reply media(Stored stored, Map<String, String> headers) {
        Map<String, String> reply = new HashMap<>();
        reply.put("Content-Type", stored.contentType());
        reply.put("x-goog-generation", Long.toString(stored.generation()));
        Matcher range = RANGE.matcher(headers.getOrDefault("Range", ""));
        byte[] bytes = stored.bytes();
        if (!range.matches()) {
            return new Reply(200, bytes, reply);
        }
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2).isEmpty()
                ? bytes.length - 1
                : (int) Math.min(bytes.length - 1L, Long.parseLong(range.group(2)));
        if (from >= bytes.length) {
            return new Reply(416, new byte[0], Map.of("Content-Range", "bytes */" + bytes.length));
        }
        reply.put("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
        return new Reply(206, Arrays.copyOfRange(bytes, from, to + 1), reply);
    }

    private Reply list(Map<String, String> query) throws IOException {
        String prefix = query.getOrDefault("prefix", "");
        String delimiter = query.getOrDefault("delimiter", "");
        ArrayNode items = JSON.createArrayNode();
        TreeSet<String> prefixes = new TreeSet<>();
        for (Map.Entry<String, Stored> entry : objects.tailMap(prefix).entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith(prefix)) {
                break;
            }
            int cut = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
            if (cut >= 0) {
                prefixes.add(name.substring(0, cut + 1));
            }
            if (cut < 0 || (cut == name.length() - 1 && "true".equals(query.get("includeTrailingDelimiter")))) {
                items.add(describe(name, entry.getValue()));
            }
        }
        ObjectNode page = JSON.createObjectNode().put("kind", "storage#objects");
        page.set("items", items);
        ArrayNode names = page.putArray("prefixes");
        prefixes.forEach(names::add);
        return json(200, page);
    }

    private Reply upload(String method, Map<String, String> query, Map<String, String> headers, byte[] body)
            throws IOException {
        String id = query.get("upload_id");
        if (id != null) {
            return method.equals("DELETE") ? new Reply(499, new byte[0], Map.of()) : resume(id, headers, body);
        }
        String condition = query.get("ifGenerationMatch");
        if ("resumable".equals(query.get("uploadType"))) {
            JsonNode resource = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            String name = query.getOrDefault("name", resource.path("name").asText());
            String next = "u" + generations.incrementAndGet();
            uploads.put(next, new Upload(name, resource, condition, new ByteArrayOutputStream()));
            String host = headers.getOrDefault("X-Forwarded-Host", headers.get("Host"));
            return new Reply(
                    200,
                    new byte[0],
                    Map.of(
                            "Location",
                            "http://" + host + "/upload/storage/v1/b/" + bucket + "/o?uploadType=resumable&upload_id="
                                    + next));
        }
        List<byte[]> parts = parts(headers.get("Content-Type"), body);
        JsonNode resource = JSON.readTree(content(parts.get(0)));
        return store(
                query.getOrDefault("name", resource.path("name").asText()), resource, condition, content(parts.get(1)));
    }

    private Reply resume(String id, Map<String, String> headers, byte[] body) throws IOException {
        Upload upload = uploads.get(id);
        if (upload == null) {
            return error(410, "no such upload");
        }
        Matcher range = CONTENT_RANGE.matcher(headers.getOrDefault("Content-Range", ""));
        boolean whole = !range.matches();
        if (!whole && range.group(1) != null) {
            int from = Integer.parseInt(range.group(1));
            byte[] held = upload.bytes().toByteArray();
            upload.bytes().reset();
            upload.bytes().write(held, 0, Math.min(from, held.length));
        }
        upload.bytes().write(body, 0, body.length);
        if (whole || !range.group(3).equals("*")) {
            uploads.remove(id);
            return store(
                    upload.name(),
                    upload.resource(),
                    upload.ifGeneration(),
                    upload.bytes().toByteArray());
        }
        int size = upload.bytes().size();
        return new Reply(308, new byte[0], size == 0 ? Map.of() : Map.of("Range", "bytes=0-" + (size - 1)));
    }

    private Reply store(String name, JsonNode resource, String ifGeneration, byte[] bytes) throws IOException {
        if (refuses(name, ifGeneration)) {
            return error(412, "conditionNotMet");
        }
        String type = resource.path("contentType").asText("application/octet-stream");
        Stored stored = new Stored(bytes, generations.incrementAndGet(), Instant.now(), type, resource.get("metadata"));
        objects.put(name, stored);
        return json(200, describe(name, stored));
    }

    private boolean refuses(String name, String ifGeneration) {
        Stored held = objects.get(name);
        return ifGeneration != null && Long.parseLong(ifGeneration) != (held == null ? 0 : held.generation());
    }

    private Reply copy(String from, String to, Map<String, String> query, boolean rewrite) throws IOException {
        Stored source = objects.get(from);
        if (source == null) {
            return error(404, "No such object: " + from);
        }
        if (refuses(to, query.get("ifGenerationMatch"))) {
            return error(412, "conditionNotMet");
        }
        Stored copied = new Stored(
                source.bytes(), generations.incrementAndGet(), Instant.now(), source.contentType(), source.metadata());
        objects.put(to, copied);
        if (!rewrite) {
            return json(200, describe(to, copied));
        }
        ObjectNode reply =
                JSON.createObjectNode().put("kind", "storage#rewriteResponse").put("done", true);
        reply.put("totalBytesRewritten", Integer.toString(copied.bytes().length));
        reply.put("objectSize", Integer.toString(copied.bytes().length));
        reply.set("resource", describe(to, copied));
        return json(200, reply);
    }

    private Reply compose(String name, Map<String, String> query, byte[] body) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        JsonNode request = JSON.readTree(body);
        for (JsonNode part : request.path("sourceObjects")) {
            joined.write(objects.get(part.path("name").asText()).bytes());
        }
        return store(name, request.path("destination"), query.get("ifGenerationMatch"), joined.toByteArray());
    }

    /** Answers the requests of a batch one after the other. */
    private Reply batch(Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder replies = new StringBuilder();
        for (byte[] part : parts(headers.get("Content-Type"), body)) {
            String text = new String(part, StandardCharsets.UTF_8);
            Matcher id = Pattern.compile("(?i)content-id: *(\\S+)").matcher(text);
            String request = text.substring(text.indexOf("\r\n\r\n") + 4);
            String[] line = request.lines().findFirst().orElseThrow().split(" ");
            Map<String, String> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            int blank = request.indexOf("\r\n\r\n");
            byte[] content = blank < 0
                    ? new byte[0]
                    : request.substring(blank + 4).strip().getBytes(StandardCharsets.UTF_8);
            Reply reply = answer(line[0], URI.create(line[1]), own, content);
            replies.append("--batch\r\nContent-Type: application/http\r\n");
            if (id.find()) {
                replies.append("Content-ID: <response-")
                        .append(id.group(1).replaceAll("[<>]", ""))
                        .append(">\r\n");
            }
            replies.append("\r\nHTTP/1.1 ").append(reply.status()).append(" X\r\n");
            replies.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(reply.body().length)
                    .append("\r\n\r\n")
                    .append(new String(reply.body(), StandardCharsets.UTF_8))
                    .append("\r\n");
        }
        replies.append("--batch--\r\n");
        return new Reply(
                200,
                replies.toString().getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "multipart/mixed; boundary=batch"));
    }

    /** Parts of a multipart body, with their headers. ISO-8859-1 keeps every byte. */
    private static List<byte[]> parts(String contentType, byte[] body) {
        Matcher m = Pattern.compile("boundary=\"?([^\";]+)").matcher(contentType);
        if (!m.find()) {
            throw new IllegalArgumentException("no boundary: " + contentType);
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        List<byte[]> parts = new ArrayList<>();
        for (String part : text.split(Pattern.quote("--" + m.group(1)))) {
            if (part.contains("\r\n\r\n")) {
                String inner = part.substring(2, part.endsWith("\r\n") ? part.length() - 2 : part.length());
                parts.add(inner.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return parts;
    }

    private static byte[] content(byte[] part) {
        String text = new String(part, StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
    }

    private ObjectNode describe(String name, Stored stored) {
        ObjectNode node = JSON.createObjectNode();
        node.put("kind", "storage#object").put("name", name).put("bucket", bucket);
        node.put("generation", Long.toString(stored.generation())).put("metageneration", "1");
        node.put("size", Integer.toString(stored.bytes().length)).put("contentType", stored.contentType());
        node.put("timeCreated", stored.updated().toString())
                .put("updated", stored.updated().toString());
        node.put("etag", "e" + stored.generation());
        if (stored.metadata() != null) {
            node.set("metadata", stored.metadata());
        }
        return node;
    }

    private static Reply json(int status, JsonNode node) throws IOException {
        return new Reply(status, JSON.writeValueAsBytes(node), Map.of("Content-Type", "application/json"));
    }

    private static Reply error(int status, String message) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode error = root.putObject("error").put("code", status).put("message", message);
        String reason = status == 404 ? "notFound" : status == 412 ? "conditionNotMet" : "forbidden";
        error.putArray("errors")
                .addObject()
                .put("domain", "global")
                .put("reason", reason)
                .put("message", message);
        return json(status, root);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
