package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.cellineage.model.ModelFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The learned linker through the commands: what it leaves in the tables, what a later run does again, what is refused. */
class LearnedLinkingTest {

    private static final String GEOMETRIC = "linking.method=geometric";

    @TempDir
    private static Path shared;

    private static Path plate;
    /** What the first run with given labels publishes. */
    private static Path template;

    @TempDir
    private Path temp;

    private Path output;

    @BeforeAll
    static void linkOnce() {
        Job.spark("local[2]");
        plate = Movies.plate(shared.resolve("plate"), 2, 1);
        template = shared.resolve("template");
        succeed("run", template, "--labels", plate.toString());
    }

    @BeforeEach
    void chooseOutput() {
        output = temp.resolve("lineages");
    }

    /** A first run with given labels has ended. */
    private void linkedFirst() throws IOException {
        try (Stream<Path> all = Files.walk(template)) {
            for (Path file : all.toList()) {
                Files.copy(file, output.resolve(template.relativize(file)));
            }
        }
    }

    private static String[] command(String name, Path target, String... more) {
        List<String> arguments = new ArrayList<>(List.of(name, "-o", target.toString()));
        if (!name.equals("track")) {
            arguments.addAll(List.of("-i", plate.toString()));
        }
        arguments.addAll(List.of("--set", "execution.segment_partitions=1", "--set", "execution.track_partitions=1"));
        arguments.addAll(List.of(more));
        return arguments.toArray(new String[0]);
    }

    private static Job.Result succeed(String name, Path target, String... more) {
        Job.Result result = Job.run(command(name, target, more));
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result;
    }

    private static String refused(String name, Path target, String... more) {
        Job.Result result = Job.run(command(name, target, more));
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(2);
        // The box breaks lines.
        return result.err().replaceAll("[\\s│|]+", " ");
    }

    private static List<String> movies(Path target, String column) {
        return Job.rows(target, "movies", "movie_id", column).stream()
                .map(row -> row.getString(1))
                .toList();
    }

    /** The same networks under another version: another model to everyone who compares hashes. */
    private Path otherModel() throws IOException {
        Path folder = temp.resolve("models/other");
        ModelFiles.bundled("cell-link").writeTo(folder);
        Path description = folder.resolve("model.json");
        String text = Files.readString(description);
        String other = text.replaceFirst("\"version\"\\s*:\\s*\"[^\"]*\"", "\"version\" : \"other\"");
        assertThat(other).isNotEqualTo(text);
        Files.writeString(description, other);
        return folder;
    }

