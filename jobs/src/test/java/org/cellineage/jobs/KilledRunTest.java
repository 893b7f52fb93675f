package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole command in a process that is killed at a known point, over a plate that is published already with other
 * settings: what readers see then, and what the next run makes of it.
 */
class KilledRunTest {

    private static final List<String> BATCHES =
            List.of("--set", "execution.segment_batch_frames=8", "--set", "execution.segment_partitions=1");
    private static final List<String> OLD = List.of("--set", "tracking.max_gap_frames=0");

    @TempDir
    private static Path temp;

    private static Path plate;
    /** What readers see before the run that is killed, and after a run that is not. */
    private static Map<String, List<String>> before;

    private static Map<String, List<String>> after;
    private static final Map<String, ChildRun> RUNS = new LinkedHashMap<>();

    @BeforeAll
    static void startRunsAndLetThemComeToTheirPoints() throws Exception {
        plate = Files.createDirectories(temp.resolve("P7"));
        for (String movie : List.of("A01_s1", "A01_s2", "A02_s1")) {
            Movies.stack(plate.resolve(movie + ".tif"), movie.hashCode());
        }
        configure("");
        assertThat(run("template", OLD).code()).isZero();
        before = contents("template");
        Map<String, String> points = new TreeMap<>();
        points.put("segmenting", "create -0001/frames");
        points.put("tracking", "create _work/");
        points.put("writing", "create tracks/plate=P7");
        points.put("publishing", "rename _published/P7.json");
        points.put("published", "renamed _published/P7.json");
        // Two at a time: so many cores there are.
        List<Map.Entry<String, String>> left = new ArrayList<>(points.entrySet());
        while (!left.isEmpty()) {
            List<Map.Entry<String, String>> pair = left.subList(0, Math.min(2, left.size()));
            for (Map.Entry<String, String> point : pair) {
                copy(temp.resolve("template"), temp.resolve(point.getKey()));
                RUNS.put(
                        point.getKey(),
                        ChildRun.start(
                                temp.resolve(point.getKey() + ".log"),
                                HaltingFileSystem.settings(point.getValue(), marker(point.getKey())),
                                arguments(point.getKey(), List.of("--force"))));
            }
            for (Map.Entry<String, String> point : pair) {
                RUNS.get(point.getKey()).await(() -> Files.exists(marker(point.getKey())));
            }
            pair.clear();
        }
        assertThat(run("clean", List.of()).code()).isZero();
        after = contents("clean");
        assertThat(after.get("movies")).isNotEqualTo(before.get("movies"));
    }

    @AfterAll
    static void killAll() {
        RUNS.values().forEach(ChildRun::close);
    }

    private static void configure(String point) {
        Configuration hadoop = Job.spark("local[2]").sparkContext().hadoopConfiguration();
        HaltingFileSystem.settings(point, temp.resolve("never"))
                .forEach((key, value) -> hadoop.set(key.substring("spark.hadoop.".length()), value));
        hadoop.setBoolean("fs.halting.impl.disable.cache", true);
    }

    private static Path marker(String point) {
        return temp.resolve(point + ".reached");
    }

    private static String output(String name) {
        return "halting:" + temp.resolve(name);
    }

    private static List<String> arguments(String name, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", plate.toString(), "-o", output(name)));
        arguments.addAll(BATCHES);
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(more);
        return arguments;
    }

    private static Job.Result run(String name, List<String> more) {
        return Job.run(arguments(name, more).toArray(new String[0]));
    }

