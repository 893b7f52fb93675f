package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A movie that ends the process that works on it, or never ends: it is left out, and the others are done. */
@Tag("slow")
class PoisonMovieTest {

    private static final int KILLED = 137;
    private static final String CAUSE = "stage has crashed its worker 2 times";

    @TempDir
    private static Path temp;

    /** Three movies of two plates; the one of plate BAD is poison. */
    private static Path good;

    private static Path bad;
    private static Map<String, List<String>> all;

    @BeforeAll
    static void runAllWithoutHarm() {
        good = temp.resolve("P7");
        bad = temp.resolve("BAD");
        Movies.stack(good.resolve("A01_s1.tif"), 1);
        Movies.stack(good.resolve("A02_s1.tif"), 2);
        Movies.stack(bad.resolve("B01_s1.tif"), 3);
        configure("");
        assertThat(run("clean").code()).isZero();
        all = contents("clean");
    }

    @AfterEach
    void heal() {
        configure("");
    }

    private static void configure(String point) {
        Configuration hadoop = Job.spark("local[2]").sparkContext().hadoopConfiguration();
        HaltingFileSystem.settings(point, temp.resolve("reached"))
                .forEach((key, value) -> hadoop.set(key.substring("spark.hadoop.".length()), value));
        hadoop.setBoolean("fs.halting.impl.disable.cache", true);
    }

    private static List<String> arguments(String output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", "halting:" + good, "halting:" + bad));
        arguments.addAll(List.of("-o", "halting:" + temp.resolve(output), "--set", "segmentation.method=classical"));
        // All movies in one task, so that the poison is beside others.
        arguments.addAll(List.of("--set", "linking.method=geometric", "--set", "execution.movie_attempts=2"));
        arguments.addAll(List.of("--set", "execution.segment_partitions=1", "--set", "execution.track_partitions=1"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static Job.Result run(String output, String... more) {
        return Job.run(arguments(output, more).toArray(new String[0]));
    }

    /** A process that is expected to die. */
    private static void die(String output, int number, String point) throws Exception {
        Map<String, String> settings = new TreeMap<>(HaltingFileSystem.settings(point, temp.resolve("reached")));
        settings.put("spark.sql.maxConcurrentOutputFileWriters", "20");
        try (ChildRun child = ChildRun.start(temp.resolve(output + number + ".log"), settings, arguments(output))) {
            assertThat(child.exitCode()).as(child.output()).isEqualTo(KILLED);
        }
    }

    private static Map<String, List<String>> contents(String output) {
        return Job.contents("halting:" + temp.resolve(output));
    }

    /** What a clean run says of the good movies. */
    private static Map<String, List<String>> ofTheGood() {
        Map<String, List<String>> expected = new TreeMap<>();
        all.forEach((table, lines) -> expected.put(
                table, lines.stream().filter(line -> !line.contains("BAD/")).toList()));
        return expected;
    }

    private static void checkQuarantine(String output, String stage) {
        Map<String, List<String>> shown = contents(output);
        shown.get("movies").removeIf(line -> line.contains("BAD/") && line.contains("status=failed"));
        List<String> failures = shown.remove("failures");
        Map<String, List<String>> expected = ofTheGood();
        expected.remove("failures");
        assertThat(shown).isEqualTo(expected);
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0))
                .contains("movie_id=BAD/B01/1")
                .contains("stage=" + stage)
                .contains("B01_s1.tif")
                .contains("frame=null");
    }

    private static List<Path> marks(String output) throws IOException {
        Path folder = temp.resolve(output).resolve("_attempts");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Dies twice, ends, ends at once, and is well again when told to try. */
    private static void dieThenEndThenRecover(String output, String stage, String point) throws Exception {
        die(output, 1, point);
        assertThat(marks(output)).isNotEmpty();
        die(output, 2, point);
        for (int again = 0; again < 2; again++) {
            configure(point);
            Job.Result ended = run(output);
            assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(4);
            assertThat(ended.out()).contains(CAUSE).contains("--retry-failed");
            checkQuarantine(output, stage);
            assertThat(marks(output)).allMatch(mark -> mark.toString().contains("plate=BAD"));
        }
        configure("");
        Job.Result retried = run(output, "--retry-failed");
        assertThat(retried.code()).as(retried.out() + retried.err()).isZero();
        assertThat(contents(output)).isEqualTo(all);
        assertThat(marks(output)).isEmpty();
    }

    @Test
    void aMovieThatEndsTheProcessInSegmentationIsLeftOutByLaterRuns() throws Exception {
        dieThenEndThenRecover("segment", "segment", "deadly BAD/B01_s1");
    }

    @Test
    void aMovieThatEndsTheProcessInTrackingIsLeftOutByLaterRuns() throws Exception {
        dieThenEndThenRecover("track", "track", "die kind=cell/plate=BAD");
    }

    @Test
    void onAClusterOneRunIsEnough() throws Exception {
        try (ChildRun child = ChildRun.startOnCluster(
                temp.resolve("cluster.log"),
                temp.resolve("cluster-files"),
                HaltingFileSystem.settings("deadly BAD/B01_s1", temp.resolve("reached")),
                arguments("cluster"))) {
            assertThat(child.exitCode()).as(child.output()).isEqualTo(4);
            assertThat(child.output()).contains(CAUSE);
        }
        checkQuarantine("cluster", "segment");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inTheProbeTheRulesAreTheSame(boolean speculation) throws Exception {
        String output = "probe" + speculation;
        Map<String, String> settings =
                new TreeMap<>(HaltingFileSystem.settings("deadly-probe BAD/B01_s1", temp.resolve("reached")));
        settings.put("spark.speculation", Boolean.toString(speculation));
        try (ChildRun child = ChildRun.startOnCluster(
                temp.resolve(output + ".log"),
                temp.resolve(output + "-files"),
                settings,
                arguments(output, "--set", "segmentation.method=network"))) {
            assertThat(child.exitCode()).as(child.output()).isEqualTo(4);
            assertThat(child.output()).contains(CAUSE);
        }
        Map<String, List<String>> shown = contents(output);
        assertThat(shown.get("failures"))
                .singleElement()
                .asString()
                .contains("movie_id=BAD/B01/1")
                .contains("stage=segment");
        assertThat(shown.get("movies"))
                .filteredOn(line -> line.contains("status=ok"))
                .hasSize(2);
    }

    @Test
    void aMovieThatDoesNotEndIsLeftOut() throws Exception {
        configure("endless BAD/B01_s1");
        Job.Result ended = run("endless", "--set", "execution.movie_time_limit_seconds=5");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(4);
        assertThat(ended.out()).contains("took longer than execution.movie_time_limit_seconds");
        checkQuarantine("endless", "segment");
        List<Row> failures = Job.failures("halting:" + temp.resolve("endless"));
        assertThat(failures.get(0).getString(4)).contains("Raise the limit").contains("--retry-failed");
    }
}
