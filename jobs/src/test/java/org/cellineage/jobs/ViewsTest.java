package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.WellConditions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the views hold, against climbing through the tables by hand; and that their SQL text gives the same anywhere. */
class ViewsTest {

    @TempDir
    private Path temp;

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    private static Dataset<Row> view(Path output, String query) throws IOException {
        Job.registerViews(output);
        return SparkSessions.open("test").sql(query);
    }

    @Test
    void lineagesAreAllPairsThatClimbingFinds() throws IOException {
        Map<String, String> motherOf = new HashMap<>();
        Map<String, Integer> generationOf = new HashMap<>();
        for (Row row : view(AskedPlate.given(), "select movie_id, track_id, parent_track_id, generation from tracks")
                .collectAsList()) {
            String track = row.getString(0) + " " + row.getInt(1);
            motherOf.put(track, row.isNullAt(2) ? "" : row.getString(0) + " " + row.getInt(2));
            generationOf.put(track, row.getInt(3));
        }
        Set<String> expected = new HashSet<>();
        for (String track : motherOf.keySet()) {
            for (String up = motherOf.get(track); !up.isEmpty(); up = motherOf.get(up)) {
                expected.add(up + " > " + track + " " + (generationOf.get(track) - generationOf.get(up)));
            }
        }
        List<String> found = view(
                        AskedPlate.given(), "select movie_id, ancestor_track_id, track_id, generations from lineages")
                .collectAsList()
                .stream()
                .map(r -> r.getString(0) + " " + r.getInt(1) + " > " + r.getString(0) + " " + r.getInt(2) + " "
                        + r.getInt(3))
                .toList();
        assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected).hasSizeGreaterThan(500);
    }

    @Test
    void tracesAreTheCellsInTheOrderOfFrames() throws IOException {
        Map<String, List<Row>> cells = view(
                        AskedPlate.tracked(),
                        "select movie_id, track_id, frame, y_px, area_px, mean_intensity['channel1'] from cells"
                                + " order by frame")
                .collectAsList()
                .stream()
                .collect(Collectors.groupingBy(r -> r.getString(0) + " " + r.getInt(1)));
        Map<String, String> motherOf = new HashMap<>();
        for (String name : List.of("traces", "traces_with_mother")) {
            List<Row> traces = view(
                            AskedPlate.tracked(),
                            "select movie_id, track_id, parent_track_id, frames, y_px, area_px, mean_intensity,"
                                    + " cast(times_s as array<int>) from " + name)
                    .collectAsList();
            assertThat(traces).hasSameSizeAs(cells.keySet());
            for (Row trace : traces) {
                String track = trace.getString(0) + " " + trace.getInt(1);
                motherOf.put(track, trace.isNullAt(2) ? "" : trace.getString(0) + " " + trace.getInt(2));
                List<Row> expected = new ArrayList<>();
                if (name.equals("traces_with_mother") && !motherOf.get(track).isEmpty()) {
                    expected.addAll(cells.get(motherOf.get(track)));
                }
                expected.addAll(cells.get(track));
                List<Integer> frames = trace.getList(3);
                List<Double> ys = trace.getList(4);
                List<Integer> areas = trace.getList(5);
                List<scala.collection.Map<String, Double>> lights = trace.getList(6);
                List<Integer> times = trace.getList(7);
                assertThat(frames).hasSameSizeAs(expected);
                for (int i = 0; i < frames.size(); i++) {
                    Row cell = expected.get(i);
                    assertThat(frames.get(i)).isEqualTo(cell.getInt(2));
                    assertThat(ys.get(i)).isEqualTo(cell.getDouble(3));
                    assertThat(areas.get(i)).isEqualTo(cell.getInt(4));
                    assertThat((Double) lights.get(i).apply("channel1")).isEqualTo(cell.getDouble(5));
                    assertThat(times.get(i)).isEqualTo(frames.get(i) * 600);
                }
            }
        }
    }

    @Test
    void functionsOfTracesAreTheTracksFigures() throws IOException {
        Row wrong = view(
                        AskedPlate.tracked(),
                        "select count(*), sum(cast(abs(path_length(r.y_px, r.x_px) - t.path_length_px) > 1e-6 as int)),"
                                + " sum(cast(abs(displacement(r.y_px, r.x_px) - t.net_displacement_px) > 1e-6 as int)),"
                                + " sum(cast(coalesce(abs(mean_speed(r.frames, r.y_px, r.x_px)"
                                + " - t.mean_speed_px_per_frame), 0) > 1e-6 as int)) from traces r"
                                + " join tracks t using (movie_id, track_id)")
                .first();
        assertThat(wrong.getLong(0)).isGreaterThan(400);
        assertThat(wrong.getLong(1)).isZero();
        assertThat(wrong.getLong(2)).isZero();
        assertThat(wrong.getLong(3)).isZero();
        Row masks = view(
                        AskedPlate.tracked(),
                        "select count(*), sum(cast(mask_area(mask, min_y_px, min_x_px, max_y_px, max_x_px) <> area_px"
                                + " as int)) from cells where frame < 10")
                .first();
        assertThat(masks.getLong(0)).isPositive();
        assertThat(masks.getLong(1)).isZero();
    }

    @Test
    void profilesAreMediansAgainstTheUntreatedWells() throws IOException, SQLException {
        Path output = AskedPlate.tracked();
        Map<String, List<Double>> areas =
                view(output, "select plate, well, cast(area_px as double) from cells").collectAsList().stream()
                        .collect(Collectors.groupingBy(
                                r -> r.getString(1), Collectors.mapping(r -> r.getDouble(2), Collectors.toList())));
        Set<String> untreated = view(output, "select well from conditions where dose = 0").collectAsList().stream()
                .map(r -> r.getString(0))
                .collect(Collectors.toSet());
        List<Double> controls = new ArrayList<>();
        List<Double> controlSpreads = new ArrayList<>();
        untreated.forEach(well -> {
            controls.add(quantile(areas.get(well), 0.5));
            controlSpreads.add(spread(areas.get(well)));
        });
        List<Row> profiles = view(
                        output,
                        "select well, cells, value, spread, control, control_wells, control_value, control_spread, score"
                                + " from profiles where measure = 'area_px'")
                .collectAsList();
        assertThat(profiles).hasSameSizeAs(areas.keySet());
        for (Row row : profiles) {
            List<Double> own = areas.get(row.getString(0));
            assertThat(row.getLong(1)).isEqualTo(own.size());
            assertThat(row.getDouble(2)).isCloseTo(quantile(own, 0.5), within(1e-9));
            assertThat(row.getDouble(3)).isCloseTo(spread(own), within(1e-9));
            assertThat(row.getString(4)).isEqualTo("untreated");
            assertThat(row.getLong(5)).isEqualTo(untreated.size());
            assertThat(row.getDouble(6)).isCloseTo(quantile(controls, 0.5), within(1e-9));
            assertThat(row.getDouble(8))
                    .isCloseTo(
                            (quantile(own, 0.5) - quantile(controls, 0.5)) / quantile(controlSpreads, 0.5),
                            within(1e-9));
        }
        for (String all : List.of(
                "select * from profiles order by plate, well, measure",
                "select * from profile_neighbours order by plate, well, place")) {
            List<Row> spark = view(output, all).collectAsList();
            try (Duck duck = Duck.open(output)) {
                List<List<Object>> rows = duck.ask(all);
                assertThat(rows).hasSameSizeAs(spark).hasSizeGreaterThan(5);
                for (int r = 0; r < rows.size(); r++) {
                    same(rows.get(r), spark.get(r));
                }
            }
        }
    }

    private static void same(List<Object> duck, Row spark) {
        for (int c = 0; c < duck.size(); c++) {
            if (spark.get(c) instanceof Double expected) {
                assertThat((Double) duck.get(c))
                        .as(spark + " column " + c)
                        .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
            } else {
                assertThat(String.valueOf(duck.get(c)))
                        .as(spark + " column " + c)
                        .isEqualTo("" + spark.get(c));
            }
        }
    }

    private static double spread(List<Double> values) {
        return (quantile(values, 0.75) - quantile(values, 0.25)) / 1.3489795;
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        double at = share * (sorted.size() - 1);
        int low = (int) at;
        int high = Math.min(sorted.size() - 1, low + 1);
        return sorted.get(low) + (at - low) * (sorted.get(high) - sorted.get(low));
    }

    @Test
    void theSqlTextGivesAnySparkTheSameViews() throws IOException {
        Path output = AskedPlate.tracked();
        Job.registerViews(output);
        SparkSession ours = SparkSessions.open("test");
        SparkSession plain = ours.newSession();
        // Paths are relative to the folder; a test cannot change the folder of its process.
        String text = Files.readString(output.resolve("views.spark.sql"))
                .replaceAll("(path|basePath) '", "$1 '" + output + "/");
        for (String statement : text.split(";\n")) {
            plain.sql(statement);
        }
        List<String> names = new ArrayList<>(LineageViews.NAMES);
        names.addAll(List.of("conditions", "cells", "failures"));
        for (String name : names) {
            Dataset<Row> expected = ours.table(name);
            assertThat(plain.table(name).schema().simpleString())
                    .as(name)
                    .isEqualTo(expected.schema().simpleString());
            assertThat(plain.table(name).count()).as(name).isEqualTo(expected.count());
        }
    }

    @Test
    void duckDbsMacrosAreSparksFunctions() throws IOException, SQLException {
        Path output = AskedPlate.tracked();
        String query = "select a.lineage_path as a, b.lineage_path as b, lineage_root(a.lineage_path) as c,"
                + " lineage_generation(a.lineage_path) as d, lineage_parent(a.lineage_path) as e,"
                + " lineage_sister(a.lineage_path) as f, lineage_ancestor(a.lineage_path, 1) as g,"
                + " descends_from(a.lineage_path, b.lineage_path) as h,"
                + " lineage_common_ancestor(a.lineage_path, b.lineage_path) as i,"
                + " lineage_distance(a.lineage_path, b.lineage_path) as j,"
                + " cousin_degree(a.lineage_path, b.lineage_path) as k,"
                + " time_since_division(a.origin, a.first_frame, 20) as l, cell_cycle(a.origin, a.fate, a.length_s) as m,"
                + " doubling_time(a.first_frame, b.first_frame, 3) as n, %s as o"
                + " from tracks a join tracks b on a.movie_id = b.movie_id where a.movie_id = 'P1/A02/1'"
                + " order by a.track_id, b.track_id";
        List<Row> spark = view(output, String.format(query, "array_join(lineage_ancestors(a.lineage_path), ' ')"))
                .collectAsList();
        try (Duck duck = Duck.open(output)) {
            List<List<Object>> rows =
                    duck.ask(String.format(query, "array_to_string(lineage_ancestors(a.lineage_path), ' ')"));
            assertThat(rows).hasSameSizeAs(spark).hasSizeGreaterThan(1000);
            for (int r = 0; r < rows.size(); r++) {
                for (int c = 0; c < rows.get(r).size(); c++) {
                    if (spark.get(r).get(c) instanceof Double expected) {
                        assertThat((Double) rows.get(r).get(c)).isCloseTo(expected, within(1e-12 * expected));
                    } else {
                        assertThat(rows.get(r).get(c))
                                .as("row %d, column %d", r, c)
                                .isEqualTo(spark.get(r).get(c));
                    }
                }
            }
        }
    }

    @Test
    void aFolderOfFailuresHasEmptyViews() throws IOException, SQLException {
        Path input = Files.createDirectories(temp.resolve("plate"));
        Files.writeString(input.resolve("B02_s1.tif"), "no picture");
        Path output = temp.resolve("out");
        assertThat(Job.run("run", "-i", input.toString(), "-o", output.toString())
                        .code())
                .isEqualTo(2);
        Job.registerViews(output);
        try (Duck duck = Duck.open(output)) {
            for (String name : LineageViews.NAMES) {
                // The well is there, as its movie was tried; nothing else is.
                int rows = name.equals("wells") ? 1 : 0;
                assertThat(SparkSessions.open("test").table(name).count())
                        .as(name)
                        .isEqualTo(rows);
                assertThat(duck.ask("select * from " + name)).as(name).hasSize(rows);
            }
            assertThat(duck.ask("select * from conditions")).isEmpty();
        }
    }

    @Test
    void moviesOfOneFrameHaveNoGrowthAndNoLineages() throws IOException, SQLException {
        Path input = Files.createDirectories(temp.resolve("stills"));
        Movies.stack(
                input.resolve("B02_s1.tif"),
                new MovieSimulator(Movies.SMALL, WellConditions.UNTREATED, 1, 0, 0)
                        .next()
                        .channels());
        Path output = temp.resolve("out-stills");
        assertThat(Job.run("run", "-i", input.toString(), "-o", output.toString())
                        .code())
                .isZero();
        String query = "select well, cells, divisions, growth_rate_per_frame, doubling_frames, median_cycle_frames,"
                + " mean_link_probability from wells";
        Row well = view(output, query).first();
        assertThat(well.getString(0)).isEqualTo("B02");
        assertThat(well.getLong(1)).isPositive();
        assertThat(well.getLong(2)).isZero();
        try (Duck duck = Duck.open(output)) {
            List<Object> same = duck.ask(query).get(0);
            for (int c = 3; c < well.size(); c++) {
                assertThat(well.isNullAt(c)).as("column " + c).isTrue();
                assertThat(same.get(c)).as("column " + c).isNull();
            }
        }
        for (String empty : List.of("lineages", "divisions_full")) {
            assertThat(view(output, "select * from " + empty).count()).isZero();
        }
        assertThat(view(output, "select * from traces where size(frames) = 1").count())
                .isEqualTo(well.getLong(1));
    }

    @Test
    void filesTellTheVersionOfTheTables() throws IOException, SQLException {
        try (Duck duck = Duck.open(AskedPlate.tracked())) {
            for (String table : List.of("movies", "cells", "tracks", "divisions")) {
                List<List<Object>> versions = duck.ask("select distinct regexp_extract(decode(value),"
                        + " '\"cellineage.schema_version\":([0-9]+)', 1) from parquet_kv_metadata('"
                        + AskedPlate.tracked() + "/" + table + "/*/*/*/*.parquet')"
                        + " where decode(key) = 'org.apache.spark.sql.parquet.row.metadata'");
                assertThat(versions).as(table).isEqualTo(List.of(List.of("" + TableSchemas.VERSION)));
            }
        }
    }

    /** Files of an earlier version, which lacked the last columns, are read beside new ones: what they lack is null. */
    @Test
    void columnsThatOldFilesLackAreNull() throws IOException, SQLException {
        Path plate = Movies.plate(temp.resolve("P5"), 2, 1);
        Path output = temp.resolve("out-old");
        assertThat(Job.run("run", "-i", plate.toString(), "--labels", plate.toString(), "-o", output.toString())
                        .code())
                .isZero();
        Path old;
        try (Stream<Path> files = Files.walk(output.resolve("tracks/plate=P5/well=A01"))) {
            old = files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        Path rewritten = temp.resolve("rewritten");
        SparkSessions.open("test")
                .read()
                .parquet(old.toString())
                .drop("mean_area_px", "mean_link_probability")
                .coalesce(1)
                .write()
                .parquet(rewritten.toString());
        try (Stream<Path> files = Files.list(rewritten)) {
            Files.move(
                    files.filter(file -> file.toString().endsWith(".parquet"))
                            .findFirst()
                            .orElseThrow(),
                    old,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(old.resolveSibling("." + old.getFileName() + ".crc"));
        String query =
                "select well, count(*) as n, count(lineage_path) as paths, count(mean_area_px) as areas from tracks"
                        + " group by well order by well";
        List<Row> rows = view(output, query).collectAsList();
        assertThat(rows.get(0).getLong(1)).isPositive().isEqualTo(rows.get(0).getLong(2));
        assertThat(rows.get(0).getLong(3)).isZero();
        assertThat(rows.get(1).getLong(3)).isPositive().isEqualTo(rows.get(1).getLong(1));
        try (Duck duck = Duck.open(output)) {
            List<List<Object>> same = duck.ask(query);
            assertThat(same).hasSize(2);
            for (int r = 0; r < 2; r++) {
                assertThat(same.get(r)).containsExactlyElementsOf(values(rows.get(r)));
            }
        }
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        for (int c = 0; c < row.size(); c++) {
            values.add(row.get(c));
        }
        return values;
    }
}
