package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.cellineage.jobs.session.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a model that classifies cells: what reaches the tables, and that it depends on nothing else. */
class CellClassesTest {

    @TempDir
    private static Path temp;

    private static Path model;
    private static Path plate;

    @BeforeAll
    static void trainAModel() {
        Job.spark("local[2]");
        model = temp.resolve("mitosis");
        // A few steps only: that it learns is for longer trainings to show.
        succeed(
                "train",
                "class",
                "--mitosis",
                "--simulated",
                "4",
                "--hold-out-by",
                "movie",
                "--hold-out",
                "simulated/3",
                "--crops",
                "1280",
                "--batch",
                "32",
                "--validate-every",
                "640",
                "--width",
                "4",
                "--threads",
                "1",
                "--seed",
                "1",
                "-o",
                model.toString());
        plate = Movies.plate(temp.resolve("plate"), 2, 1);
    }

    private static void succeed(String... arguments) {
        Job.Result result = Job.run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }

    private static Path run(String name, String... more) {
        Path output = temp.resolve(name);
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "run", "-i", plate.toString(), "-o", output.toString(), "--set", "classification.model=" + model));
        arguments.addAll(List.of(more));
        succeed(arguments.toArray(String[]::new));
        return output;
    }

    @Test
    void classesReachTheTablesWhateverThePartitions() {
        Path one = run("one", "--set", "execution.segment_partitions=1", "--set", "execution.track_partitions=1");
        Path seven = run("seven", "--set", "execution.segment_partitions=7", "--set", "execution.track_partitions=2");

        Map<String, List<String>> contents = Job.contents(one);
        contents.get("movies").replaceAll(line -> line.replaceAll("config_hash=\\S+", ""));
        Map<String, List<String>> others = Job.contents(seven);
        others.get("movies").replaceAll(line -> line.replaceAll("config_hash=\\S+", ""));
        assertThat(others).isEqualTo(contents);

        List<Row> cells = Job.rows(
                one,
                "cells",
                "class",
                "class_probability",
                "class_probabilities[class] as own",
                "aggregate(map_values(class_probabilities), 0D, (a, b) -> a + b) as total",
                "aggregate(map_values(class_raw_probabilities), 0D, (a, b) -> a + b) as raw_total",
                "map_keys(class_probabilities) as names");
        assertThat(cells).hasSizeGreaterThan(40);
        for (Row cell : cells) {
            assertThat(cell.getList(5)).containsExactly("interphase", "mitotic", "dead");
            assertThat(cell.getString(0)).isIn("interphase", "mitotic", "dead");
            assertThat(cell.getDouble(1)).isEqualTo(cell.getDouble(2)).isGreaterThan(1.0 / 3 - 1e-3);
            assertThat(cell.getDouble(3)).isBetween(0.999, 1.001);
            assertThat(cell.getDouble(4)).isBetween(0.999, 1.001);
        }
    }

    @Test
    void classesThatAreNotSmoothedAreThoseOfTheFrame() {
        Path output = run("raw", "--set", "classification.smoothing_frames=0");
        List<Row> cells = Job.rows(output, "cells", "class", "class_raw");
        assertThat(cells)
                .isNotEmpty()
                .allSatisfy(cell -> assertThat(cell.getString(0)).isNotNull().isEqualTo(cell.getString(1)));
    }

    @Test
    void embeddingsAreKeptWhereAskedForAndGoIntoProfiles() throws Exception {
        Path output = run("embedded", "--keep-embeddings");
        // As many values as the hidden layer, four times the width.
        assertThat(Job.rows(output, "cells", "size(embedding)"))
                .hasSizeGreaterThan(40)
                .allSatisfy(cell -> assertThat(cell.getInt(0)).isEqualTo(16));
        Job.registerViews(output);
        String measures = "select count(distinct measure) from profiles where measure like '%s%%'";
        assertThat(SparkSessions.open("test")
                        .sql(measures.formatted("embedding_"))
                        .first()
                        .getLong(0))
                .isEqualTo(16);
        assertThat(SparkSessions.open("test")
                        .sql(measures.formatted("class_"))
                        .first()
                        .getLong(0))
                .isEqualTo(3);
        assertThat(Job.rows(run("plain"), "cells", "embedding"))
                .allSatisfy(cell -> assertThat(cell.isNullAt(0)).isTrue());
    }

    @Test
    void classesAreInExports() throws Exception {
        Path output = run("exported");
        Path files = temp.resolve("files");
        succeed("export", "--lineage", output.toString(), "--format", "csv,geojson", "--output", files.toString());
        List<String> expected =
                Job.rows(output, "cells", "well", "class", "count(*) over (partition by well, class)").stream()
                        .map(Row::toString)
                        .distinct()
                        .sorted()
                        .toList();
        List<String> inCsv = new java.util.ArrayList<>();
        List<String> inGeoJson = new java.util.ArrayList<>();
        for (String well : List.of("A01", "A02")) {
            Path stem = files.resolve(plate.getFileName().toString());
            List<String> lines = Files.readAllLines(stem.resolve(well + "_s1_cells.csv"));
            assertThat(lines.get(0)).contains("class_probability").endsWith(",class");
            String json = Files.readString(stem.resolve(well + "_s1.geojson"));
            for (String name : List.of("interphase", "mitotic", "dead")) {
                long rows =
                        lines.stream().filter(line -> line.endsWith("," + name)).count();
                if (rows > 0) {
                    inCsv.add("[" + well + "," + name + "," + rows + "]");
                }
                int objects = json.split("\"classification\":\\{\"name\":\"" + name + "\"", -1).length - 1;
                if (objects > 0) {
                    inGeoJson.add("[" + well + "," + name + "," + objects + "]");
                }
            }
        }
        assertThat(inCsv).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(inGeoJson).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void embeddingsNeedAModel() {
        Job.Result result = Job.run(
                "run", "-i", plate.toString(), "-o", temp.resolve("none").toString(), "--keep-embeddings");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("keep_embeddings").contains("model");
    }

    /** Every cell is compared with what a table says of it; a copy of the tables' own classes is all right. */
    @Test
    void classesAreComparedWithATable() throws Exception {
        Path output = run("compared");
        List<String> lines = new java.util.ArrayList<>(List.of("movie,frame,track,class"));
        int cells = 0;
        for (Row cell : Job.rows(output, "cells", "movie_id", "frame", "track_id", "class")) {
            cells++;
            lines.add(cell.getString(0) + "," + cell.getInt(1) + "," + cell.getInt(2) + "," + cell.getString(3));
        }
        Path table = Files.write(temp.resolve("known.csv"), lines);
        Job.Result same = Job.run("evaluate", "--lineage", output.toString(), "--classes", table.toString());
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.out()).contains("smoothed:").contains("macro recall 1.0000");

        Path wrong = Files.writeString(temp.resolve("wrong.csv"), "well,class\nA01,odd\nA02,odd\n");
        Job.Result odd = Job.run("evaluate", "--lineage", output.toString(), "--classes", wrong.toString());
        assertThat(odd.code()).as(odd.err()).isZero();
        assertThat(odd.out()).contains("odd: recall 0.000").contains("of " + cells + ", precision");

        Path other = Files.writeString(temp.resolve("other.csv"), "well,class\nH12,odd\n");
        Job.Result none = Job.run("evaluate", "--lineage", output.toString(), "--classes", other.toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("names no cell");
    }

    @Test
    void theCardHasNoPlainAccuracy() throws Exception {
        String card = Files.readString(model.resolve("model.json"));
        assertThat(card)
                .contains("\"macro_recall\"", "\"recall_interval\"", "\"precision\"", "\"transitions\"")
                .doesNotContain("accuracy");
    }
}
