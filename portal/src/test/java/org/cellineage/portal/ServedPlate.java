package org.cellineage.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.Cellineage;
import org.cellineage.jobs.bucket.Bucket;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.portal.api.Portal;
import org.cellineage.portal.http.Access;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;
import org.jspecify.annotations.Nullable;

/** A small published plate, and servers that show it, in this process. One is made for all tests. */
final class ServedPlate {

    /** A name that would be markup if anything took it for text of a page, and a path if anything took it for one. */
    static final String PLATE = "P<img src=x onerror=hacked=1>";

    static final long QUOTA = 3_000_000;
    static final int FRAMES = 18;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.sql.shuffle.partitions", "2");
    }

    final Path folder;
    final Path tables;
    final Path inbox;
    /** Where the tables are. */
    final String location;

    private final String uploads;
    private static @Nullable ServedPlate shared;

    private Portal portal;

    /** @param root what the tables and the inbox are below: the folder, or a bucket */
    private ServedPlate(Path folder, String root) {
        this.folder = folder;
        this.tables = folder.resolve("tables");
        this.inbox = folder.resolve("inbox");
        this.location = root + "/tables";
        this.uploads = root + "/inbox";
    }

    /** The plate, made when it is first needed; it ends with this process. */
    static synchronized ServedPlate shared() throws Exception {
        if (shared == null) {
            Path folder = Files.createTempDirectory("portal-test-");
            folder.toFile().deleteOnExit();
            shared = in(folder, "parquet");
        }
        return shared;
    }

    /** Another, whose tables are kept in a store; whoever makes it closes it. */
    static ServedPlate in(Path folder, String store) throws Exception {
        ServedPlate served = new ServedPlate(folder, folder.toString());
        served.publish(images(folder).toString(), store);
        return served;
    }

    /** Another, whose images, tables and inbox are in a bucket that Spark can reach. */
    static ServedPlate in(Path folder, Bucket bucket) throws Exception {
        ServedPlate served = new ServedPlate(folder, bucket.root());
        bucket.upload(images(folder), "in/" + PLATE);
        served.publish(bucket.root() + "/in/" + PLATE, "parquet");
        return served;
    }

    void close() throws Exception {
        portal.close();
    }

    private static Path images(Path folder) throws Exception {
        SimulationOptions options = ConfigurationLoader.load(
                SimulationOptions.DEFAULTS,
                "",
                "",
                List.of("width_px=96", "height_px=96", "cells=4", "frames=" + FRAMES, "cycle_frames=9"));
        Path plate = folder.resolve("in").resolve(PLATE);
        PlateSimulator simulator = new PlateSimulator(options, 5, 2, 1, false);
        for (int movie = 0; movie < simulator.movies(); movie++) {
            simulator.write(movie, path -> create(plate.resolve(path)), () -> {});
        }
        return plate;
    }

    private void publish(String plate, String store) throws Exception {
        StringWriter said = new StringWriter();
        int code = Cellineage.run(
                new String[] {
                    "run",
                    "-i",
                    plate,
                    "--labels",
                    plate,
                    "-o",
                    location,
                    "--set",
                    "linking.method=geometric",
                    "--store",
                    store
                },
                new PrintWriter(said, true),
                new PrintWriter(said, true));
        assertThat(code).as(said.toString()).isZero();
        portal = start(new Access.Rules("127.0.0.1", "", Set.of(), false));
    }

    private static OutputStream create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file);
    }

    static SparkSession spark() {
        return SparkSessions.openForServer("serve");
    }

    /** Another server of the same plate. */
    Portal start(Access.Rules rules) throws Exception {
        PipelineConfiguration settings = ConfigurationLoader.load(
                PipelineConfiguration.DEFAULTS,
                "",
                "",
                List.of("segmentation.method=classical", "linking.method=geometric"));
        return Portal.start(spark(), new Portal.Settings(location, Optional.of(uploads), QUOTA, 0, rules, settings));
    }

    /** Ends the server and starts one that knows nothing of it. */
    void restart() throws Exception {
        portal.close();
        portal = start(new Access.Rules("127.0.0.1", "", Set.of(), false));
    }

    URI address() {
        return portal.address();
    }

    /** Rows of a published table. */
    List<Row> rows(String table, String where) throws IOException {
        OutputFolder output = OutputFolder.open(spark().sparkContext().hadoopConfiguration(), location);
        return LineageStores.load()
                .openExisting(spark(), output)
                .table(table)
                .where(where)
                .collectAsList();
    }

    /** The files of a zip archive by name. */
    static Map<String, byte[]> unzip(byte[] zip) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    /** An answer: status, and the body as text. */
    record Reply(int status, byte[] body, HttpHeaders headers) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }

    Reply send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(answer.statusCode(), answer.body(), answer.headers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path));
    }

    Reply get(String path) throws IOException {
        return send(request(path));
    }

    JsonNode json(String path) throws IOException {
        Reply reply = get(path);
        assertThat(reply.status())
                .as(path + " " + new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return reply.json();
    }

    Reply post(String path, String body) throws IOException {
        return send(request(path)
                .header("X-Cellineage", "1")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply upload(String name, byte[] content) throws IOException {
        String query = URLEncoder.encode(name, StandardCharsets.UTF_8);
        return send(request("/api/uploads?name=" + query)
                .header("X-Cellineage", "1")
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(content)));
    }

    /** Waits for a job and returns what the list says of it. */
    JsonNode ended(String job) throws Exception {
        for (int i = 0; i < 3000; i++) {
            for (JsonNode one : json("/api/jobs").path("jobs")) {
                String state = one.path("state").asText();
                if (one.path("id").asText().equals(job) && !state.equals("waiting") && !state.equals("running")) {
                    return one;
                }
            }
            Thread.sleep(100);
        }
        throw new AssertionError("job " + job + " does not end");
    }

    /** Address of the first movie of the plate. */
    String movie(int number) throws IOException {
        String plate = json("/api/report").path("plates").path(0).path("id").asText();
        String own = json("/api/plates/" + plate)
                .path("movies")
                .path(number)
                .path("folder")
                .asText();
        String[] parts = own.split("/");
        return "/api/plates/" + parts[0] + "/movies/" + parts[1];
    }
}
