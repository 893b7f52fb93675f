package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.page.PageFiles;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What {@code report} writes, and what a person sees of it in a real browser. */
class ReportTest {

    /** A name that would be markup if a page did not take it for text. */
    private static final String PLATE = "P<img src=x onerror=hacked=1>";

    private static final String COMPOUND = "\"</script><script>hacked=1</script>\"";

    private static final int FRAMES = 20;

    private static final SimulationOptions OPTIONS = ConfigurationLoader.load(
            SimulationOptions.DEFAULTS,
            "",
            "",
            List.of("width_px=160", "height_px=120", "cells=6", "frames=" + FRAMES, "cycle_frames=10"));

    @TempDir
    private static Path shared;

    @TempDir
    private Path temp;

    private static Path plate;
    private static Path tables;
    private static Path report;

    @BeforeAll
    static void publishAPlate() throws IOException {
        Job.spark("local[2]");
        plate = shared.resolve(PLATE);
        PlateSimulator simulator = new PlateSimulator(OPTIONS, 3, 4, 1, false);
        for (int movie = 0; movie < simulator.movies(); movie++) {
            simulator.write(movie, path -> Movies.create(plate.resolve(path)), () -> {});
        }
        Path map = shared.resolve("map.csv");
        Files.writeString(
                map,
                "well,compound,dose\nA01,DMSO,0\nA02," + COMPOUND.replace("\"", "")
                        + ",1\nA03,taxol,10\nA04,taxol,100\n");
        tables = shared.resolve("tables");
        report = shared.resolve("report");
        Job.Result result = succeed(
                "run",
                "-i",
                plate.toString(),
                "--labels",
                plate.toString(),
                "-o",
                tables.toString(),
                "--plate-map",
                map.toString(),
                "--set",
                "linking.method=geometric",
                "--report",
                report.toString());
        assertThat(result.out()).contains("4 in full size, every frame", "of at most 200.0 MB", "index.html");
    }

    private static Job.Result succeed(String... arguments) {
        Job.Result result = Job.run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result;
    }

    private static Job.Result report(Path lineage, Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("report", "--lineage", lineage.toString()));
        arguments.addAll(List.of("-o", output.toString()));
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    private static Map<String, byte[]> files(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().endsWith(".crc")) {
                    files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static long size(Path folder) {
        return files(folder).values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    @Test
    void aReportIsTheSameWhateverTheCoresAndReplacesAnEarlierOne() throws IOException {
        Path other = temp.resolve("report");
        try {
            Job.spark("local[1]");
            Files.createDirectories(other.resolve("data/p7"));
            Files.writeString(other.resolve("data/p7/old.js"), "of an earlier report");
            Files.writeString(other.resolve("movie.html"), "of an earlier report");
            Files.writeString(other.resolve("plate.html"), "of an earlier report");
            assertThat(report(tables, other).code()).isZero();
        } finally {
            Job.spark("local[2]");
        }
        Map<String, byte[]> again = files(other);
        Map<String, byte[]> before = files(report);
        assertThat(again.keySet()).isEqualTo(before.keySet());
        assertThat(again.keySet()).containsAll(PageFiles.NAMES).contains("data/p0/m3/0/19.png", "data/p0/m3/queue.js");
        again.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.get(name)));
        assertThat(text(report.resolve("data/p0/plate.js"))).isASCII().doesNotContain("\n\n");
    }

    @Test
    void aSmallBudgetIsKeptAndWhatIsLeftOutIsSaid() throws IOException {
        long budget = 400_000;
        Path small = temp.resolve("small");
        List<String> chosen = List.of("--only", PLATE + "/A02", "--only", PLATE + "/A03", "--budget", "400kB");
        Job.Result result = report(tables, small, chosen.toArray(new String[0]));
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(size(small)).isBetween(budget / 2, budget);
        assertThat(result.out()).containsPattern("2 (reduced to 128 pixels|in full size), one frame in 2");
        assertThat(files(small).keySet()).contains("data/p0/m1/movie.js").doesNotContain("data/p0/m2/movie.js");
        assertThat(text(small.resolve("data/p0/plate.js")))
                .contains("\"well\":\"A03\"")
                .doesNotContain("\"well\":\"A01\"");
        Job.Result none = report(tables, temp.resolve("none"), "--budget", "100kB");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("does not fit into 0.1 MB", "--budget");
        assertThat(report(tables, temp.resolve("none"), "--budget", "much").code())
                .isEqualTo(1);
    }