    private static Map<String, List<String>> contents(String name) {
        return Job.contents(output(name));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static List<String> files(String name, String below) throws IOException {
        Path root = temp.resolve(name);
        if (!Files.exists(root.resolve(below))) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root.resolve(below))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Kills the run at its point, checks what readers see, runs again, and checks that nothing of the dead run is left. */
    private static Job.Result killAndRunAgain(String point, Map<String, List<String>> seen) throws Exception {
        Job.Result meanwhile = run(point, List.of());
        assertThat(meanwhile.code()).isEqualTo(2);
        assertThat(meanwhile.err())
                .contains("Plate P7 is being worked on by")
                .contains("Run again when it has finished");

        RUNS.get(point).kill();
        assertThat(contents(point)).as("readers see one run, whole").isEqualTo(seen);
        Job.Result again = run(point, List.of());
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        assertThat(contents(point)).isEqualTo(after);

        assertThat(files(point, "_work")).isEmpty();
        for (String table : after.keySet()) {
            // A plain glob is right: one run a well, and no committer's leavings.
            assertThat(files(point, table).stream()
                            .filter(file -> file.endsWith(".parquet"))
                            .map(file -> file.substring(0, file.lastIndexOf('/')))
                            .distinct()
                            .map(folder -> folder.substring(0, folder.lastIndexOf('/'))))
                    .as(table)
                    .doesNotHaveDuplicates();
            assertThat(files(point, table)).noneMatch(file -> file.contains("_temporary"));
        }
        assertThat(files(point, "_published")).containsExactly("_published/P7.json");
        return again;
    }

    @Test
    void killedWhileItSegments() throws Exception {
        List<String> older = files("template", "_segmented");
        List<String> durable = files("segmenting", "_segmented").stream()
                .filter(file -> !older.contains(file) && file.contains("-0000/"))
                .toList();
        assertThat(durable).anyMatch(file -> file.endsWith("batch.json"));
        killAndRunAgain("segmenting", before);
        // The batch that was done stays and is used; that which was not is gone.
        assertThat(files("segmenting", "_segmented")).containsAll(durable);
        String dead =
                durable.get(0).substring("_segmented/".length(), durable.get(0).indexOf("-0000/"));
        assertThat(files("segmenting", "_segmented")).noneMatch(file -> file.contains(dead + "-0001"));
    }

    @Test
    void killedWhileItTracks() throws Exception {
        List<String> durable = files("tracking", "_segmented");
        Job.Result again = killAndRunAgain("tracking", before);
        // Nothing is segmented again.
        assertThat(again.out()).contains("3 movies");
        List<String> left = files("tracking", "_segmented");
        assertThat(durable).containsAll(left);
    }

    @Test
    void killedWhileItWritesTables() throws Exception {
        killAndRunAgain("writing", before);
    }

    @Test
    void killedWhileItPublishes() throws Exception {
        killAndRunAgain("publishing", before);
    }

    @Test
    void killedWhenItHasPublished() throws Exception {
        Job.Result again = killAndRunAgain("published", after);
        assertThat(again.out()).contains("3 movies are unchanged");
        assertThat(Files.readString(temp.resolve("published/views.sql")))
                .contains(Files.readString(temp.resolve("published/_published/P7.json"))
                        .replaceAll("(?s).*\"A02\" : \"([^\"]+)\".*", "$1"));
    }

    @Test
    void aFullDiskAndAReadOnlyOneSaySoAndCostNothing() throws Exception {
        copy(temp.resolve("template"), temp.resolve("faults"));
        try {
            for (String part : List.of("_segmented/", "_work/", "cells/plate=P7", "_published/")) {
                configure("full " + part);
                Job.Result full = run("faults", List.of("--force"));
                assertThat(full.code()).as(part + full.err()).isEqualTo(2);
                assertThat(full.err()).contains("There is no space left").contains("Free some space");
                configure("");
                assertThat(contents("faults")).as(part).isEqualTo(before);
            }
            configure("read-only /");
            Job.Result readOnly = run("faults", List.of());
            assertThat(readOnly.code()).isEqualTo(2);
            assertThat(readOnly.err()).contains("read-only").contains("Choose another location");
        } finally {
            configure("");
        }
        assertThat(run("faults", List.of()).code()).isZero();
        assertThat(contents("faults")).isEqualTo(after);
    }
}
