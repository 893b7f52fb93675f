package org.cellineage.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.format.trk.TrkArchive;
import org.cellineage.image.Plane;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers, over a real connection, and what is in the tables afterwards. */
class PortalTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static ServedPlate plate;

    @TempDir
    private Path temp;

    @BeforeAll
    static void serve() throws Exception {
        plate = ServedPlate.shared();
    }

    private static String body(JsonNode version, Object changes) {
        ObjectNode body = JSON.createObjectNode().put("author", "anna").put("why", "a test");
        body.set("version", version);
        body.set("changes", JSON.valueToTree(changes));
        return body.toString();
    }

    private static JsonNode accepted(ServedPlate.Reply reply) throws IOException {
        assertThat(reply.status())
                .as(new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return reply.json();
    }

    /** A link of a track: its last two cells. */
    private static List<Map<String, Object>> cutOf(JsonNode head, int nth) {
        List<JsonNode> long3 = new ArrayList<>();
        head.path("tracks").forEach(track -> {
            if (track.get(5).asInt() - track.get(4).asInt() >= 3) {
                long3.add(track);
            }
        });
        int id = long3.get(nth).get(0).asInt();
        int first = long3.get(nth).get(4).asInt();
        return List.of(Map.of(
                "what", "cut",
                "from", Map.of("frame", first, "track", id),
                "to", Map.of("frame", first + 1, "track", id)));
    }

    @Test
    void aMovieIsToldAsTheTablesHaveIt() throws Exception {
        String movie = plate.movie(1);
        JsonNode head = plate.json(movie);
        assertThat(head.path("id").asText()).isEqualTo(ServedPlate.PLATE + "/A02/1");
        assertThat(head.path("frames").asInt()).isEqualTo(ServedPlate.FRAMES);
        Set<Integer> tracks = new HashSet<>();
        head.path("tracks").forEach(track -> tracks.add(track.get(0).asInt()));
        Set<Integer> inTable = new HashSet<>();
        plate.rows("tracks", "well = 'A02'").forEach(row -> inTable.add(row.<Integer>getAs("track_id")));
        assertThat(tracks).isEqualTo(inTable).isNotEmpty();

        // Two blocks of frames, of which the second is shorter.
        assertThat(plate.json(movie + "/cells/0")).hasSize(16);
        JsonNode second = plate.json(movie + "/cells/1");
        assertThat(second).hasSize(ServedPlate.FRAMES - 16);
        assertThat(second.get(0).asText()).isNotEmpty();
        assertThat(plate.json(movie + "/cells/7")).isEmpty();

        int some = tracks.iterator().next();
        long cells = plate.rows("cells", "well = 'A02' and track_id = " + some).size();
        assertThat(plate.json(movie + "/traces?tracks=" + some).path("" + some)).hasSize((int) cells);

        Row cell = plate.rows("cells", "well = 'A02' and track_id = " + some).get(0);
        JsonNode mask = plate.json(movie + "/mask/" + cell.<Integer>getAs("frame") + "/" + some);
        assertThat(mask.path("mask").binaryValue()).isEqualTo(cell.<byte[]>getAs("mask"));

        ServedPlate.Reply png = plate.get(movie + "/picture/0/5.png?max=48");
        assertThat(ImageIO.read(new ByteArrayInputStream(png.body())).getWidth())
                .isEqualTo(48);
        assertThat(plate.get(movie + "/picture/0/99.png").status()).isEqualTo(404);
        assertThat(plate.get(movie + "/picture/9/5.png").status()).isEqualTo(404);
        assertThat(ImageIO.read(new ByteArrayInputStream(
                        plate.get(movie + "/thumbnail.png").body())))
                .isNotNull();
    }

    @Test
    void whatIsAcceptedIsDurableAndWhatIsRefusedChangesNothing() throws Exception {
        String movie = plate.movie(0);
        JsonNode head = plate.json(movie);
        JsonNode version = head.path("version");
        List<Map<String, Object>> cut = cutOf(head, 0);
        JsonNode answer = accepted(plate.post(movie + "/edits", body(version, cut)));
        assertThat(answer.path("version")).isNotEqualTo(version);
        assertThat(answer.path("tracks").path("changed").size()).isGreaterThanOrEqualTo(2);
        assertThat(answer.path("blocks")).isNotEmpty();
        assertThat(answer.path("edits").path("undo").asText()).startsWith("cut track");

        // Whoever saw an earlier version is told, and nothing of theirs is kept.
        ServedPlate.Reply late = plate.post(movie + "/edits", body(version, cutOf(head, 1)));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().path("version")).isEqualTo(answer.path("version"));
        assertThat(late.json().path("problem").asText()).contains("anna");

        // The second of two changes is impossible: the first is not kept either.
        List<Map<String, Object>> half = new ArrayList<>(cutOf(head, 1));
        half.addAll(cut);
        ServedPlate.Reply impossible = plate.post(movie + "/edits", body(answer.path("version"), half));
        assertThat(impossible.status()).isEqualTo(422);
        assertThat(impossible.json().path("problem").asText()).isNotEmpty();
        assertThat(impossible.json().path("fix").asText()).isNotEmpty();
        assertThat(plate.json(movie + "/version").path("version")).isEqualTo(answer.path("version"));
        JsonNode before = plate.json(movie);

        // A server that knows nothing but the log says the same.
        plate.restart();
        assertThat(plate.json(movie)).isEqualTo(before);
        assertThat(plate.json(movie + "/edits")).hasSize(1);

        JsonNode undone = accepted(plate.post(movie + "/undo", body(answer.path("version"), List.of())));
        JsonNode after = plate.json(movie);
        assertThat(after.path("tracks")).isEqualTo(head.path("tracks"));
        assertThat(after.path("edits").path("redo").asText()).startsWith("cut track");
        plate.restart();
        JsonNode redone = accepted(plate.post(movie + "/redo", body(undone.path("version"), List.of())));
        assertThat(plate.json(movie).path("tracks")).isEqualTo(before.path("tracks"));
        assertThat(plate.post(movie + "/redo", body(redone.path("version"), List.of()))
                        .status())
                .isEqualTo(422);

        JsonNode job = plate.post(movie + "/apply", body(redone.path("version"), List.of()))
                .json()
                .path("job");
        JsonNode ended = plate.ended(job.asText());
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("done");
        assertThat(plate.json(movie + "/version").path("waiting").asInt()).isZero();
        assertThat(plate.rows("movies", "well = 'A01' and corrected")).hasSize(1);
        assertThat(plate.rows("tracks", "well = 'A01'")).hasSameSizeAs(before.path("tracks"));
        assertThat(plate.json(movie + "/edits").get(0).path("state").asText()).isEqualTo("applied");
    }

    /** Every item's proposal and confirmation can be posted as it is. */
    @Test
    void theQueueProposesWhatCanBePosted() throws Exception {
        String movie = plate.movie(1);
        JsonNode queue = plate.json(movie + "/queue");
        assertThat(queue).isNotEmpty();
        for (JsonNode item : queue) {
            for (String answer : List.of("proposal", "right")) {
                if (item.has(answer)) {
                    JsonNode version = plate.json(movie + "/version").path("version");
                    JsonNode done = accepted(plate.post(movie + "/edits", body(version, item.path(answer))));
                    accepted(plate.post(movie + "/undo", body(done.path("version"), List.of())));
                }
            }
        }
    }

    @Test
    void ofManyWhoCorrectAtOnceOneIsAcceptedAndViewersSeeNoError() throws Exception {
        String movie = plate.movie(1);
        JsonNode head = plate.json(movie);
        ExecutorService people = Executors.newFixedThreadPool(50);
        try {
            List<Future<Integer>> editors = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                editors.add(people.submit(() -> plate.post(movie + "/edits", body(head.path("version"), cutOf(head, 0)))
                        .status()));
            }
            List<Future<Set<Integer>>> viewers = new ArrayList<>();
            for (int i = 0; i < 44; i++) {
                int viewer = i;
                viewers.add(people.submit(() -> {
                    Set<Integer> seen = new HashSet<>();
                    for (String path : List.of("", "/cells/" + viewer % 2, "/queue", "/version", "/thumbnail.png")) {
                        seen.add(plate.get(movie + path).status());
                    }
                    seen.add(plate.get(movie + "/picture/0/" + viewer % ServedPlate.FRAMES + ".png")
                            .status());
                    seen.add(plate.get("/api/report").status());
                    return seen;
                }));
            }
            for (Future<Set<Integer>> viewer : viewers) {
                assertThat(viewer.get()).containsExactly(200);
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> editor : editors) {
                answers.add(editor.get());
            }
            assertThat(answers).containsOnlyOnce(200).hasSize(6);
            assertThat(answers.stream().filter(status -> status == 409)).hasSize(5);
        } finally {
            people.shutdownNow();
        }
        JsonNode version = plate.json(movie + "/version").path("version");
        accepted(plate.post(movie + "/undo", body(version, List.of())));
    }

    static byte[] movieFile(int seed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TiffWriter writer = new TiffWriter(bytes, 2, 96 * 96 * 2L, TiffWriter.Compression.DEFLATE, "")) {
            for (int frame = 0; frame < 2; frame++) {
                short[] pixels = new short[96 * 96];
                for (int p = 0; p < pixels.length; p++) {
                    double away = Math.hypot(p / 96 - 40 - seed, p % 96 - 45 - frame);
                    double other = Math.hypot(p / 96 - 75, p % 96 - 20 - seed);
                    pixels[p] = (short) (300 + p % 13 + Math.max(0, 1500 - 150 * Math.min(away, other)));
                }
                writer.write(Plane.of(96, 96, pixels));
            }
        }
        return bytes.toByteArray();
    }

    static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void anUploadIsCheckedProcessedAndDownloaded() throws Exception {
        byte[] zip = zip(Map.of("B01_s1.tif", movieFile(0), "B02_s1.tif", movieFile(9)));
        JsonNode sent = accepted(plate.upload("sent.zip", zip));
        assertThat(sent.path("movies")).hasSize(2);
        assertThat(sent.path("movies").get(0).path("frames").asInt()).isEqualTo(2);
        assertThat(plate.json("/api/uploads")).hasSize(1);
        assertThat(plate.inbox.resolve("sent.zip")).doesNotExist();
        JsonNode job = accepted(plate.post("/api/uploads/" + sent.path("id").asText() + "/accept", ""))
                .path("job");
        assertThat(plate.inbox.resolve("sent.zip")).hasBinaryContent(zip);
        JsonNode ended = plate.ended(job.asText());
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("done");

        JsonNode report = plate.json("/api/report");
        assertThat(report.path("plates")).hasSize(2);
        JsonNode own = report.path("plates").get(0).path("plate").asText().equals(ServedPlate.PLATE)
                ? report.path("plates").get(1)
                : report.path("plates").get(0);
        assertThat(own.path("movies").asInt()).isEqualTo(2);
        String address = "/api/plates/" + own.path("id").asText();
        Map<String, byte[]> files =
                ServedPlate.unzip(plate.get(address + "/download/trk").body());
        assertThat(files.keySet().stream().filter(name -> name.endsWith("_trk_provenance.json")))
                .hasSize(2);
        files.keySet().removeIf(name -> !name.endsWith(".trk"));
        assertThat(files).hasSize(2);
        Path trk = temp.resolve("read.trk");
        Files.write(trk, files.values().iterator().next());
        TrkArchive read = TrkArchive.open(
                new HadoopStorage(ServedPlate.spark().sparkContext().hadoopConfiguration()), trk.toString());
        assertThat(read).isNotNull();
        read.close();

        Map<String, byte[]> csv =
                ServedPlate.unzip(plate.get(address + "/download/csv").body());
        assertThat(csv.keySet()).contains("cells.csv", "tracks.csv", "movies.csv");
        String cells = new String(csv.get("cells.csv"), StandardCharsets.UTF_8);
        String where = "plate = '" + own.path("plate").asText() + "'";
        assertThat(cells.lines().count())
                .isEqualTo(1 + plate.rows("cells", where).size());
        assertThat(ServedPlate.unzip(plate.get(address + "/download/parquet").body())
                        .keySet())
                .anyMatch(name -> name.startsWith("cells/") && name.endsWith(".parquet"));
        assertThat(plate.get(address + "/download/exe").status()).isEqualTo(404);
    }
}
