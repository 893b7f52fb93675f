package org.cellineage.jobs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.shaded.com.fasterxml.jackson.annotation.JsonAutoDetect;
import org.apache.iceberg.shaded.com.fasterxml.jackson.annotation.PropertyAccessor;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.PropertyNamingStrategies;

/**
 * A server of Iceberg's REST protocol on the loopback address, in front of a catalog in SQLite: what clients need to make
 * namespaces and tables, to read them and to commit to them, handled by Iceberg's own handlers.
 */
final class RestCatalogServer implements AutoCloseable {

    private static final int THREADS = 4;
    /** Separates the levels of a namespace in a path. */
    private static final String LEVELS = "\u001f";

    private final ObjectMapper json = new ObjectMapper();
    private final JdbcCatalog catalog = new JdbcCatalog();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpServer server;

    /** An answer without a body. */
    private record NoContent() {}

    RestCatalogServer(Configuration hadoop, String database, String warehouse) throws IOException {
        json.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        json.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
        json.setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        RESTSerializers.registerAll(json);
        catalog.setConf(hadoop);
        catalog.initialize("behind", Map.of("uri", database, "warehouse", warehouse));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String uri() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        int code = 200;
        Object answer;
        try {
            answer = answer(exchange);
            code = answer instanceof NoContent ? 204 : 200;
        } catch (NoSuchTableException | NoSuchNamespaceException e) {
            code = 404;
            answer = error(code, e);
        } catch (AlreadyExistsException | CommitFailedException e) {
            code = 409;
            answer = error(code, e);
        } catch (RuntimeException e) {
            code = 500;
            answer = error(code, e);
        }
        boolean isEmpty =
                answer instanceof NoContent || exchange.getRequestMethod().equals("HEAD");
        byte[] body = isEmpty ? new byte[0] : json.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static ErrorResponse error(int code, RuntimeException e) {
        return ErrorResponse.builder()
                .responseCode(code)
                .withType(e.getClass().getSimpleName())
                .withMessage(String.valueOf(e.getMessage()))
                .build();
    }

    private Object answer(HttpExchange exchange) throws IOException {
        // The decoded path: names of tests need no slash.
        List<String> path = Arrays.asList(
                exchange.getRequestURI().getPath().substring("/v1/".length()).split("/"));
        String method = exchange.getRequestMethod();
        if (path.get(0).equals("config")) {
            return ConfigResponse.builder().build();
        }
        if (path.size() == 1) {
            return method.equals("POST")
                    ? CatalogHandlers.createNamespace(catalog, body(exchange, CreateNamespaceRequest.class))
                    : CatalogHandlers.listNamespaces(catalog, Namespace.empty());
        }
        Namespace namespace = Namespace.of(path.get(1).split(LEVELS));
        if (path.size() == 2) {
            return CatalogHandlers.loadNamespace(catalog, namespace);
        }
        if (path.size() == 3) {
            if (!method.equals("POST")) {
                return CatalogHandlers.listTables(catalog, namespace);
            }
            CreateTableRequest request = body(exchange, CreateTableRequest.class);
            return request.stageCreate()
                    ? CatalogHandlers.stageTableCreate(catalog, namespace, request)
                    : CatalogHandlers.createTable(catalog, namespace, request);
        }
        if (path.size() > 4) {
            // Metrics of scans and commits, which nobody here reads.
            exchange.getRequestBody().readAllBytes();
            return new NoContent();
        }
        TableIdentifier table = TableIdentifier.of(namespace, path.get(3));
        return switch (method) {
            case "POST" -> CatalogHandlers.updateTable(catalog, table, body(exchange, UpdateTableRequest.class));
            case "DELETE" -> {
                CatalogHandlers.dropTable(catalog, table);
                yield new NoContent();
            }
            default -> CatalogHandlers.loadTable(catalog, table, RESTCatalogProperties.SnapshotMode.ALL);
        };
    }

    private <T> T body(HttpExchange exchange, Class<T> type) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return json.readValue(text, type);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        catalog.close();
    }
}
