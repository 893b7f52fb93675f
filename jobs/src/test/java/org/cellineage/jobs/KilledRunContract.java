package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole command in a process that is killed at a known point, over a plate that is published already with other
 * settings: what readers see then, and what the next run makes of it. Each store has points of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KilledRunContract {

    private static final List<String> BATCHES =
            List.of("--set", "execution.segment_batch_frames=8", "--set", "execution.segment_partitions=1");
    private static final List<String> OLD = List.of("--set", "tracking.max_gap_frames=0");

    private Path temp = Path.of("");
    private Path plate = temp;
    /** What readers see before the run that is killed, and after a run that is not. */
    private Map<String, List<String>> before = Map.of();

    private Map<String, List<String>> after = Map.of();
    private final Map<String, ChildRun> runs = new LinkedHashMap<>();

    /** Where runs halt: an operation and a part of a path, as {@link HaltingFileSystem} takes them, by a name. */
    abstract Map<String, String> points();

    /** A file that is there when the point is reached, where the same happens before. */
    abstract Optional<Path> onceThereIs(String name);

    /** Spark's settings of an output. */
    abstract Map<String, String> settings(String name);

    /** Arguments of {@code run} that choose the store. */
    abstract List<String> storeArguments();

    /** Makes an output that is published already. */
    abstract void publishOld(String name) throws IOException;

    /** Parts of paths at which a disk may be full. */
    abstract List<String> fullAt();

    /** Checks that files of the tables are those of runs that readers may ask for. */
    abstract void checkFiles(String name) throws IOException;

    @BeforeAll
    void startRunsAndLetThemComeToTheirPoints(@TempDir Path folder) throws Exception {
        temp = folder;
        plate = Files.createDirectories(temp.resolve("P7"));
        for (String movie : List.of("A01_s1", "A01_s2", "A02_s1")) {
            Movies.stack(plate.resolve(movie + ".tif"), movie.hashCode());
        }
        allowHalting();
        runOld("template");
        before = contents("template");
        // Two at a time: so many cores there are.
        List<Map.Entry<String, String>> left = new ArrayList<>(new TreeMap<>(points()).entrySet());
        while (!left.isEmpty()) {
            List<Map.Entry<String, String>> pair = left.subList(0, Math.min(2, left.size()));
            for (Map.Entry<String, String> point : pair) {
                publishOld(point.getKey());
                Map<String, String> settings = new TreeMap<>(settings(point.getKey()));
                settings.putAll(HaltingFileSystem.settings(point.getValue(), marker(point.getKey())));
                settings.put(
                        "spark.hadoop." + HaltingFileSystem.ONCE_THERE_IS,
                        onceThereIs(point.getKey()).map(Path::toString).orElse(""));
                runs.put(
                        point.getKey(),
                        ChildRun.start(
                                temp.resolve(point.getKey() + ".log"),
                                settings,
                                arguments(point.getKey(), List.of("--force"))));
            }
            for (Map.Entry<String, String> point : pair) {
                runs.get(point.getKey()).await(() -> Files.exists(marker(point.getKey())));
            }
            pair.clear();
        }
        assertThat(run("clean", List.of()).code()).isZero();
        after = contents("clean");
        assertThat(after.get("movies")).isNotEqualTo(before.get("movies"));
    }

    @AfterAll
    void killAll() {
        settings("").keySet().forEach(Job.spark("local[2]").conf()::unset);
        runs.values().forEach(ChildRun::close);
    }

    final Path temp() {
        return temp;
    }

    private void allowHalting() {
        Configuration hadoop = Job.spark("local[2]").sparkContext().hadoopConfiguration();
        HaltingFileSystem.settings("", temp.resolve("never"))
                .forEach((key, value) -> hadoop.set(key.substring("spark.hadoop.".length()), value));
        hadoop.setBoolean("fs.halting.impl.disable.cache", true);
    }

    private Path marker(String point) {
        return temp.resolve(point + ".reached");
    }

    final String output(String name) {
        return "halting:" + temp.resolve(name);
    }

    private List<String> arguments(String name, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", plate.toString(), "-o", output(name)));
        arguments.addAll(BATCHES);
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(storeArguments());
        arguments.addAll(more);
        return arguments;
    }

    private void useSettings(String name) {
        settings(name).forEach(Job.spark("local[2]").conf()::set);
    }

    private Job.Result run(String name, List<String> more) {
        useSettings(name);
        return Job.run(arguments(name, more).toArray(new String[0]));
    }

    /** A run that the killed one is to replace. */
    final void runOld(String name) {
        assertThat(run(name, OLD).code()).isZero();
    }

    private Map<String, List<String>> contents(String name) {
        useSettings(name);
        return Job.contents(output(name));
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    final List<String> files(String name, String below) throws IOException {
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
    private Job.Result killAndRunAgain(String point, Map<String, List<String>> seen) throws Exception {
        Job.Result meanwhile = run(point, List.of());
        assertThat(meanwhile.code()).isEqualTo(2);
        assertThat(meanwhile.err())
                .contains("Plate P7 is being worked on by")
                .contains("Run again when it has finished");

        runs.get(point).kill();
        assertThat(contents(point)).as("readers see one run, whole").isEqualTo(seen);
        Job.Result again = run(point, List.of());
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        assertThat(contents(point)).isEqualTo(after);

        assertThat(files(point, "_work")).isEmpty();
        assertThat(files(point, "_published")).containsExactly("_published/P7.json");
        checkFiles(point);
        return again;
    }

    /** Kills it where readers see the old run until the next run. */
    final void killBefore(String point) throws Exception {
        killAndRunAgain(point, before);
    }

    /** Kills it when it has published. */
    final void killAfter(String point) throws Exception {
        Job.Result again = killAndRunAgain(point, after);
        assertThat(again.out()).contains("3 movies are unchanged");
    }

    @Test
    void killedWhileItWritesTables() throws Exception {
        killBefore("writing");
    }

    @Test
    void killedWhileItPublishes() throws Exception {
        killBefore("publishing");
    }

    @Test
    void killedWhenItHasPublished() throws Exception {
        killAfter("published");
    }

    private static void failToCreate(String part, String problem) {
        HaltingFileSystem.fault = (operation, path) -> {
            if (operation.equals("create") && path.contains(part)) {
                throw new IOException(path + ": " + problem);
            }
        };
    }

    @Test
    void aFullDiskAndAReadOnlyOneSaySoAndCostNothing() throws Exception {
        publishOld("faults");
        try {
            for (String part : fullAt()) {
                failToCreate(part, "No space left on device");
                Job.Result full = run("faults", List.of("--force"));
                assertThat(full.code()).as(part + full.err()).isEqualTo(2);
                assertThat(full.err())
                        .as(part)
                        .contains("There is no space left")
                        .contains("Free some space");
                HaltingFileSystem.fault = (operation, path) -> {};
                assertThat(contents("faults")).as(part).isEqualTo(before);
            }
            failToCreate("/", "Read-only file system");
            Job.Result readOnly = run("faults", List.of());
            assertThat(readOnly.code()).isEqualTo(2);
            assertThat(readOnly.err()).contains("read-only").contains("Choose another location");
        } finally {
            HaltingFileSystem.fault = (operation, path) -> {};
        }
        assertThat(run("faults", List.of()).code()).isZero();
        assertThat(contents("faults")).isEqualTo(after);
    }
}
