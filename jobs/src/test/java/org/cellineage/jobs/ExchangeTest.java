package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.apache.spark.sql.Row;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.ctc.CtcTracks;
import org.cellineage.jobs.tables.TableSchemas;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Lineages to other programs and back, read by readers that are not the project's. */
class ExchangeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 96;
    private static final int HEIGHT = 80;
    private static final Set<String> DIMENSIONS = Set.of(
            "NONE",
            "QUALITY",
            "COST",
            "INTENSITY",
            "INTENSITY_SQUARED",
            "POSITION",
            "VELOCITY",
            "LENGTH",
            "AREA",
            "TIME",
            "ANGLE",
            "RATE",
            "ANGLE_RATE",
            "STRING");

    @TempDir
    private static Path shared;

    @TempDir
    private Path temp;

    private static ExchangePlate plate;
    private static Path tables;
    private static Path exported;

    @BeforeAll
    static void publishAndExport() throws IOException {
        Job.spark("local[2]");
        plate = ExchangePlate.create(shared.resolve("data"));
        tables = shared.resolve("tables");
        exported = shared.resolve("exported");
        run(plate.tracks(), tables, "--plate-map", plate.map().toString());
        String formats = "csv,geojson,napari,trackmate";
        Job.Result result =
                succeed("export", "--lineage", tables.toString(), "--format", formats, "-o", exported.toString());
        assertThat(result.out()).contains("P1/B02_s1.xml", "P1/B01_s1_graph.json", "3 movies");
    }

    private static Job.Result succeed(String... arguments) {
        Job.Result result = Job.run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result;
    }

    private static void run(Path tracks, Path output, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "-i", plate.images().toString()));
        arguments.addAll(List.of("--tracks", tracks.toString(), "-o", output.toString()));
        arguments.addAll(List.of("--set", "execution.segment_partitions=2", "--set", "execution.track_partitions=2"));
        arguments.addAll(List.of(more));
        succeed(arguments.toArray(new String[0]));
    }

    /** The cells of a movie: a mask as text for each track and frame. */
    private static TreeMap<String, String> cells(Path output, String movie) {
        TreeMap<String, String> cells = new TreeMap<>();
        for (Row row : Job.rows(output, TableSchemas.CELLS_TABLE)) {
            if (row.<String>getAs("movie_id").equals(movie)) {
                BoundingBox box = new BoundingBox(
                        row.<Integer>getAs("min_y_px"),
                        row.<Integer>getAs("min_x_px"),
                        row.<Integer>getAs("max_y_px"),
                        row.<Integer>getAs("max_x_px"));
                int[] pixels = new int[WIDTH * HEIGHT];
                RunLengthMask.ofBytes(row.<byte[]>getAs("mask")).paint(pixels, WIDTH, box, 1);
                cells.put(row.getAs("track_id") + "@" + row.getAs("frame"), pixels(pixels));
            }
        }
        assertThat(cells).isNotEmpty();
        return cells;
    }

    private static String pixels(int[] labels) {
        StringBuilder text = new StringBuilder();
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] != 0) {
                text.append(p % WIDTH).append(',').append(p / WIDTH).append(' ');
            }
        }
        return text.toString();
    }

    /** The pixels whose centres are in a polygon, by the Java library. */
    private static String pixels(Path2D polygon, double centre) {
        int[] inside = new int[WIDTH * HEIGHT];
        for (int p = 0; p < inside.length; p++) {
            inside[p] = polygon.contains(p % WIDTH + centre, p / WIDTH + centre) ? 1 : 0;
        }
        return pixels(inside);
    }

    private static Map<String, List<String>> lineage(Path output) {
        Map<String, List<String>> all = Job.contents(output);
        return Map.of("cells", all.get("cells"), "tracks", all.get("tracks"), "divisions", all.get("divisions"));
    }

    private static List<Element> elements(Document xml, String path) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        NodeList found = (NodeList) xpath.evaluate(path, xml, XPathConstants.NODESET);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static Document xml(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    private static double number(Element element, String attribute) {
        assertThat(element.hasAttribute(attribute)).as(attribute).isTrue();
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void trackMateFindsEveryCellWithItsPixelsAndEveryLink() throws Exception {
        for (String well : List.of("B01", "B03")) {
            double pixel = well.equals("B01") ? 0.65 : 1;
            Document xml = xml(exported.resolve("P1/" + well + "_s1.xml"));
            TreeMap<String, String> expected = cells(tables, "P1/" + well + "/1");
            TreeMap<String, String> found = new TreeMap<>();
            TreeMap<Integer, String> spotOf = new TreeMap<>();
            for (Element spot : elements(xml, "/TrackMate/Model/AllSpots/SpotsInFrame/Spot")) {
                String name = spot.getAttribute("CELLINEAGE_TRACK") + "@" + spot.getAttribute("FRAME");
                String roi = spot.getTextContent();
                assertThat(roi).matches("\\S.*\\S");
                double[] corners = Arrays.stream(roi.split("\\s+"))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                assertThat(corners).hasSize(2 * (int) number(spot, "ROI_N_POINTS"));
                assertThat(corners.length).isGreaterThanOrEqualTo(6);
                Path2D.Double polygon = new Path2D.Double(Path2D.WIND_EVEN_ODD);
                double area = 0;
                for (int i = 0; i < corners.length; i += 2) {
                    double x = (number(spot, "POSITION_X") + corners[i]) / pixel;
                    double y = (number(spot, "POSITION_Y") + corners[i + 1]) / pixel;
                    if (i == 0) {
                        polygon.moveTo(x, y);
                    } else {
                        polygon.lineTo(x, y);
                    }
                    int next = (i + 2) % corners.length;
                    area += (corners[i] * corners[next + 1] - corners[next] * corners[i + 1]) / 2;
                }
                polygon.closePath();
                found.put(name, pixels(polygon, 0));
                spotOf.put((int) number(spot, "ID"), name);
                assertThat(Math.abs(area))
                        .isCloseTo(number(spot, "AREA"), org.assertj.core.data.Percentage.withPercentage(1));
                assertThat(Math.PI * Math.pow(number(spot, "RADIUS"), 2))
                        .isCloseTo(number(spot, "AREA"), org.assertj.core.data.Percentage.withPercentage(0.001));
                assertThat(number(spot, "POSITION_T")).isEqualTo(number(spot, "FRAME") * (pixel == 1 ? 1 : 300));
                for (int i = 0; i < spot.getAttributes().getLength(); i++) {
                    String attribute = spot.getAttributes().item(i).getNodeName();
                    if (!attribute.equals("name")) {
                        number(spot, attribute);
                    }
                }
            }
            assertThat(found).isEqualTo(expected);
            assertThat(spotOf.keySet())
                    .isEqualTo(new TreeSet<>(java.util.stream.IntStream.range(0, found.size())
                            .boxed()
                            .toList()));
            assertThat(elements(xml, "//AllSpots").get(0).getAttribute("nspots"))
                    .isEqualTo("" + found.size());
            assertTracks(xml, spotOf, "P1/" + well + "/1");
            assertThat(elements(xml, "//Model").get(0).getAttribute("spatialunits"))
                    .isEqualTo(pixel == 1 ? "pixel" : "micron");
        }
    }

    /** The links of the tables: between the cells of a track, and from a mother's last to a daughter's first. */
    private static Set<String> links(String movie) {
        TreeMap<Integer, TreeSet<Integer>> frames = new TreeMap<>();
        for (String cell : cells(tables, movie).keySet()) {
            String[] parts = cell.split("@");
            frames.computeIfAbsent(Integer.parseInt(parts[0]), track -> new TreeSet<>())
                    .add(Integer.parseInt(parts[1]));
        }
        Set<String> links = new TreeSet<>();
        frames.forEach((track, seen) -> seen.forEach(frame -> {
            if (seen.lower(frame) != null) {
                links.add(track + "@" + seen.lower(frame) + " " + track + "@" + frame);
            }
        }));
        for (Row row : Job.rows(tables, TableSchemas.TRACKS_TABLE)) {
            Integer parent = row.getAs("parent_track_id");
            if (row.<String>getAs("movie_id").equals(movie) && parent != null) {
                int track = row.<Integer>getAs("track_id");
                links.add(parent + "@" + frames.get(parent).last() + " " + track + "@"
                        + frames.get(track).first());
            }
        }
        return links;
    }

    private static void assertTracks(Document xml, Map<Integer, String> spotOf, String movie) throws Exception {
        Set<String> links = new TreeSet<>();
        Set<String> linked = new HashSet<>();
        List<Element> edges = elements(xml, "/TrackMate/Model/AllTracks/Track/Edge");
        for (Element edge : edges) {
            String from = spotOf.get((int) number(edge, "SPOT_SOURCE_ID"));
            String to = spotOf.get((int) number(edge, "SPOT_TARGET_ID"));
            links.add(from + " " + to);
            linked.add(from);
            linked.add(to);
            number(edge, "LINK_COST");
        }
        assertThat(edges).hasSameSizeAs(links);
        assertThat(links).isEqualTo(links(movie));
        List<String> tracks = new ArrayList<>();
        int spots = 0;
        int splits = 0;
        for (Element track : elements(xml, "/TrackMate/Model/AllTracks/Track")) {
            tracks.add(track.getAttribute("TRACK_ID"));
            spots += (int) number(track, "NUMBER_SPOTS");
            splits += (int) number(track, "NUMBER_SPLITS");
        }
        assertThat(spots).isEqualTo(linked.size());
        assertThat(tracks).doesNotHaveDuplicates();
        assertThat(splits)
                .isEqualTo((int) Job.rows(tables, TableSchemas.DIVISIONS_TABLE).stream()
                        .filter(row -> row.<String>getAs("movie_id").equals(movie))
                        .count())
                .isPositive();
        List<String> shown = new ArrayList<>();
        elements(xml, "//FilteredTracks/TrackID").forEach(id -> shown.add(id.getAttribute("TRACK_ID")));
        assertThat(shown).isEqualTo(tracks);
        for (String kind : List.of("Spot", "Edge", "Track")) {
            Set<String> declared = new HashSet<>(Set.of("ID", "name", "ROI_N_POINTS"));
            for (Element feature : elements(xml, "//" + kind + "Features/Feature")) {
                declared.add(feature.getAttribute("feature"));
                assertThat(feature.getAttribute("dimension")).isIn(DIMENSIONS);
                assertThat(feature.getAttribute("isint")).isIn("true", "false");
                assertThat(feature.getAttribute("shortname")).isNotBlank();
            }
            Element one = elements(xml, "//" + kind).get(0);
            for (int i = 0; i < one.getAttributes().getLength(); i++) {
                assertThat(declared).contains(one.getAttributes().item(i).getNodeName());
            }
        }
    }

    @Test
    void trackMateFindsTheImage() throws Exception {
        Element image = elements(xml(exported.resolve("P1/B02_s1.xml")), "/TrackMate/Settings/ImageData")
                .get(0);
        assertThat(Path.of(image.getAttribute("folder"), image.getAttribute("filename")))
                .isEqualTo(plate.images().resolve("B02_s1.ome.tif"));
        assertThat(number(image, "nframes")).isEqualTo(8);
        assertThat(number(image, "pixelwidth")).isEqualTo(0.65);
        assertThat(number(image, "timeinterval")).isEqualTo(300);
    }

    @Test
    void aRealMovieSurvivesTrackMateExactly() throws IOException {
        Path data = RealData.require("movies/Fluo-N2DH-SIM+");
        Path movie = temp.resolve("real");
        int frames = 3;
        for (int t = 0; t < frames; t++) {
            for (String name : List.of("01/t%03d.tif", "01_GT/TRA/man_track%03d.tif")) {
                Path file = movie.resolve(name.formatted(t));
                Files.createDirectories(file.getParent());
                Files.copy(data.resolve(name.formatted(t)), file);
            }
        }
        List<TrackSpan> spans =
                CtcTracks.read(
                                new LocalStorage(),
                                data.resolve("01_GT/TRA/man_track.txt").toString())
                        .stream()
                        .filter(span -> span.begin() < frames)
                        .map(span -> new TrackSpan(
                                span.track(), span.begin(), Math.min(span.end(), frames - 1), span.parent()))
                        .toList();
        Files.writeString(movie.resolve("01_GT/TRA/man_track.txt"), CtcTracks.format(spans));
        Path first = temp.resolve("first");
        Path second = temp.resolve("second");
        Path xml = temp.resolve("xml");
        succeed("run", "-i", movie.toString(), "--tracks", movie.toString(), "-o", first.toString());
        succeed("export", "--lineage", first.toString(), "--format", "trackmate", "-o", xml.toString());
        succeed("run", "-i", movie.toString(), "--tracks", xml.toString(), "-o", second.toString());
        assertThat(lineage(second)).isEqualTo(lineage(first));
        assertThat(lineage(first).get("cells")).hasSizeGreaterThan(50);
    }

    @Test
    void tablesSurviveNapariButForTheirOutlines() throws IOException {
        Path tracks = temp.resolve("napari");
        Path back = temp.resolve("back");
        Files.createDirectories(tracks);
        for (String well : List.of("B01", "B02", "B03")) {
            for (String end : List.of("_s1_tracks.csv", "_s1_graph.json")) {
                Files.copy(exported.resolve("P1/" + well + end), tracks.resolve(well + end));
            }
        }
        run(tracks, back);
        String[] columns = {
            "movie_id", "track_id", "parent_track_id", "root_track_id", "generation", "first_frame", "frames_seen"
        };
        assertThat(sorted(back, TableSchemas.TRACKS_TABLE, columns))
                .isEqualTo(sorted(tables, TableSchemas.TRACKS_TABLE, columns));
        String[] divisions = {"movie_id", "mother_track_id", "daughter_1_track_id", "daughter_2_track_id", "frame"};
        assertThat(sorted(back, TableSchemas.DIVISIONS_TABLE, divisions))
                .isEqualTo(sorted(tables, TableSchemas.DIVISIONS_TABLE, divisions));
        String[] cells = {"movie_id", "track_id", "frame"};
        assertThat(sorted(back, TableSchemas.CELLS_TABLE, cells))
                .isEqualTo(sorted(tables, TableSchemas.CELLS_TABLE, cells));
    }

    private static List<String> sorted(Path output, String table, String... columns) {
        return Job.rows(output, table, columns).stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @Test
    void numpyReadsTheArraysOfNapari() throws Exception {
        Path script = Files.writeString(temp.resolve("read.py"), """
                import json, sys
                import numpy as np
                with np.load(sys.argv[1], allow_pickle=False) as data:
                    tracks = data["tracks"]
                    order = np.lexsort((tracks[:, 1], tracks[:, 0]))
                    print(json.dumps({
                        "rows": tracks.tolist(), "sorted": bool((order == np.arange(len(order))).all()),
                        "graph": data["graph"].tolist(),
                        "properties": {k[11:]: [None if np.isnan(v) else v for v in data[k]]
                                       for k in data.files if k.startswith("properties/")}}))
                """);
        Process python;
        try {
            python = new ProcessBuilder(
                            "python3",
                            script.toString(),
                            exported.resolve("P1/B02_s1_tracks.npz").toString())
                    .redirectError(temp.resolve("errors").toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("skipped: there is no python3");
            return;
        }
        String out = new String(python.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String errors = Files.readString(temp.resolve("errors"));
        Assumptions.assumeFalse(errors.contains("No module named 'numpy'"), "skipped: python3 has no numpy");
        assertThat(python.exitValue()).as(errors).isZero();
        JsonNode arrays = JSON.readTree(out);
        assertThat(arrays.get("sorted").asBoolean()).isTrue();
        List<String> lines = Files.readAllLines(exported.resolve("P1/B02_s1_tracks.csv"));
        List<String> header = List.of(lines.get(0)
                .replace("GFP, green", "GFP; green")
                .replace("\"", "")
                .split(","));
        assertThat(header).startsWith("track_id", "t", "y", "x", "radius").contains("mean_intensity_GFP; green");
        for (int row = 1; row < lines.size(); row++) {
            String[] cells = lines.get(row).split(",", -1);
            for (int c = 0; c < header.size(); c++) {
                JsonNode value = c < 4
                        ? arrays.get("rows").get(row - 1).get(c)
                        : arrays.get("properties")
                                .get(header.get(c).replace(';', ','))
                                .get(row - 1);
                assertThat(value.isNull() ? "" : cells[c]).as(header.get(c)).isEqualTo(cells[c]);
                if (!cells[c].isEmpty()) {
                    assertThat(value.asDouble()).isEqualTo(Double.parseDouble(cells[c]));
                }
            }
        }
        JsonNode graph = JSON.readTree(exported.resolve("P1/B02_s1_graph.json").toFile());
        assertThat(arrays.get("graph")).hasSize(graph.size());
        arrays.get("graph")
                .forEach(pair -> assertThat(
                                graph.get(pair.get(0).asText()).get(0).asInt())
                        .isEqualTo(pair.get(1).asInt()));
        assertThat(lines).hasSize(1 + cells(tables, "P1/B02/1").size());
    }

    @Test
    void quPathFindsEveryPixelAndEveryMeasure() throws IOException {
        JsonNode all = JSON.readTree(exported.resolve("P1/B01_s1.geojson").toFile());
        assertThat(all.get("type").asText()).isEqualTo("FeatureCollection");
        TreeMap<String, String> found = new TreeMap<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode feature : all.get("features")) {
            assertThat(feature.get("properties").get("objectType").asText()).isEqualTo("detection");
            assertThat(java.util.UUID.fromString(feature.get("id").asText()).toString())
                    .isEqualTo(feature.get("id").asText());
            ids.add(feature.get("id").asText());
            JsonNode measures = feature.get("properties").get("measurements");
            measures.forEach(measure -> assertThat(measure.isNumber()).isTrue());
            JsonNode geometry = feature.get("geometry");
            assertThat(geometry.get("plane").get("t").asInt())
                    .isEqualTo(measures.get("frame").asInt());
            Path2D.Double outline = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            List<JsonNode> polygons = new ArrayList<>();
            if (geometry.get("type").asText().equals("Polygon")) {
                polygons.add(geometry.get("coordinates"));
            } else {
                geometry.get("coordinates").forEach(polygons::add);
            }
            polygons.forEach(polygon -> polygon.forEach(ring -> ring(outline, ring)));
            found.put(
                    measures.get("track_id").asInt() + "@"
                            + measures.get("frame").asInt(),
                    pixels(outline, 0.5));
            assertThat(measures.has("link_probability")).isFalse();
            assertThat(measures.get("area_um2").asDouble())
                    .isCloseTo(
                            measures.get("area_px").asInt() * 0.65 * 0.65, org.assertj.core.data.Offset.offset(1e-9));
        }
        assertThat(found).isEqualTo(cells(tables, "P1/B01/1"));
        assertThat(ids).hasSize(found.size());
    }

    private static void ring(Path2D path, JsonNode ring) {
        assertThat(ring.get(0)).isEqualTo(ring.get(ring.size() - 1));
        for (int i = 0; i < ring.size(); i++) {
            if (i == 0) {
                path.moveTo(ring.get(i).get(0).asInt(), ring.get(i).get(1).asInt());
            } else {
                path.lineTo(ring.get(i).get(0).asInt(), ring.get(i).get(1).asInt());
            }
        }
    }

    @Test
    void theTableHasAllColumnsOfCellsAndConditions() throws IOException {
        String text = Files.readString(exported.resolve("P1/B01_s1_cells.csv"));
        List<String> lines = text.lines().toList();
        assertThat(lines).hasSize(1 + cells(tables, "P1/B01/1").size());
        assertThat(lines.get(0)).startsWith("plate,well,site,compound,dose,condition_site,track_id,parent_track_id,");
        assertThat(lines.get(1)).startsWith("P1,B01,1,\"a, or \"\"b\"\"\",0.5,x,");
        for (var field : TableSchemas.CELLS.fields()) {
            boolean listed = !Set.of(
                            "movie_id",
                            "mask",
                            "whole_cell_mask",
                            "class_probabilities",
                            "class_raw",
                            "class_raw_probabilities",
                            "embedding")
                    .contains(field.name());
            assertThat(lines.get(0).contains(field.name())).as(field.name()).isEqualTo(listed);
        }
        assertThat(Files.readAllLines(exported.resolve("P1/B03_s1_cells.csv")).get(1))
                .startsWith("P1,B03,1,,,,");
        // The same numbers as in the tables, by a reader that is not the project's.
        var csv = org.cellineage.jobs.session.SparkSessions.open("test")
                .read()
                .option("header", "true")
                .option("escape", "\"")
                .csv(exported.resolve("P1/B01_s1_cells.csv").toString());
        String[] columns = {
            "int(track_id)", "int(frame)", "double(y_px)", "double(perimeter_px)", "double(time_s)", "double(area_um2)"
        };
        assertThat(csv.selectExpr(columns).collectAsList().stream()
                        .map(Row::toString)
                        .sorted()
                        .toList())
                .isEqualTo(Job.rows(
                                tables,
                                TableSchemas.CELLS_TABLE,
                                "movie_id",
                                "track_id",
                                "frame",
                                "y_px",
                                "perimeter_px",
                                "time_s",
                                "area_um2")
                        .stream()
                        .filter(row -> row.getString(0).equals("P1/B01/1"))
                        .map(row -> row.toString().replace("P1/B01/1,", ""))
                        .sorted()
                        .toList());
    }

    @Test
    void everyExportSaysWhereItComesFrom() throws IOException {
        for (String format : List.of("csv", "geojson", "napari", "trackmate")) {
            JsonNode about = JSON.readTree(
                    exported.resolve("P1/B02_s1_" + format + "_provenance.json").toFile());
            assertThat(about.get("format").asText()).isEqualTo(format);
            assertThat(about.get("files")).isNotEmpty();
            about.get("files")
                    .forEach(file -> assertThat(exported.resolve(file.asText())).exists());
            assertThat(about.get("not_in_this_format")).isNotEmpty();
            JsonNode movie = about.get("movies").get(0);
            Row row = Job.rows(tables, TableSchemas.MOVIES_TABLE).stream()
                    .filter(one -> one.<String>getAs("movie_id").equals("P1/B02/1"))
                    .findFirst()
                    .orElseThrow();
            assertThat(movie.get("run_id").asText()).isEqualTo(row.getAs("processed_run_id"));
            assertThat(movie.get("config_hash").asText()).isEqualTo(row.getAs("config_hash"));
            assertThat(movie.get("model_hash").isNull()).isTrue();
            assertThat(movie.get("linking").asText()).isEqualTo("given");
        }
    }

    @Test
    void aMovieThatCannotBeWrittenDoesNotStopTheOthersAndTheRestIsTheSame() throws IOException {
        Path output = temp.resolve("again");
        Files.createDirectories(output.resolve("P1/B02_s1.xml/in the way"));
        Job.Result result =
                Job.run("export", "--lineage", tables.toString(), "--format", "trackmate", "-o", output.toString());
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(4);
        assertThat(result.out()).contains("2 movies", "1 of 3 failed:", "P1/B02/1: ");
        for (String file : List.of("P1/B01_s1.xml", "P1/B03_s1.xml", "P1/B03_s1_trackmate_provenance.json")) {
            assertThat(Files.readAllBytes(output.resolve(file))).isEqualTo(Files.readAllBytes(exported.resolve(file)));
        }
    }

    @Test
    void tablesSurviveTrackMateExactlyAndAFileOfAnotherMovieIsAFailureOfItsMovieOnly() throws IOException {
        Path tracks = temp.resolve("tracks");
        Files.createDirectories(tracks);
        for (String well : List.of("B01", "B02", "B03")) {
            Files.copy(exported.resolve("P1/" + well + "_s1.xml"), tracks.resolve(well + "_s1.xml"));
        }
        Path wrong = tracks.resolve("B02_s1.xml");
        Files.writeString(wrong, Files.readString(wrong).replace(" width=\"96\"", " width=\"1024\""));
        Path hidden = tracks.resolve("B03_s1.xml");
        Files.writeString(hidden, Files.readString(hidden).replaceFirst("<TrackID [^>]*/>", ""));
        Path back = temp.resolve("back");
        Job.Result result =
                Job.run("run", "-i", plate.images().toString(), "--tracks", tracks.toString(), "-o", back.toString());
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(4);
        assertThat(Job.failures(back).stream().map(Row::toString).toList())
                .anySatisfy(row -> assertThat(row).contains("P1/B02/1", "an image of 1024 x 80 pixels"))
                .anySatisfy(row -> assertThat(row).contains("P1/B03/1", "1 tracks are hidden by a filter"));
        lineage(tables).forEach((table, rows) -> {
            List<String> own =
                    rows.stream().filter(row -> row.contains("P1/B01/1")).toList();
            assertThat(own).isNotEmpty();
            assertThat(lineage(back).get(table).stream().filter(row -> row.contains("P1/B01/1")))
                    .containsExactlyElementsOf(own);
        });
        assertThat(cells(back, "P1/B03/1").size())
                .isBetween(1, cells(tables, "P1/B03/1").size() - 1);
    }

    @Test
    void anEditInTrackMateOrNapariBecomesACorrection() throws Exception {
        Path output = temp.resolve("tables");
        copy(tables, output);
        Path file = exported.resolve("P1/B01_s1.xml");
        String movie = "P1/B01/1";
        assertThat(imported(output, file, movie)).contains("0 corrections of movie " + movie);
        assertThat(imported(output, exported.resolve("P1/B01_s1_tracks.csv"), movie))
                .contains("0 corrections of movie");

        // In TrackMate, a link is cut.
        String text = Files.readString(file);
        Document xml = xml(file);
        Element edge = elements(xml, "//Track[@NUMBER_SPOTS > 5]/Edge").get(2);
        int source = (int) number(edge, "SPOT_SOURCE_ID");
        String cut = text.replaceFirst("<Edge SPOT_SOURCE_ID=\"" + source + "\" [^>]*/>", "");
        assertThat(cut).hasSizeLessThan(text.length());
        Path edited = Files.writeString(temp.resolve("edited.xml"), cut);
        assertThat(imported(output, edited, movie)).contains("1 corrections of movie");

        // In napari, a row is removed: its cell goes, and the track goes on.
        List<String> rows = new ArrayList<>(Files.readAllLines(exported.resolve("P1/B02_s1_tracks.csv")));
        rows.remove(3);
        Path csv = Files.write(temp.resolve("B02_s1_tracks.csv"), rows);
        Files.copy(exported.resolve("P1/B02_s1_graph.json"), temp.resolve("B02_s1_graph.json"));
        Job.Result result =
                Job.run("correct", "--lineage", output.toString(), "--import", csv.toString(), "--movie", "P1/B02/1");
        assertThat(result.out())
                .as(result.err())
                .doesNotContain("\n0 corrections")
                .contains("corrections of movie");
        assertThat(cells(output, "P1/B02/1")).hasSize(cells(tables, "P1/B02/1").size() - 1);
    }

    private static String imported(Path output, Path file, String movie) {
        return succeed("correct", "--lineage", output.toString(), "--import", file.toString(), "--movie", movie)
                .out();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
