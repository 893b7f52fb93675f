package org.cellineage.jobs.bucket;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Stands between a connector and its store, and does to requests what a network and a busy store do: answers 503, cuts a
 * download in the middle, delays. What is done to whom is set by the test; each is counted.
 */
public final class FaultyProxy implements AutoCloseable {

    /** What may happen to a request. */
    public enum Fault {
        /** Answered with 503, not passed on. */
        BUSY,
        /** Passed on; half of the answer's body comes, then the connection is gone. */
        CUT,
        /** Passed on; the body comes in pieces with pauses. */
        SLOW,
        /** Answered as the store answers a token that has expired. */
        EXPIRED,
        /** Answered as S3 answers a caller without permission. */
        DENIED,
        /** Not passed on and never answered: the caller is meant to be killed while it waits. */
        HANG,
        /** Passed on, never answered. */
        HANG_AFTER,
        /** Passed on; the connection is gone before the answer. */
        LOST,
        /** Passed on without its If-None-Match, as by a store that does not know conditions. */
        UNCONDITIONAL
    }

    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "upgrade");

    static {
        // Without it every answer waits 40 ms for the other side's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int target;
    private final Map<Fault, Predicate<HttpExchange>> faults = new ConcurrentHashMap<>();
    private final Map<Fault, AtomicInteger> done = new ConcurrentHashMap<>();

    /** Starts it on a free port of this machine, in front of another port. */
    public FaultyProxy(int target) throws IOException {
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newFixedThreadPool(16, task -> {
            Thread thread = new Thread(task, "faulty-proxy");
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

    /** Lets a fault happen to the requests that are chosen; asked once a request. */
    public void inject(Fault fault, Predicate<HttpExchange> chosen) {
        faults.put(fault, chosen);
    }

    /** No more faults. */
    public void heal() {
        faults.clear();
    }

    /** Whether a fault has happened. */
    public boolean hasHappened(Fault fault) {
        return done.containsKey(fault);
    }

    /** How often a fault has happened since the last question. */
    public int happened(Fault fault) {
        AtomicInteger count = done.remove(fault);
        return count == null ? 0 : count.get();
    }

    /** Chooses the first, and then every n-th of the requests that {@code which} holds for. */
    public static Predicate<HttpExchange> every(int n, Predicate<HttpExchange> which) {
        AtomicInteger count = new AtomicInteger();
        return exchange -> which.test(exchange) && count.getAndIncrement() % n == 0;
    }

    /** Requests that put an object whose path contains a text. */
    public static Predicate<HttpExchange> put(String part) {
        return exchange -> (exchange.getRequestMethod().equals("PUT")
                        || exchange.getRequestMethod().equals("POST"))
                && exchange.getRequestURI().toString().replace("%2F", "/").contains(part);
    }

    /** Requests that download a file of this ending. */
    public static Predicate<HttpExchange> download(String ending) {
        return exchange -> exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().getPath().endsWith(ending)
                && !String.valueOf(exchange.getRequestURI().getQuery()).contains("fields=");
    }

    private boolean strikes(Fault fault, HttpExchange exchange) {
        Predicate<HttpExchange> chosen = faults.get(fault);
        boolean strikes = chosen != null && chosen.test(exchange);
        if (strikes) {
            done.computeIfAbsent(fault, f -> new AtomicInteger()).incrementAndGet();
        }
        return strikes;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body;
            try (InputStream in = exchange.getRequestBody()) {
                body = in.readAllBytes();
            }
            if (strikes(Fault.BUSY, exchange)) {
                exchange.sendResponseHeaders(503, -1);
            } else if (strikes(Fault.EXPIRED, exchange)) {
                boolean google = exchange.getRequestURI().getPath().contains("/storage/v1/");
                refuse(exchange, google ? 401 : 400, "ExpiredToken", "The provided token has expired.");
            } else if (strikes(Fault.DENIED, exchange)) {
                refuse(exchange, 403, "AccessDenied", "Access Denied");
            } else if (strikes(Fault.HANG, exchange)) {
                Thread.sleep(Long.MAX_VALUE);
            } else {
                pass(exchange, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code, String message) throws IOException {
        boolean google = exchange.getRequestURI().getPath().contains("/storage/v1/");
        String text = google
                ? "{\"error\": {\"code\": " + status + ", \"message\": \"" + message
                        + "\", \"errors\": [{\"domain\": \"global\", \"reason\": \""
                        + (status == 401 ? "authError" : "forbidden") + "\"}]}}"
                : "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
        byte[] error = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", google ? "application/json" : "application/xml");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : error.length);
        if (!head) {
            exchange.getResponseBody().write(error);
        }
    }

    private void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        URI uri = exchange.getRequestURI();
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + target + path))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        boolean unconditional = strikes(Fault.UNCONDITIONAL, exchange);
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OWN_HEADERS.contains(lower) && !(unconditional && lower.equals("if-none-match"))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        request.header("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"));
        HttpResponse<byte[]> reply = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (strikes(Fault.HANG_AFTER, exchange)) {
            Thread.sleep(Long.MAX_VALUE);
        }
        if (strikes(Fault.LOST, exchange)) {
            return;
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        reply.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OWN_HEADERS.contains(lower) || (head && lower.equals("content-length"))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        byte[] content = reply.body();
        exchange.sendResponseHeaders(reply.statusCode(), head || content.length == 0 ? -1 : content.length);
        if (head || content.length == 0) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        if (strikes(Fault.CUT, exchange)) {
            out.write(content, 0, content.length / 2);
            out.flush();
            // Closing the exchange before the promised length ends the connection.
            return;
        }
        if (strikes(Fault.SLOW, exchange)) {
            int piece = Math.max(1, content.length / 8);
            for (int at = 0; at < content.length; at += piece) {
                out.write(content, at, Math.min(piece, content.length - at));
                out.flush();
                Thread.sleep(100);
            }
        } else {
            out.write(content);
        }
        out.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
