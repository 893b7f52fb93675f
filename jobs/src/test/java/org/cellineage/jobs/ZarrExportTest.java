package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.evaluate.StoredLabels;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.labels.KnownMovie;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelPairing;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plate with gaps and divisions as GEFF and OME-Zarr, read by another implementation and by this one. */
class ZarrExportTest {

    private static final int WIDTH = 96;
    private static final int HEIGHT = 80;
    private static final int FRAMES = 8;

    @TempDir
    private static Path shared;

    @TempDir
    private Path temp;

    private static Path plate;
    private static Path tables;
    private static Path exported;

    @BeforeAll
    static void exportAPlate() throws IOException {
        Job.spark("local[2]");
        plate = Movies.plate(shared.resolve("plate"), 2, 1);
        removeFromAFrame("A01_s1", 1, 3);
        tables = shared.resolve("tables");
        succeed("run", "-i", plate.toString(), "--tracks", plate.toString(), "-o", tables.toString());
        exported = shared.resolve("exported");
        succeed(
                "export",
                "--lineage",
                tables.toString(),
                "--format",
                "geff,ome-zarr,ome-zarr-labels,ome-zarr-v05",
                "-o",
                exported.toString());
    }

    /** Makes a gap in a track. */
    private static void removeFromAFrame(String movie, int track, int frame) throws IOException {
        Path file = plate.resolve(movie + "_GT/TRA/man_track00" + frame + ".tif");
        Plane labels;
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            labels = reader.read(PlaneRef.tiff(file.toString(), 0));
        }
        short[] samples = new short[labels.size()];
        int[] values = labels.toInts();
        boolean found = false;
        for (int p = 0; p < samples.length; p++) {
            found |= values[p] == track;
            samples[p] = (short) (values[p] == track ? 0 : values[p]);
        }
        assertThat(found).isTrue();
        try (var out = Movies.create(file)) {
            TiffWriter.write(out, Plane.of(labels.width(), labels.height(), samples));
        }
    }

    private static Job.Result succeed(String... arguments) {
        Job.Result result = Job.run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result;
    }

    private static JsonNode json(String text) throws IOException {
        return JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build()
                .readTree(text);
    }

    /** All arrays of a hierarchy as the zarr package of Python reads them; the test is skipped without it. */
    private JsonNode readByPython(Path folder) throws Exception {
        Path out = temp.resolve("dump.json");
        Path err = temp.resolve("dump.err");
        int status;
        try {
            Process process = new ProcessBuilder("python3", "src/test/resources/zarr/dump_zarr.py", folder.toString())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            status = process.exitValue();
        } catch (IOException e) {
            status = -1;
            Files.writeString(err, "No module named python3");
        }
        String said = Files.readString(err);
        boolean missing = said.contains("No module named");
        assertThat(missing && System.getenv("CELLINEAGE_REQUIRE_ZARR") != null)
                .as(said)
                .isFalse();
        assumeTrue(!missing, "python3-zarr is not installed: exports are not read by another implementation");
        assertThat(status).as(said).isZero();
        return json(Files.readString(out));
    }

    private static List<Row> cells(Path output, String movie) {
        return Job.rows(output, "cells").stream()
                .filter(row -> row.getAs("movie_id").equals(movie))
                .sorted(Comparator.comparingInt((Row row) -> row.<Integer>getAs("frame"))
                        .thenComparingInt(row -> row.<Integer>getAs("track_id")))
                .toList();
    }

    private static double number(JsonNode arrays, String path, int at) {
        JsonNode value = arrays.path(path).path("values").path(at);
        assertThat(value.isMissingNode()).as(path + " " + at).isFalse();
        return value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asDouble();
    }

    @Test
    void pythonReadsWhatTheTablesSay() throws Exception {
        for (String movie : List.of("plate/A01/1", "plate/A02/1")) {
            String well = movie.substring(6, 9);
            JsonNode dump = readByPython(exported.resolve("plate/" + well + "_s1.geff"));
            JsonNode arrays = dump.path("arrays");
            List<Row> cells = cells(tables, movie);
            assertThat(arrays.path("nodes/ids").path("dtype").asText()).isEqualTo("uint64");
            assertThat(arrays.path("nodes/ids").path("values")).hasSize(cells.size());
            Map<String, String> columns = new TreeMap<>();
            columns.put("t", "frame");
            columns.put("y", "y_px");
            columns.put("x", "x_px");
            columns.put("seg_id", "track_id");
            for (String same : List.of(
                    "track_id",
                    "area_px",
                    "perimeter_px",
                    "eccentricity",
                    "major_axis_px",
                    "minor_axis_px",
                    "orientation_rad",
                    "solidity",
                    "cell_probability",
                    "touches_border",
                    "weak",
                    "min_y_px",
                    "min_x_px",
                    "max_y_px",
                    "max_x_px")) {
                columns.put(same, same);
            }
            for (int node = 0; node < cells.size(); node++) {
                Row cell = cells.get(node);
                assertThat(number(arrays, "nodes/ids", node)).isEqualTo(node);
                for (Map.Entry<String, String> column : columns.entrySet()) {
                    assertValue(arrays, "nodes/props/" + column.getKey(), node, cell.getAs(column.getValue()));
                }
                for (String figure : List.of("mean", "std", "min", "max")) {
                    Map<String, Double> byChannel = cell.getJavaMap(cell.fieldIndex(figure + "_intensity"));
                    assertThat(byChannel).isNotEmpty();
                    byChannel.forEach((channel, value) -> assertValue(
                            arrays, "nodes/props/" + figure + "_intensity_" + channel, nodeOf(cells, cell), value));
                }
            }
            assertThat(edges(arrays)).isEqualTo(edgesOfTheTables(movie, cells));
            assertPaths(arrays, cells.size());
        }
    }

    private static int nodeOf(List<Row> cells, Row cell) {
        return cells.indexOf(cell);
    }

    private static void assertValue(JsonNode arrays, String property, int node, Object value) {
        boolean missing = arrays.has(property + "/missing") && number(arrays, property + "/missing", node) == 1;
        assertThat(missing).as(property).isEqualTo(value == null);
        if (value instanceof Boolean truth) {
            assertThat(number(arrays, property + "/values", node)).isEqualTo(truth ? 1 : 0);
        } else if (value != null) {
            assertThat(number(arrays, property + "/values", node))
                    .as(property)
                    .isEqualTo(((Number) value).doubleValue());
        }
    }

    private static List<List<Integer>> edges(JsonNode arrays) {
        List<List<Integer>> edges = new ArrayList<>();
        JsonNode ids = arrays.path("edges/ids");
        assertThat(ids.path("shape").path(1).asInt()).isEqualTo(2);
        for (int i = 0; i < ids.path("shape").path(0).asInt(); i++) {
            edges.add(List.of((int) number(arrays, "edges/ids", 2 * i), (int) number(arrays, "edges/ids", 2 * i + 1)));
        }
        edges.sort(Comparator.comparing(List::toString));
        return edges;
    }

    /** From each cell's track, or its mother's. */
    private static List<List<Integer>> edgesOfTheTables(String movie, List<Row> cells) {
        Map<Integer, Integer> parents = new HashMap<>();
        for (Row track : Job.rows(tables, "tracks")) {
            if (track.getAs("movie_id").equals(movie) && track.getAs("parent_track_id") != null) {
                parents.put(track.getAs("track_id"), track.getAs("parent_track_id"));
            }
        }
        assertThat(parents).as("a plate with divisions").isNotEmpty();
        List<List<Integer>> edges = new ArrayList<>();
        for (int node = 0; node < cells.size(); node++) {
            int track = cells.get(node).getAs("track_id");
            int before = lastOf(cells, node, track);
            if (before < 0 && parents.containsKey(track)) {
                before = lastOf(cells, node, parents.get(track));
            }
            if (before >= 0) {
                edges.add(List.of(before, node));
            }
        }
        edges.sort(Comparator.comparing(List::toString));
        return edges;
    }

    private static int lastOf(List<Row> cells, int before, int track) {
        int frame = cells.get(before).getAs("frame");
        int last = -1;
        for (int node = 0; node < before; node++) {
            if (cells.get(node).<Integer>getAs("track_id") == track
                    && cells.get(node).<Integer>getAs("frame") < frame) {
                last = node;
            }
        }
        return last;
    }

    /** Tracklets are the longest paths without branches, lineages the connected parts. */
    private static void assertPaths(JsonNode arrays, int nodes) {
        int[] outgoing = new int[nodes];
        List<List<Integer>> edges = edges(arrays);
        edges.forEach(edge -> outgoing[edge.get(0)]++);
        int[] path = new int[nodes];
        int[] part = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            path[node] = node;
            part[node] = node;
            for (List<Integer> edge : edges) {
                if (edge.get(1) == node) {
                    part[node] = part[edge.get(0)];
                    path[node] = outgoing[edge.get(0)] == 1 ? path[edge.get(0)] : node;
                }
            }
        }
        for (int a = 0; a < nodes; a++) {
            for (int b = 0; b < a; b++) {
                assertThat(number(arrays, "nodes/props/tracklet_id/values", a)
                                == number(arrays, "nodes/props/tracklet_id/values", b))
                        .isEqualTo(path[a] == path[b]);
                assertThat(number(arrays, "nodes/props/lineage_id/values", a)
                                == number(arrays, "nodes/props/lineage_id/values", b))
                        .isEqualTo(part[a] == part[b]);
            }
        }
    }

    @Test
    void pythonReadsTheImagesAndTheMasks() throws Exception {
        JsonNode dump = readByPython(exported.resolve("plate.ome.zarr"));
        JsonNode arrays = dump.path("arrays");
        for (String well : List.of("A01", "A02")) {
            String image = "A/" + Integer.parseInt(well.substring(1)) + "/1";
            JsonNode labels = arrays.path(image + "/labels/cells/0");
            assertThat(labels.path("dtype").asText()).isEqualTo("uint32");
            assertThat(labels.path("shape").toString()).isEqualTo("[8,80,96]");
            int[] expected = new int[FRAMES * WIDTH * HEIGHT];
            for (Row cell : cells(tables, "plate/" + well + "/1")) {
                int[] frame = new int[WIDTH * HEIGHT];
                BoundingBox box = new BoundingBox(
                        cell.getAs("min_y_px"), cell.getAs("min_x_px"), cell.getAs("max_y_px"), cell.getAs("max_x_px"));
                RunLengthMask.ofBytes(cell.getAs("mask")).paint(frame, WIDTH, box, cell.getAs("track_id"));
                int from = cell.<Integer>getAs("frame") * frame.length;
                for (int p = 0; p < frame.length; p++) {
                    expected[from + p] += frame[p];
                }
            }
            int[] found = new int[expected.length];
            for (int p = 0; p < found.length; p++) {
                found[p] = labels.path("values").path(p).asInt();
            }
            assertThat(found).isEqualTo(expected);
            JsonNode pixels = arrays.path(image + "/0");
            assertThat(pixels.path("shape").toString()).isEqualTo("[8,1,80,96]");
            try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage());
                    Stream<Path> frames = Files.list(plate.resolve(well + "_s1"))) {
                int at = 0;
                for (Path frame : frames.sorted().toList()) {
                    for (float value :
                            reader.read(PlaneRef.tiff(frame.toString(), 0)).toFloats()) {
                        assertThat(pixels.path("values").path(at++).asDouble()).isEqualTo(value);
                    }
                }
                assertThat(at).isEqualTo(expected.length);
            }
        }
        JsonNode layout = dump.path("attributes").path("plate");
        assertThat(layout.path("name").asText()).isEqualTo("plate");
        assertThat(layout.path("version").asText()).isEqualTo("0.4");
        assertThat(layout.path("rows").toString()).isEqualTo("[{\"name\":\"A\"}]");
        assertThat(layout.path("columns").toString()).isEqualTo("[{\"name\":\"1\"},{\"name\":\"2\"}]");
        assertThat(layout.path("wells").path(1).path("path").asText()).isEqualTo("A/2");
    }

    /** The rules of the published schema and of the specification, as far as they concern what is written. */
    @Test
    void theMetadataFollowTheRules() throws IOException {
        Path folder = exported.resolve("plate/A01_s1.geff");
        JsonNode geff = json(Files.readString(folder.resolve(".zattrs"))).path("geff");
        assertThat(geff.path("geff_version").asText()).matches("\\d+\\.\\d+(\\.\\d+)?");
        assertThat(geff.path("directed").isBoolean()).isTrue();
        List<String> allowed = List.of(
                "geff_version",
                "directed",
                "axes",
                "node_props_metadata",
                "edge_props_metadata",
                "sphere",
                "ellipsoid",
                "track_node_props",
                "related_objects",
                "display_hints",
                "extra");
        geff.fieldNames().forEachRemaining(key -> assertThat(allowed).contains(key));
        for (String part : List.of("node", "edge")) {
            JsonNode declared = geff.path(part + "_props_metadata");
            List<String> names = new ArrayList<>();
            declared.fieldNames().forEachRemaining(names::add);
            try (Stream<Path> folders = Files.list(folder.resolve(part + "s/props"))) {
                assertThat(folders.filter(Files::isDirectory)
                                .map(path -> path.getFileName().toString()))
                        .containsExactlyInAnyOrderElementsOf(names);
            }
            for (String name : names) {
                JsonNode entry = declared.path(name);
                assertThat(entry.path("identifier").asText()).isEqualTo(name);
                assertThat(entry.path("dtype").asText()).matches("bool|u?int(8|16|32|64)|float(32|64)");
                assertThat(entry.path("varlength").isBoolean()).isTrue();
                JsonNode array = json(Files.readString(folder.resolve(part + "s/props/" + name + "/values/.zarray")));
                String type = entry.path("dtype").asText();
                assertThat(array.path("dtype").asText())
                        .isEqualTo(Map.of("int32", "<i4", "float64", "<f8", "bool", "|b1")
                                .get(type));
            }
        }
        JsonNode nodes = geff.path("node_props_metadata");
        assertThat(geff.path("axes")).hasSize(3).allSatisfy(axis -> {
            assertThat(axis.path("type").asText()).isIn("time", "space");
            assertThat(axis.path("unit").asText()).isIn("frame", "pixel");
            assertThat(nodes.has(axis.path("name").asText())).isTrue();
            assertThat(folder.resolve("nodes/props/" + axis.path("name").asText() + "/missing"))
                    .doesNotExist();
            assertThat(axis.path("min").asDouble())
                    .isLessThanOrEqualTo(axis.path("max").asDouble());
        });
        geff.path("track_node_props")
                .forEach(name -> assertThat(nodes.has(name.asText())).isTrue());
        JsonNode related = geff.path("related_objects").path(0);
        assertThat(related.path("type").asText()).isEqualTo("labels");
        assertThat(nodes.has(related.path("node_prop").asText())).isTrue();
        assertThat(folder.resolve(related.path("path").asText()).normalize())
                .isEqualTo(exported.resolve("plate.ome.zarr/A/1/1/labels/cells"))
                .isDirectory();
    }

    /** Cells, tracks and divisions, less what names a run. */
    private static Map<String, List<String>> lineages(Path output) {
        Map<String, List<String>> contents = Job.contents(output);
        contents.keySet().retainAll(List.of("cells", "tracks", "divisions"));
        return contents;
    }

    /** Both the images and the lineage are those of the export. */
    @Test
    void tablesOfAnExportAreTheSame() throws IOException {
        assertThat(Job.rows(tables, "tracks")).anyMatch(track -> track.<Integer>getAs("gap_frames") > 0);
        assertThat(Job.rows(tables, "divisions")).isNotEmpty();
        Path again = temp.resolve("again");
        String images = exported.resolve("plate.ome.zarr").toString();
        succeed("run", "-i", images, "--tracks", exported.toString(), "-o", again.toString());
        assertThat(lineages(again)).isEqualTo(lineages(tables));

        String geff = exported.resolve("plate/A01_s1.geff").toString();
        Job.Result imported = succeed(
                "correct", "--lineage", again.toString(), "--movie", "plate/A01/1", "--author", "A", "--import", geff);
        assertThat(imported.out()).contains("0 corrections");
    }

    @Test
    void masksOfAnExportedPlateAreTheSame() {
        Path labels = exported.resolve("plate/ome-zarr-v05/plate.ome.zarr/labels/cells");
        Path again = temp.resolve("again");
        List<String> arguments = new ArrayList<>(
                List.of("run", "-i", plate.toString(), "--labels", labels.toString(), "-o", again.toString()));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        succeed(arguments.toArray(new String[0]));
        assertThat(masks(again)).isEqualTo(masks(tables));
    }

    @Test
    void allFormatsHoldTheSameLabels() throws IOException {
        Map<String, Map<Integer, int[]>> first = labels("plate.ome.zarr");
        assertThat(first.keySet()).containsExactly("A01_s1", "A02_s1");
        for (String folder : List.of("plate/ome-zarr-v05/plate.ome.zarr", "plate/ome-zarr-labels/plate.ome.zarr")) {
            Map<String, Map<Integer, int[]>> other = labels(folder);
            assertThat(other.keySet()).isEqualTo(first.keySet());
            other.forEach((movie, frames) -> frames.forEach((frame, values) ->
                    assertThat(values).isEqualTo(first.get(movie).get(frame))));
        }
    }

    private static Map<String, Map<Integer, int[]>> labels(String folder) throws IOException {
        Map<String, Map<Integer, int[]>> all = new TreeMap<>();
        LocalStorage storage = new LocalStorage();
        LabelCatalog catalog =
                LabelCatalog.read(storage, exported.resolve(folder).toString());
        for (Map.Entry<String, LabelSet> set : catalog.sets().entrySet()) {
            try (StoredLabels labels = new StoredLabels(storage, set.getValue())) {
                for (int frame : labels.frames()) {
                    all.computeIfAbsent(set.getKey(), movie -> new TreeMap<>())
                            .put(frame, labels.read(frame).labels());
                }
            }
        }
        return all;
    }

    private static List<String> masks(Path output) {
        return Job.rows(output, "cells").stream()
                .map(row -> row.getAs("movie_id") + " " + row.getAs("frame") + " " + row.getAs("min_y_px") + " "
                        + row.getAs("min_x_px") + " " + Arrays.toString(row.<byte[]>getAs("mask")))
                .sorted()
                .toList();
    }

    @Test
    void anExportThatFailsHalfwayIsNotTakenForWhole() throws IOException {
        Path output = temp.resolve("output");
        try (Stream<Path> all = Files.walk(exported)) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                Path copy = output.resolve(exported.relativize(path).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy);
            }
        }
        Path chunk = output.resolve("plate.ome.zarr/A/2/1/labels/cells/0/5/0/0");
        Files.delete(chunk);
        Files.createDirectories(chunk.resolve("in the way"));
        Job.Result result =
                Job.run("export", "--lineage", tables.toString(), "--format", "ome-zarr,geff", "-o", output.toString());
        assertThat(result.code()).as(result.out()).isEqualTo(4);
        assertThat(output.resolve("plate.ome.zarr/A/1/1/.zattrs")).exists();
        assertThat(output.resolve("plate.ome.zarr/A/2/1/.zattrs")).doesNotExist();
        assertThat(json(Files.readString(output.resolve("plate.ome.zarr/.zattrs")))
                        .path("plate")
                        .path("wells")
                        .toString())
                .contains("A/1")
                .doesNotContain("A/2");
        LabelPairing pairing = LabelCatalog.read(new LocalStorage(), output.toString())
                .pairKnown(List.of(
                        new KnownMovie(new MovieKey("plate", "A01", "1"), "", FRAMES),
                        new KnownMovie(new MovieKey("plate", "A02", "1"), "", FRAMES)));
        assertThat(pairing.sets()).containsOnlyKeys(new MovieKey("plate", "A01", "1"));
        assertThat(pairing.problem(new MovieKey("plate", "A02", "1"))
                        .orElseThrow()
                        .toString())
                .contains("A/2/1/labels/cells", "neither .zattrs nor zarr.json");
    }

    @Test
    @Tag("slow")
    void aRealMovieIsTheSameAfterATripThroughGeff() {
        Path movie = RealData.require("movies/Fluo-N2DH-SIM+");
        Path first = temp.resolve("first");
        String input = movie.resolve("01").toString();
        // It is told that one of the cells is in pieces.
        Job.Result run = Job.run(
                "run", "-i", input, "--tracks", movie.resolve("01_GT/TRA").toString(), "-o", first.toString());
        assertThat(run.code()).as(run.out() + run.err()).isIn(0, 4);
        Path output = temp.resolve("output");
        succeed("export", "--lineage", first.toString(), "--format", "geff,ome-zarr-labels", "-o", output.toString());
        Path second = temp.resolve("second");
        run = Job.run("run", "-i", input, "--tracks", output.toString(), "-o", second.toString());
        assertThat(run.code()).as(run.out() + run.err()).isIn(0, 4);
        assertThat(lineages(second)).isEqualTo(lineages(first));
        assertThat(Job.rows(first, "divisions")).isNotEmpty();
    }
}
