package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cellineage.format.LocalSeekableBytes;
import org.cellineage.format.tiff.TiffFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/NOTEBOOKS.md: its tested blocks run as one notebook over the simulator's own tracks, and find what the simulator knows.
 * Python asks DuckDB through this process.
 */
class NotebooksDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/NOTEBOOKS.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)(\\*[^*\n]+\\.\\*)?\n\n```(\\w+)\n(.*?)```");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int FRAMES = 60;
    private static final int SIDE = 240;
    private static final Map<String, Double> DOSES = Map.of("A01", 0.0, "A02", 0.33, "A03", 0.67, "A04", 1.0);

    /** What stands for the module in the notebook: it has each statement answered by the test. */
    private static final String DUCKDB = """
            import base64, json, sys
            import pandas as pd

            class Answer:
                def __init__(self, statement):
                    self.statement = statement

                def df(self):
                    print("@sql " + json.dumps(self.statement), flush=True)
                    columns = json.loads(sys.stdin.readline())
                    return pd.DataFrame({
                        name: [bytearray(base64.b64decode(v["blob"])) if isinstance(v, dict) else v for v in values]
                        for name, values in columns.items()})

            class Connection:
                def execute(self, script):
                    assert script == open("views.sql").read()

                def sql(self, statement):
                    return Answer(statement)

            def connect():
                return Connection()
            """;

    /** What the notebook has found, for the test. */
    private static final String FINDINGS = """

            import json
            labels.astype("<i4").tofile("labels.bin")
            print("@found " + json.dumps({
                "shape": labels.shape,
                "wells": wells[["well", "dose"]].values.tolist(),
                "curves": {str(dose): curves[dose].tolist() for dose in curves.columns},
                "relative": relative.iloc[0].tolist(),
                "divisions": [[d.dose, d.movie_id, d.mother_track_id, d.hours] for d in divisions.itertuples()],
                "per_hour": {str(dose): int(per_hour[dose].sum()) for dose in per_hour.columns},
                "cycles": {str(dose): [row["count"], row["mean"]] for dose, row in cycle_times.iterrows()},
                "rows": {str(track): row for track, row in rows.items()},
                "signal": [[int(track), [None if pd.isna(v) else v for v in values]]
                           for track, values in zip(signal.index, signal.values)],
                "youngest": youngest,
                "line": [[int(c.frame), int(c.track_id), c.reporter] for c in line.itertuples()],
                "points": points.tolist(),
                "graph": {str(track): parents for track, parents in graph.items()},
            }))
            """;

    @TempDir
    private Path temp;

    private record Block(String mark, String language, String code) {}

    /** A track of the simulator: id, first and last frame, mother. */
    private record Life(int track, int first, int last, int mother) {}

    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
        while (block.find()) {
            blocks.add(new Block(block.group(1), block.group(2), block.group(3)));
        }
        return blocks;
    }

    @Test
    void everyBlockSaysWhetherItIsTested() throws IOException {
        assertThat(blocks()).hasSizeGreaterThan(10).allSatisfy(block -> {
            assertThat(block.mark()).as(block.code()).isIn("*Tested.*", "*Not tested.*");
            assertThat(block.language()).isEqualTo("python");
        });
        assertThat(Files.readString(DOCUMENT).split("```", -1)).hasSize(2 * blocks().size() + 1);
        // What the page says cannot be tested here, and nothing else.
        assertThat(blocks().stream()
                        .filter(block -> block.mark().startsWith("*Not"))
                        .map(Block::code))
                .allMatch(code ->
                        Stream.of("polars", "pyspark", "napari", "pyarrow").anyMatch(code::contains));
    }

    @Test
    void theNotebookFindsWhatTheSimulatorKnows() throws Exception {
        requirePython();
        Path tables = AskedPlate.given();
        Path folder = Files.createDirectories(temp.resolve("asked/lineages"));
        Files.copy(tables.resolve("views.sql"), folder.resolve("views.sql"));
        StringBuilder notebook = new StringBuilder();
        for (Block block : blocks()) {
            if (block.mark().equals("*Tested.*")) {
                notebook.append(block.code()).append('\n');
            }
        }
        JsonNode found = run(notebook + FINDINGS, tables);

        labelsAreTheTruth(found, folder.resolve("labels.bin"));
        growthIsTheTruth(found);
        divisionsAreTheTruth(found);
        treeAndSignalAreTheTruth(found);
        for (String picture : List.of("growth.png", "tree.png", "signal.png")) {
            assertThat(Files.size(folder.resolve(picture))).isGreaterThan(1000);
        }
    }

    private static void requirePython() throws IOException, InterruptedException {
        boolean there = new ProcessBuilder("sh", "-c", "python3 -c 'import numpy, pandas, matplotlib'")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        if (System.getenv("CELLINEAGE_REQUIRE_PANDAS") != null) {
            assertThat(there).as("python3 with numpy, pandas and matplotlib").isTrue();
        }
        Assumptions.assumeTrue(there, "python3-pandas and python3-matplotlib are needed");
    }

    /** Runs a program that may ask questions, and returns what it found. */
    private JsonNode run(String program, Path tables) throws IOException, SQLException, InterruptedException {
        Path modules = Files.createDirectories(temp.resolve("modules"));
        Files.writeString(modules.resolve("duckdb.py"), DUCKDB);
        Files.writeString(temp.resolve("notebook.py"), program);
        ProcessBuilder builder = new ProcessBuilder("python3", "notebook.py").directory(temp.toFile());
        builder.environment().put("PYTHONPATH", modules.toString());
        builder.environment().put("MPLBACKEND", "Agg");
        builder.environment().put("MPLCONFIGDIR", temp.resolve("matplotlib").toString());
        Path errors = temp.resolve("errors.txt");
        Process python = builder.redirectError(errors.toFile()).start();
        JsonNode found = JSON.nullNode();
        try (Duck duck = Duck.open(tables);
                BufferedReader out = python.inputReader(StandardCharsets.UTF_8);
                Writer in = new OutputStreamWriter(python.getOutputStream(), StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("@sql ")) {
                    in.write(JSON.writeValueAsString(answer(
                                    duck.table(JSON.readTree(line.substring(5)).asText())))
                            + "\n");
                    in.flush();
                } else if (line.startsWith("@found ")) {
                    found = JSON.readTree(line.substring(7));
                }
            }
        } finally {
            assertThat(python.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(python.exitValue()).as(Files.readString(errors)).isZero();
        return found;
    }

    private static ObjectNode answer(Map<String, List<Object>> table) throws SQLException {
        ObjectNode columns = JSON.createObjectNode();
        for (Map.Entry<String, List<Object>> column : table.entrySet()) {
            ArrayNode values = columns.putArray(column.getKey());
            for (Object value : column.getValue()) {
                if (value instanceof java.sql.Blob blob) {
                    values.addObject().put("blob", blob.getBytes(1, (int) blob.length()));
                } else if (value instanceof java.sql.Array array) {
                    values.addPOJO(array.getArray());
                } else {
                    values.addPOJO(value);
                }
            }
        }
        return columns;
    }

    private static List<Life> truth(String well) throws IOException {
        List<Life> lives = new ArrayList<>();
        for (String line : Files.readAllLines(AskedPlate.plate().resolve(well + "_s1_GT/TRA/man_track.txt"))) {
            int[] n = Stream.of(line.split(" ")).mapToInt(Integer::parseInt).toArray();
            lives.add(new Life(n[0], n[1], n[2], n[3]));
        }
        return lives;
    }

    private static float[] image(String file, int page) throws IOException {
        Path path = AskedPlate.plate().resolve(file);
        try (TiffFile tiff = TiffFile.open(new LocalSeekableBytes(path), path.toString())) {
            return tiff.read(page).toFloats();
        }
    }

    private static float[] truthLabels(int frame) throws IOException {
        return image("A01_s1_GT/TRA/man_track%03d.tif".formatted(frame), 0);
    }

    private static void labelsAreTheTruth(JsonNode found, Path file) throws IOException {
        assertThat(found.get("shape").toString()).isEqualTo("[%d,%d,%d]".formatted(FRAMES, SIDE, SIDE));
        ByteBuffer labels = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        for (int frame = 0; frame < FRAMES; frame++) {
            float[] truth = truthLabels(frame);
            for (int p = 0; p < truth.length; p++) {
                if (labels.getInt() != (int) truth[p]) {
                    throw new AssertionError("frame " + frame + " pixel " + p);
                }
            }
        }
        JsonNode points = found.get("points");
        assertThat(points)
                .hasSize(truth("A01").stream()
                        .mapToInt(life -> life.last() - life.first() + 1)
                        .sum());
        JsonNode first = points.get(0);
        assertThat(first.get(0).asInt()).isEqualTo(1);
        assertThat(truthLabels(0)[first.get(2).asInt() * SIDE + first.get(3).asInt()])
                .isEqualTo(1);
    }

    private static void growthIsTheTruth(JsonNode found) throws IOException {
        for (String well : DOSES.keySet()) {
            List<Life> lives = truth(well);
            List<Integer> counts = new ArrayList<>();
            IntStream.range(0, FRAMES)
                    .forEach(frame -> counts.add((int) lives.stream()
                            .filter(life -> life.first() <= frame && frame <= life.last())
                            .count()));
            JsonNode curve = found.get("curves").get(DOSES.get(well).toString());
            assertThat(curve).extracting(JsonNode::asInt).isEqualTo(counts);
        }
        assertThat(found.get("relative")).hasSize(4).allMatch(value -> value.asDouble() == 1);
        assertThat(found.get("wells"))
                .hasSize(4)
                .allMatch(row -> row.get(1).asDouble() == DOSES.get(row.get(0).asText()));
    }

    private static void divisionsAreTheTruth(JsonNode found) throws IOException {
        Set<String> expected = new HashSet<>();
        for (String well : DOSES.keySet()) {
            List<Life> lives = truth(well);
            String dose = DOSES.get(well).toString();
            int divisions = 0;
            List<Integer> cycles = new ArrayList<>();
            for (Life mother : lives) {
                List<Life> daughters = daughters(lives, mother.track());
                if (daughters.size() == 2) {
                    divisions++;
                    // One image every ten minutes.
                    expected.add("%s P1/%s/1 %d %.4f"
                            .formatted(
                                    dose, well, mother.track(), daughters.get(0).first() / 6.0));
                    if (mother.mother() > 0 && daughters(lives, mother.mother()).size() == 2) {
                        cycles.add(mother.last() - mother.first() + 1);
                    }
                }
            }
            assertThat(found.get("per_hour").get(dose).asInt()).isEqualTo(divisions);
            assertThat(found.get("cycles").get(dose).get(0).asInt()).isEqualTo(cycles.size());
            assertThat(found.get("cycles").get(dose).get(1).asDouble())
                    .isCloseTo(cycles.stream().mapToInt(c -> c).average().orElseThrow() / 6, within(1e-9));
        }
        Set<String> divisions = new HashSet<>();
        found.get("divisions")
                .forEach(row -> divisions.add("%s %s %d %.4f"
                        .formatted(
                                row.get(0).asText(),
                                row.get(1).asText(),
                                row.get(2).asInt(),
                                row.get(3).asDouble())));
        assertThat(divisions).isEqualTo(expected);
    }

    private static List<Life> daughters(List<Life> lives, int mother) {
        return lives.stream().filter(life -> life.mother() == mother).toList();
    }

    private static void treeAndSignalAreTheTruth(JsonNode found) throws IOException {
        List<Life> lives = truth("A01");
        Map<Integer, Life> byTrack = new TreeMap<>();
        lives.forEach(life -> byTrack.put(life.track(), life));
        Set<Integer> family = new HashSet<>();
        Set<String> parents = new HashSet<>();
        for (Life life : lives) {
            int root = life.track();
            while (byTrack.get(root).mother() > 0) {
                root = byTrack.get(root).mother();
            }
            if (root == 1) {
                family.add(life.track());
            }
            if (life.mother() > 0) {
                parents.add(life.track() + " [" + life.mother() + "]");
            }
        }
        assertThat(family).hasSizeGreaterThan(6);
        Set<String> graph = new HashSet<>();
        found.get("graph").fields().forEachRemaining(entry -> graph.add(entry.getKey() + " " + entry.getValue()));
        assertThat(graph).isEqualTo(parents);

        JsonNode rows = found.get("rows");
        assertThat(rows).hasSameSizeAs(family);
        Set<Double> leaves = new HashSet<>();
        for (int track : family) {
            List<Life> below = daughters(lives, track);
            double row = rows.get(String.valueOf(track)).asDouble();
            if (below.isEmpty()) {
                leaves.add(row);
            } else {
                assertThat(row)
                        .isEqualTo(below.stream()
                                .mapToDouble(life ->
                                        rows.get(String.valueOf(life.track())).asDouble())
                                .average()
                                .orElseThrow());
            }
        }
        assertThat(leaves)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, leaves.size())
                        .mapToObj(leaf -> (double) leaf)
                        .toList());

        double[] frame30 = means(30);
        assertThat(found.get("signal")).hasSameSizeAs(family);
        for (JsonNode trace : found.get("signal")) {
            Life life = byTrack.get(trace.get(0).asInt());
            assertThat(trace.get(1)).hasSize(FRAMES);
            for (int frame = 0; frame < FRAMES; frame++) {
                boolean seen = life.first() <= frame && frame <= life.last();
                assertThat(trace.get(1).get(frame).isNull()).isEqualTo(!seen);
            }
            if (life.first() <= 30 && life.last() >= 30) {
                double mean = frame30[life.track()];
                assertThat(trace.get(1).get(30).asDouble()).isCloseTo(mean, within(mean / 30_000));
            }
        }
        Map<Integer, Integer> line = new TreeMap<>();
        found.get("line").forEach(row -> line.put(row.get(0).asInt(), row.get(1).asInt()));
        Map<Integer, Integer> expected = new TreeMap<>();
        for (int track = found.get("youngest").asInt();
                track > 0;
                track = byTrack.get(track).mother()) {
            for (int frame = byTrack.get(track).first();
                    frame <= byTrack.get(track).last();
                    frame++) {
                expected.put(frame, track);
            }
        }
        assertThat(new HashSet<>(expected.values())).hasSizeGreaterThan(2);
        assertThat(line).isEqualTo(expected);
    }

    /** The mean of the reporter over each cell of the first well, by track. */
    private static double[] means(int frame) throws IOException {
        float[] labels = truthLabels(frame);
        float[] reporter = image("A01_s1/t%03d.tif".formatted(frame), 1);
        double[] sums = new double[1000];
        int[] counts = new int[1000];
        for (int p = 0; p < labels.length; p++) {
            sums[(int) labels[p]] += reporter[p];
            counts[(int) labels[p]]++;
        }
        for (int track = 0; track < sums.length; track++) {
            sums[track] /= counts[track];
        }
        return sums;
    }
}
