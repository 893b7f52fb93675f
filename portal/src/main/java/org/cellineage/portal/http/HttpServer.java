package org.cellineage.portal.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server: every request passes {@link Access}, then goes to a handler of {@link Routes} or is one of the pages. A
 * failure of a handler is an answer in words and ends nothing.
 */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private static final String API = "/api/";
    private static final int THREADS = 64;
    private static final int HEADER_BYTES = 16 << 10;
    private static final int IDLE_MILLIS = 60_000;
    private static final long STOP_MILLIS = 2_000;
    private static final int MOST_UNREAD_BYTES = 8 << 20;

    /** Nothing inline, nothing from elsewhere, in no frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:"
            + " data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private static final Map<String, String> SAFE_HEADERS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private final Server server;
    private final ServerConnector connector;
    private final SiteFiles files = new SiteFiles();
    private final Access access;
    private final Routes routes;

    private HttpServer(Access access, Routes routes, String address, int port) {
        this.access = access;
        this.routes = routes;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("portal");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                HttpServer.this.handle(request, response, callback);
                return true;
            }
        });
        server.setErrorHandler((request, response, callback) -> {
            // What Jetty itself refuses, such as a path that can be read in two ways.
            send(response, callback, refusal(HttpRefusal.badRequest("the request", "It cannot be read.")));
            return true;
        });
        server.setStopTimeout(STOP_MILLIS);
    }

    /**
     * Starts a server.
     *
     * @param port 0 for any that is free
     * @throws BadConfigurationException if the port is taken
     */
    public static HttpServer start(Access access, Routes routes, String address, int port) throws Exception {
        HttpServer started = new HttpServer(access, routes, address, port);
        try {
            started.server.start();
            return started;
        } catch (IOException e) {
            started.server.stop();
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new BadConfigurationException(
                        "--address " + address + " --port " + port,
                        "Another program listens there, or this machine has no such address.",
                        "Give another --port, or end that program.",
                        e);
            }
            throw e;
        }
    }

    /** Address of the pages. */
    public URI address() {
        String host = String.valueOf(connector.getHost());
        return URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + connector.getLocalPort() + "/");
    }

    /** Waits until the server is stopped. */
    public void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private void handle(Request request, Response response, Callback callback) {
        Answer answer;
        try {
            answer = answer(request);
        } catch (HttpRefusal e) {
            answer = refused(request, isPage(request) && e.status() == 401 ? redirect("/login.html") : refusal(e));
        } catch (UserException e) {
            answer = refused(request, refusal(new HttpRefusal(422, e.problem())));
        } catch (Exception | LinkageError | StackOverflowError e) {
            LOG.warn("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
            HttpRefusal failure = new HttpRefusal(
                    500,
                    new Problem(
                            "this server",
                            "Something went wrong that should not have: "
                                    + e.getClass().getSimpleName() + ".",
                            "Try again; the log of the server says more."));
            answer = refused(request, refusal(failure));
        }
        send(response, callback, answer);
    }

    /**
     * An answer to a request whose body may not have been read. The rest of it would end the connection, and a client
     * would send its next request there, into nothing: it is read if it is short, and else the client is told.
     */
    private static Answer refused(Request request, Answer answer) {
        boolean hasBody = !Set.of("GET", "HEAD").contains(request.getMethod());
        return hasBody && !readToEnd(request) ? answer.with("Connection", "close") : answer;
    }

    private static boolean readToEnd(Request request) {
        InputStream rest = Content.Source.asInputStream(request);
        byte[] buffer = new byte[8 << 10];
        try {
            int left = MOST_UNREAD_BYTES;
            for (int n = rest.read(buffer); n >= 0 && left > 0; n = rest.read(buffer)) {
                left -= n;
            }
            return left > 0;
        } catch (IOException e) {
            LOG.debug("the rest of a request cannot be read", e);
            return false;
        }
    }

    private static boolean isPage(Request request) {
        String path = String.valueOf(request.getHttpURI().getPath());
        return request.getMethod().equals("GET") && !path.startsWith(API);
    }

    private Answer answer(Request request) throws Exception {
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        String path = String.valueOf(request.getHttpURI().getPath());
        HttpFields headers = request.getHeaders();
        access.check(
                new Access.Asked(
                        method, path, Optional.ofNullable(headers.get("Host")).orElse(""), files.isPublic(path)),
                name -> Optional.ofNullable(headers.get(name)));
        if (method.equals("POST") && path.equals("/login")) {
            return login(new Exchange(request, Map.of()));
        }
        Optional<Routes.Match> match = routes.find(method, path);
        if (match.isPresent()) {
            return match.get()
                    .handler()
                    .handle(new Exchange(request, match.get().path()));
        }
        return Optional.of(method)
                .filter("GET"::equals)
                .flatMap(get -> files.find(path))
                .orElseThrow(HttpRefusal::notFound);
    }

    private Answer login(Exchange exchange) throws IOException {
        Fields form = new Fields();
        UrlEncoded.decodeTo(new String(exchange.bytes(), StandardCharsets.UTF_8), form::add, StandardCharsets.UTF_8);
        String token = Optional.ofNullable(form.getValue("token")).orElse("");
        return access.login(token.strip())
                .map(cookie -> redirect("/").with("Set-Cookie", cookie))
                .orElseGet(() -> redirect("/login.html?failed=1"));
    }

    private static Answer redirect(String to) {
        return Answer.empty(303).with("Location", to);
    }

    private static Answer refusal(HttpRefusal refusal) {
        ObjectNode body = PageJson.object();
        body.put("problem", refusal.problem().cause());
        body.put("where", refusal.problem().where());
        body.put("fix", refusal.problem().remedy());
        refusal.more().forEach(body::put);
        return Answer.json(refusal.status(), body);
    }

    private static void send(Response response, Callback callback, Answer answer) {
        try {
            response.setStatus(answer.status());
            HttpFields.Mutable headers = response.getHeaders();
            SAFE_HEADERS.forEach(headers::put);
            answer.keptNowhere().headers().forEach(headers::put);
            if (!answer.type().isEmpty()) {
                headers.put("Content-Type", answer.type());
            }
            try (OutputStream out = Content.Sink.asOutputStream(response)) {
                answer.content().write(out);
            }
            callback.succeeded();
        } catch (IOException | RuntimeException e) {
            // Most often a browser that went away; what was half sent must not pass for whole.
            LOG.debug("an answer could not be sent", e);
            callback.failed(e);
        }
    }
}