    private List<String> batches() throws IOException {
        try (Stream<Path> folders = Files.list(output.resolve("_segmented"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aRunLinksWithTheBundledModelAndSaysHowSureItIs() throws IOException {
        Path geometric = temp.resolve("geometric");
        linkedFirst();
        succeed("run", geometric, "--labels", plate.toString(), "--set", GEOMETRIC);

        assertThat(movies(output, "linking")).containsOnly("learned");
        assertThat(movies(output, "link_model_hash"))
                .containsOnly(ModelFiles.bundled("cell-link").hash());
        assertThat(movies(output, "model_hash")).containsOnlyNulls();
        assertThat(movies(geometric, "linking")).containsOnly("geometric");
        assertThat(movies(geometric, "link_model_hash")).containsOnlyNulls();
        assertThat(Job.contents(output).get("cells"))
                .isNotEqualTo(Job.contents(geometric).get("cells"));

        List<Row> links = Job.rows(output, "cells", "link_probability", "link_margin").stream()
                .filter(row -> !row.isNullAt(0))
                .toList();
        assertThat(links).hasSizeGreaterThan(40);
        for (Row link : links) {
            assertThat(link.getDouble(0)).isBetween(0.0, 1.0);
            assertThat(link.getDouble(1)).isBetween(-1.0, link.getDouble(0));
            // Multiples of 1 / 65536, as docs/TABLES.md says.
            assertThat(link.getDouble(0) * 65_536).isEqualTo(Math.rint(link.getDouble(0) * 65_536));
        }
        assertThat(links.stream().mapToDouble(row -> row.getDouble(0)).average().orElseThrow())
                .isGreaterThan(0.9);

        // Cells of the truth: nearly all of its links come back, and hardly others.
        Path truth = temp.resolve("truth");
        succeed("run", truth, "--tracks", plate.toString());
        assertThat(movies(truth, "linking")).containsOnly("given");
        assertThat(movies(truth, "link_model_hash")).containsOnlyNulls();
        Set<String> wanted = linksOf(truth);
        Set<String> found = linksOf(output);
        Set<String> right = new TreeSet<>(found);
        right.retainAll(wanted);
        assertThat(2.0 * right.size() / (wanted.size() + found.size())).isGreaterThan(0.95);
    }

    /** The places of a track's cells in the two frames of each of its links. */
    private static Set<String> linksOf(Path target) {
        Map<String, String> places = new TreeMap<>();
        for (Row cell : Job.rows(target, "cells", "movie_id", "track_id", "frame", "y_px", "x_px")) {
            places.put(
                    cell.getString(0) + " " + cell.getInt(1) + " " + cell.getInt(2),
                    cell.getDouble(3) + "," + cell.getDouble(4));
        }
        Set<String> links = new TreeSet<>();
        places.forEach((key, place) -> {
            int cut = key.lastIndexOf(' ');
            int frame = Integer.parseInt(key.substring(cut + 1));
            String before = places.get(key.substring(0, cut + 1) + (frame - 1));
            if (before != null) {
                links.add(key.split(" ")[0] + " " + frame + ": " + before + " to " + place);
            }
        });
        return links;
    }

    @Test
    void tablesDoNotDependOnCoresPartitionsOrThreads() {
        Map<String, List<String>> first = null;
        try {
            for (String[] way :
                    new String[][] {{"local[1]", "1", "1"}, {"local[2]", "3", "2"}, {"local[2]", "8", "4"}}) {
                Job.spark(way[0]);
                Path target = temp.resolve("out-" + way[1]);
                Job.Result result = Job.run(
                        "run",
                        "-i",
                        plate.toString(),
                        "-o",
                        target.toString(),
                        "--labels",
                        plate.toString(),
                        "--set",
                        "execution.segment_partitions=" + way[1],
                        "--set",
                        "execution.track_partitions=" + way[1],
                        "--set",
                        "execution.segment_batch_frames=" + (way[1].equals("3") ? 8 : 0),
                        "--set",
                        "execution.tensorflow_threads=" + way[2]);
                assertThat(result.code()).as(result.err()).isZero();
                Map<String, List<String>> contents = Job.contents(target);
                if (first == null) {
                    first = contents;
                } else {
                    assertThat(contents).isEqualTo(first);
                }
            }
        } finally {
            Job.spark("local[2]");
        }
    }

    @Test
    void theClassicalSegmenterServesItToo() {
        succeed("run", output, "--set", "segmentation.method=classical");
        assertThat(movies(output, "segmentation")).containsOnly("classical");
        assertThat(movies(output, "linking")).containsOnly("learned");
        assertThat(Job.rows(output, "cells", "link_probability")).anyMatch(row -> !row.isNullAt(0));
    }

    @Test
    void trackingAgainWithOtherThresholdsLooksAtNoPixels() throws IOException {
        linkedFirst();
        Map<String, List<String>> before = Job.contents(output);
        List<String> batches = batches();

        succeed("track", output);
        assertThat(Job.contents(output)).isEqualTo(before);

        String strict = "linking.same_threshold=0.999999";
        succeed("track", output, "--set", strict);
        Map<String, List<String>> tracked = Job.contents(output);
        assertThat(tracked.get("tracks"))
                .hasSizeGreaterThan(before.get("tracks").size());

        // The same by a run: other tables, but the frames are used again.
        succeed("run", output, "--labels", plate.toString());
        assertThat(Job.contents(output)).isEqualTo(before);
        succeed("run", output, "--labels", plate.toString(), "--set", strict);
        assertThat(Job.contents(output)).isEqualTo(tracked);
        succeed("track", output, "--set", GEOMETRIC);
        assertThat(movies(output, "linking")).containsOnly("geometric");
        assertThat(batches()).isEqualTo(batches);
    }

    @Test
    void anotherModelLooksAtThePixelsAgain() throws IOException {
        Path other = otherModel();
        String named = "linking.model=" + other;
        linkedFirst();
        List<String> batches = batches();
        List<String> runs = movies(output, "processed_run_id");
        assertThat(succeed("run", output, "--labels", plate.toString()).out()).contains("2 movies are unchanged");

        assertThat(refused("track", output, "--set", named))
                .contains("2 of 2 movies", "another linking model", "Segment them again");
        assertThat(movies(output, "processed_run_id")).isEqualTo(runs);

        succeed("run", output, "--labels", plate.toString(), "--set", named);
        assertThat(movies(output, "processed_run_id")).doesNotContainAnyElementsOf(runs);
        assertThat(movies(output, "link_model_hash"))
                .doesNotContain(ModelFiles.bundled("cell-link").hash())
                .doesNotContainNull();
        assertThat(batches()).doesNotContainAnyElementsOf(batches);

        // Other contents under the same name: the settings are the same, the model is not.
        List<String> byName = movies(output, "processed_run_id");
        Path description = other.resolve("model.json");
        Files.writeString(description, Files.readString(description).replace("\"other\"", "\"other 2\""));
        succeed("run", output, "--labels", plate.toString(), "--set", named);
        assertThat(movies(output, "processed_run_id")).doesNotContainAnyElementsOf(byName);
    }

    @Test
    void framesSegmentedForGeometryDoNotServeAModel() throws IOException {
        succeed("segment", output, "--labels", plate.toString(), "--set", GEOMETRIC);
        List<String> batches = batches();
        assertThat(refused("track", output)).contains("without a linking model", "linking.method=geometric");
        succeed("track", output, "--set", GEOMETRIC);
        succeed("run", output, "--labels", plate.toString());
        assertThat(movies(output, "linking")).containsOnly("learned");
        assertThat(batches()).doesNotContainAnyElementsOf(batches);
        succeed("track", output);
    }

    @Test
    void modelsThatWereNamedAndCannotBeUsedAreRefused() throws IOException {
        assertThat(refused("run", output, "--set", "linking.model=" + temp.resolve("nowhere")))
                .contains("nowhere");
        assertThat(refused("run", output, "--set", "linking.model=cellular-link"))
                .contains("cellular-link", "a model of this name");
        assertThat(refused("run", output, "--set", "linking.model=nuclear"))
                .contains("for the task segmentation, not linking");
        assertThat(refused("run", output, "--set", "linking.method=magic")).contains("learned or geometric");
        assertThat(refused("run", output, "--set", "linking.same_threshold=1.5"))
                .contains("linking.same_threshold must be between 0 and 1");
        Path damaged = otherModel();
        Files.write(damaged.resolve("link/saved_model.pb"), new byte[100]);
        assertThat(refused("run", output, "--set", "linking.model=" + damaged)).contains("SHA-256");
        assertThat(output.resolve("movies")).doesNotExist();
    }

    @Test
    void withoutTheBundledModelGeometryTakesOverAndTheRunSaysSo() throws Exception {
        List<String> arguments = List.of(command("run", output, "--labels", plate.toString()));
        String classPath = ClassPaths.without("org/cellineage/models/cell-link/", temp.resolve("classes"));
        try (ChildRun run = ChildRun.start(temp.resolve("run.log"), Map.of(), classPath, arguments)) {
            assertThat(run.exitCode()).as(run.output()).isZero();
            List<String> said = run.output()
                    .lines()
                    .filter(line -> line.contains("cell-link"))
                    .toList();
            // On the console when the run begins, and in its report.
            assertThat(said).hasSize(2).allMatch(line -> line.contains("missing from this installation"));
            assertThat(said.get(1)).startsWith("warning: ");
        }
        assertThat(movies(output, "linking")).containsOnly("geometric");
        assertThat(movies(output, "link_model_hash")).containsOnlyNulls();

        // Once the model is there, the movies are done again, and as if it had always been.
        succeed("run", output, "--labels", plate.toString());
        assertThat(movies(output, "linking")).containsOnly("learned");
    }
}