    @Test
    void nothingButAReportIsReplaced() throws IOException {
        Path data = Files.createDirectories(temp.resolve("mine/data"));
        Files.writeString(data.resolve("thesis.txt"), "years of work");
        Job.Result result = report(tables, temp.resolve("mine"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("something other than a report");
        assertThat(data.resolve("thesis.txt")).exists();
    }

    /** The images of one movie are gone, and the masks of another are damaged; a browser shows what is left. */
    @Test
    void oneBadMovieDoesNotStopTheOthers() throws IOException {
        Path copy = temp.resolve("tables");
        copy(tables, copy);
        damageMasks(copy, "A03");
        Path images = plate.resolve("A02_s1");
        Path elsewhere = shared.resolve("elsewhere");
        Files.move(images, elsewhere);
        Path bad = temp.resolve("bad");
        Job.Result result;
        try {
            result = report(copy, bad);
        } finally {
            Files.move(elsewhere, images);
        }
        assertThat(result.code()).as(result.err()).isEqualTo(4);
        assertThat(result.out()).contains("1 of 4 failed:", PLATE + "/A03/1: ", "3 in full size", "1 without images");
        assertThat(files(bad).keySet())
                .contains("data/p0/m1/movie.js", "data/p0/m3/0/0.png", "index.html")
                .doesNotContain("data/p0/m1/0/0.png", "data/p0/m2/movie.js");
        try (Browser browser = Browser.open()) {
            browser.openFile(bad.resolve("movie.html"), "?movie=p0/m1");
            assertThat(browser.text("main")).contains("There are no images, only outlines: ", "no longer exists");
            browser.waitFor("return document.querySelector('.stage').dataset.picture === 'none'");
            assertThat(browser.find(".outlines").getAttribute("aria-label")).contains("cells, no picture");
            browser.openFile(bad.resolve("plate.html"), "?plate=p0");
            browser.find("[data-well=A03]").click();
            assertThat(browser.text("#compared")).contains("Well A03", "not shown: ");
            assertThat(browser.log()).isEmpty();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.sorted().toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** Rewrites the cells of a well with masks that no cell can have. */
    private void damageMasks(Path output, String well) throws IOException {
        Path rewritten = temp.resolve("rewritten");
        try (Stream<Path> all = Files.walk(output.resolve("cells"))) {
            for (Path file : all.filter(path -> path.toString().contains("well=" + well)
                            && path.toString().endsWith(".parquet"))
                    .toList()) {
                SparkSession spark = Job.spark("local[2]");
                spark.read()
                        .parquet(file.toString())
                        .withColumn("mask", functions.unhex(functions.lit("FFFFFFFFFF")))
                        .coalesce(1)
                        .write()
                        .mode(SaveMode.Overwrite)
                        .parquet(rewritten.toString());
                try (Stream<Path> parts = Files.list(rewritten)) {
                    Path part = parts.filter(path -> path.toString().endsWith(".parquet"))
                            .findFirst()
                            .orElseThrow();
                    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
                    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Test
    void aPlateIsLookedAt() {
        try (Browser browser = Browser.open()) {
            browser.openFile(report.resolve("index.html"), "");
            browser.waitFor("return document.querySelectorAll('.well img').length === 4");
            assertThat(browser.text("h1")).isEqualTo("Plate " + PLATE);
            browser.waitFor(
                    "return [...document.querySelectorAll('.well img')].every(i => i.complete && i.naturalWidth === 160)");
            assertThat(browser.findAll(".well .value"))
                    .extracting(WebElement::getText)
                    .isEqualTo(figures("cells"));
            browser.choose("Heat map of", "tracks");
            assertThat(browser.findAll(".well .value"))
                    .extracting(WebElement::getText)
                    .isEqualTo(figures("tracks"));

            browser.find("[data-well=A02]").click();
            browser.find("[data-well=A04]").click();
            assertThat(browser.findAll("#compared h2"))
                    .extracting(WebElement::getText)
                    .containsExactly("Well A02", "Well A04");
            assertThat(browser.text("#compared")).contains(COMPOUND.replace("\"", ""), "full size, every frame");

            assertThat(browser.findAll("#growth polyline")).hasSize(4);
            browser.choose("Curves by", "compound");
            assertThat(browser.text("#growth .keys")).contains("taxol (2 wells)", "DMSO (1 well)");
            assertThat(browser.findAll("#growth polygon")).hasSize(3);
            assertThat(browser.findAll("#dose circle")).hasSizeGreaterThanOrEqualTo(4);
            browser.choose("Only compound", "taxol");
            assertThat(browser.findAll(".well.out"))
                    .extracting(well -> well.getAttribute("data-well"))
                    .containsExactly("A01", "A02");
            assertThat(browser.text("#growth .keys")).doesNotContain("DMSO");
            assertThat(browser.text("main")).contains("4 movies: full size, every frame", "geometric");

            assertThat(browser.accessibilityViolations()).isEmpty();
            assertNothingStrange(browser);
            browser.find("#compared a").click();
            browser.waitFor("return location.pathname.endsWith('movie.html')");
        }
    }

    private static List<String> figures(String column) {
        Job.spark("local[2]");
        return Job.rows(tables, TableSchemas.MOVIES_TABLE, "well", "cast(" + column + " as bigint)").stream()
                .map(row -> String.format(Locale.ROOT, "%,d", row.getLong(1)))
                .toList();
    }

    /** No script of a name has run, nothing was refused or missing, and nothing came from a network. */
    private static void assertNothingStrange(Browser browser) {
        assertThat(browser.script("return typeof window.hacked")).isEqualTo("undefined");
        assertThat(browser.log()).isEmpty();
        assertThat((List<?>) browser.script("return performance.getEntriesByType('resource').map(e => e.name)"))
                .allMatch(name ->
                        name.toString().startsWith("file:") || name.toString().startsWith("blob:"));
    }

    @Test
    void aMovieIsPlayedAndItsLineagesAreFollowed() {
        List<Row> dividing = Job.rows(
                tables,
                TableSchemas.DIVISIONS_TABLE,
                "site",
                "well",
                "mother_track_id",
                "daughter_1_track_id",
                "frame");
        Row division = dividing.stream()
                .filter(row -> row.getString(1).equals("A01"))
                .findFirst()
                .orElseThrow();
        int mother = division.getInt(2);
        try (Browser browser = Browser.open()) {
            browser.openFile(report.resolve("movie.html"), "?movie=p0/m0");
            browser.waitFor("return document.querySelector('.stage').dataset.picture === 'shown'");
            browser.waitFor("return document.querySelector('h1').textContent.startsWith('Plate P')");
            assertThat(browser.text("h1")).isEqualTo("Plate " + PLATE + " · " + PLATE + "/A01/1");
            browser.choose("Outlines", "hidden");
            browser.choose("Tails", "none");
            Map<String, Double> brightness = new TreeMap<>();
            for (String scale : List.of("linear", "square root", "logarithmic")) {
                browser.choose("Brightness", scale);
                brightness.put(scale, brightness(browser.screenshot(".stage")));
            }
            assertThat(brightness.get("linear")).isBetween(2.0, brightness.get("square root") - 5);
            assertThat(brightness.get("logarithmic")).isGreaterThan(brightness.get("square root") + 5);
            browser.choose("Outlines", "shown");
            browser.choose("Tails", "8 frames");

            browser.press(Keys.ARROW_RIGHT);
            browser.press(Keys.ARROW_RIGHT);
            browser.press(Keys.ARROW_LEFT);
            browser.waitFor(
                    "return document.querySelector('.outlines').getAttribute('aria-label').startsWith('Frame 1,')");
            assertThat(browser.text("#clock")).startsWith("frame 1 of " + (FRAMES - 1));
            browser.press(Keys.END);
            browser.waitFor("return location.hash === '#frame=" + (FRAMES - 1) + "'");
            browser.press(Keys.HOME);
            browser.press(Keys.SPACE);
            browser.waitFor("return Cellineage.page.state.frame > 3");
            browser.press(Keys.SPACE);
            assertThat(browser.text("#play")).isEqualTo("Play");

            browser.find(".life[data-track='" + mother + "'] .life-line").click();
            assertThat(browser.text("#selected")).startsWith("Track " + mother + ", generation 0");
            browser.press(Keys.ARROW_DOWN);
            browser.waitFor("return document.getElementById('selected').textContent.startsWith('Track "
                    + division.getInt(3) + ", generation 1')");
            assertThat(browser.text("#clock")).startsWith("frame " + division.getInt(4) + " of");
            browser.waitFor("return document.querySelectorAll('#traces polyline').length >= 3");
            assertThat(browser.text("#traces")).contains(mother + " (mother)", "(sister)", "(selected)");
            browser.press(Keys.ARROW_UP);
            browser.waitFor("return Cellineage.page.state.track === " + mother);

            browser.choose("Colour by", "area");
            assertThat(browser.findAll(".life-line"))
                    .extracting(line -> line.getAttribute("fill"))
                    .hasSizeGreaterThan(2)
                    .allMatch(colour -> colour.startsWith("rgb("));
            assertThat(browser.accessibilityViolations()).isEmpty();
            assertThat(savedTrees(browser))
                    .contains("data-track=\"" + mother + "\"", "xmlns=\"http://www.w3.org/2000/svg\"");
            assertNothingStrange(browser);
        }
    }

    /** The text of the SVG file, read back as XML by the browser. */
    private static String savedTrees(Browser browser) {
        String text = (String) browser.script("return Cellineage.page.tree.text()");
        assertThat(browser.script(
                        "return new DOMParser().parseFromString(arguments[0], 'image/svg+xml').querySelector('parsererror') === null",
                        text))
                .isEqualTo(true);
        return text;
    }

    /** Mean level, 0 to 255. */
    private static double brightness(BufferedImage image) {
        double sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                sum += image.getRGB(x, y) & 0xff;
            }
        }
        return sum / image.getWidth() / image.getHeight();
    }

    @Test
    void aCellIsSelectedInThePictureAndReviewed() {
        try (Browser browser = Browser.open()) {
            browser.openFile(report.resolve("movie.html"), "?movie=p0/m1#frame=5");
            browser.waitFor("return document.querySelector('.stage').dataset.picture === 'shown'");
            browser.waitFor("return Cellineage.page.frames.cells(5).size > 0");
            Long clicked = (Long) browser.script("""
                    const page = Cellineage.page;
                    const cell = [...page.frames.cells(5).values()][1];
                    const canvas = document.querySelector('.outlines');
                    const box = canvas.getBoundingClientRect();
                    const scale = box.width / page.movie.width;
                    canvas.dispatchEvent(new MouseEvent('click', {
                      clientX: box.left + (cell.x + 0.5) * scale, clientY: box.top + (cell.y + 0.5) * scale, bubbles: true }));
                    return cell.track;
                    """);
            browser.waitFor("return Cellineage.page.state.track === " + clicked);
            assertThat(browser.text("#selected")).startsWith("Track " + clicked + ",");
            browser.waitFor("return location.hash === '#frame=5&track=" + clicked + "'");
            assertThat(browser.findAll(".life.picked")).hasSize(1);

            browser.waitFor("return document.querySelectorAll('.queue button').length > 0");
            browser.press("j");
            browser.waitFor("return document.querySelector('.queue [aria-current=true]') !== null");
            String first = browser.text(".queue [aria-current=true]");
            browser.waitFor("const s = Cellineage.page.state; const i = Cellineage.page.queue.shown[0];"
                    + " return s.track === i.track && s.frame === i.frame && s.mark === i");
            browser.press("j");
            browser.press("k");
            assertThat(browser.text(".queue [aria-current=true]")).isEqualTo(first);
            browser.press(Keys.ESCAPE);
            browser.waitFor("return Cellineage.page.state.track === null");
            assertNothingStrange(browser);
        }
    }

    /** What the page has read of every cell is what the tables say. */
    @Test
    @SuppressWarnings("unchecked")
    void cellsOnThePageAreThoseOfTheTables() {
        List<Row> cells = Job.rows(
                tables,
                TableSchemas.CELLS_TABLE,
                "well",
                "frame",
                "track_id",
                "y_px",
                "x_px",
                "area_px",
                "element_at(map_values(mean_intensity), 1)",
                "link_probability");
        Map<String, List<Object>> onPage;
        try (Browser browser = Browser.open()) {
            browser.openFile(report.resolve("movie.html"), "?movie=p0/m2");
            browser.script("window.all = null; Cellineage.page.frames.load(0, 19).then(() => { window.all = true; })");
            browser.waitFor("return window.all");
            onPage = (Map<String, List<Object>>) browser.script("""
                    const { frames, movie } = Cellineage.page;
                    const found = {};
                    for (let frame = 0; frame < movie.frames; frame++) {
                      for (const cell of frames.cells(frame).values()) {
                        let twice = 0;
                        for (const r of cell.rings) {
                          for (let i = 0; i < r.length; i += 2) {
                            const j = (i + 2) % r.length;
                            twice += r[i] * r[j + 1] - r[j] * r[i + 1];
                          }
                        }
                        const measures = movie.measures.map((measure, m) => Cellineage.valueOf(measure, cell.steps[m]));
                        found[frame + '/' + cell.track] = [cell.y, cell.x, Math.abs(twice / 2), ...measures];
                      }
                    }
                    return found;
                    """);
        }
        List<Row> ofWell =
                cells.stream().filter(row -> row.getString(0).equals("A03")).toList();
        assertThat(onPage).hasSameSizeAs(ofWell);
        for (Row row : ofWell) {
            List<Object> found = onPage.get(row.getInt(1) + "/" + row.getInt(2));
            double area = row.getInt(5);
            assertThat(number(found.get(0))).isCloseTo(row.getDouble(3), within(0.26));
            assertThat(number(found.get(1))).isCloseTo(row.getDouble(4), within(0.26));
            assertThat(number(found.get(2))).isCloseTo(area, within(0.12 * area + 4));
            assertThat(number(found.get(3))).isCloseTo(area, within(0.1));
            assertThat(number(found.get(4))).isCloseTo(row.getDouble(6), within(1.0));
            assertThat(found.get(5) == null).isEqualTo(row.isNullAt(7));
            if (!row.isNullAt(7)) {
                assertThat(number(found.get(5))).isCloseTo(row.getDouble(7), within(0.001));
            }
        }
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
