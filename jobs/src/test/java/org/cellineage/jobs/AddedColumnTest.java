package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.cell.Cell;
import org.cellineage.track.MovieSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Adds a column to {@code cells} and one to {@code movies}: a component of a record, and the line that computes it. Only
 * those files are changed and compiled; everything else that a cell passes on its way (segmented files, shuffle, spool, work
 * files, tables) is the code as it is, and a run of it must keep the new values.
 */
class AddedColumnTest {

    private static final Path CORE = Path.of("../tracking-core/src/main/java/org/cellineage");

    @TempDir
    Path temp;

    /** A piece of a source that is there once, and what it becomes. */
    private record Change(String piece, String by) {}

    private static String changed(String source, Change... changes) throws IOException {
        String text = Files.readString(CORE.resolve(source));
        for (Change change : changes) {
            assertThat(text.split(Pattern.quote(change.piece()), -1))
                    .as("%s has once: %s", source, change.piece())
                    .hasSize(2);
            text = text.replace(change.piece(), change.by());
        }
        return text;
    }

    /** The class path with the changed sources before everything else. */
    private String compiled(Map<String, String> sources) throws IOException {
        Path classes = Files.createDirectories(temp.resolve("classes"));
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-parameters", "-classpath", ClassPaths.own(), "-d", classes.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = temp.resolve("sources").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(code).as("javac").isZero();
        return classes + File.pathSeparator + ClassPaths.own();
    }

    @Test
    void aColumnNeedsARecordAndWhatComputesIt() throws Exception {
        Map<String, String> sources = Map.of(
                "cell/Cell.java",
                changed(
                        "cell/Cell.java",
                        new Change(
                                "        List<Double> embedding)\n",
                                "        List<Double> embedding, double addedPx, List<String> addedNames)\n"),
                        new Change(
                                "                mask,\n                List.of(),\n                List.of(),\n                List.of());",
                                "mask, List.of(), List.of(), List.of(), 0, List.of());"),
                        new Change(
                                "                classes,\n                embedding);",
                                "classes, embedding, addedPx, addedNames);"),
                        new Change("newEmbedding);", "newEmbedding, addedPx, addedNames);")),
                "cell/CellMeasurer.java",
                changed(
                        "cell/CellMeasurer.java",
                        new Change(
                                "box, label));\n        }",
                                "box, label), List.of(), List.of(), List.of(), area[i] + 0.1, List.of(\"a\" + area[i]));\n        }")),
                "track/MovieSummary.java",
                changed(
                        "track/MovieSummary.java",
                        new Change(
                                "List<Integer> outageFrames) {",
                                "List<Integer> outageFrames, double addedPerFrame) {")),
                "track/SummaryBuilder.java",
                changed(
                        "track/SummaryBuilder.java",
                        new Change("                outageFrames);", "outageFrames, (double) cells / frames);")));
        String classPath = compiled(sources);

        Path plate = Files.createDirectories(temp.resolve("P7"));
        for (String movie : List.of("A01_s1", "A01_s2", "A02_s1")) {
            Movies.stack(plate.resolve(movie + ".tif"), movie.hashCode());
        }
        Path output = temp.resolve("lineages");
        run(
                classPath,
                List.of(
                        "segment",
                        "-i",
                        plate.toString(),
                        "-o",
                        output.toString(),
                        "--only",
                        "P7/A01/1",
                        "--only",
                        "P7/A02"),
                List.of("track", "-o", output.toString()),
                // The rows of A01 are kept, and written again under the new run.
                List.of("run", "-i", plate.toString(), "-o", output.toString(), "--only", "P7/A01/2"));

        SparkSession spark = Job.spark("local[2]");
        List<Row> cells = shown(spark, output, "cells")
                .selectExpr("area_px", "added_px", "added_names", "movie_id")
                .collectAsList();
        assertThat(cells.stream().map(row -> row.getString(3)).distinct())
                .containsExactlyInAnyOrder("P7/A01/1", "P7/A01/2", "P7/A02/1");
        for (Row cell : cells) {
            assertThat(cell.getDouble(1)).isEqualTo(cell.getInt(0) + 0.1);
            assertThat(cell.<String>getList(2)).containsExactly("a" + cell.getInt(0));
        }
        List<Row> movies = shown(spark, output, "movies")
                .selectExpr("cells", "frames", "added_per_frame")
                .collectAsList();
        assertThat(movies).hasSize(3);
        for (Row movie : movies) {
            assertThat(movie.getDouble(2)).isEqualTo((double) movie.getLong(0) / movie.getInt(1));
        }
        // The columns were not there before.
        assertThat(Cell.class.getRecordComponents())
                .noneMatch(component -> component.getName().startsWith("added"));
        assertThat(MovieSummary.class.getRecordComponents())
                .noneMatch(component -> component.getName().startsWith("added"));
    }

    /** What a table shows, by Spark alone; this process has no class of the changed ones. */
    private static Dataset<Row> shown(SparkSession spark, Path output, String table) throws IOException {
        String pattern = Files.readAllLines(output.resolve("views.spark.sql")).stream()
                .filter(line -> line.startsWith("create or replace temporary view " + table + " ("))
                .map(line -> line.replaceAll(".*path '([^']*)'.*", "$1"))
                .findFirst()
                .orElseThrow();
        return spark.read().parquet(output + "/" + pattern);
    }

    @SafeVarargs
    private void run(String classPath, List<String>... commands) throws InterruptedException {
        List<List<String>> all = new ArrayList<>();
        for (List<String> command : commands) {
            all.add(Stream.concat(command.stream(), Job.WITHOUT_NETWORKS.stream())
                    .toList());
        }
        Map<String, String> settings = Map.of("spark.ui.enabled", "false");
        try (ChildRun child = ChildRun.startAll(temp.resolve("log.txt"), settings, classPath, all)) {
            assertThat(child.exitCode()).as(child.output()).isZero();
        }
    }
}
