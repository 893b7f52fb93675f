package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs on a standalone cluster of two workers with a core and a GPU each (which nothing uses), whose processes are
 * killed: the tables are those of one core in one process, after every run and every rerun. Tests are in the order in
 * which the fewest applications are started.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class ClusterTest {

    private static final int LIMIT_S = 120;
    private static final String SEGMENTING = "/frames/_temporary/";
    private static final String TRACKING = "/tracked-0/_temporary/";

    @TempDir
    private static Path temp;

    private static Path plate;
    private static StandaloneCluster cluster;
    private static final Map<String, String> FORMER = new TreeMap<>();
    private static Map<String, List<String>> clean;
    private static Map<String, String> current = Map.of();

    /** The executors that ran tasks, and the resource profiles of stages. */
    private static final class Watcher extends SparkListener {
        private final Set<String> executors = new ConcurrentSkipListSet<>();
        private final Set<Integer> profiles = new ConcurrentSkipListSet<>();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            executors.add(end.taskInfo().executorId());
        }

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted stage) {
            profiles.add(stage.stageInfo().resourceProfileId());
        }
    }

    @BeforeAll
    static void startCluster() throws Exception {
        plate = Movies.plate(temp.resolve("P7"), 2, 2);
        Path tools = Files.createDirectories(temp.resolve("bin"));
        Path smi = tools.resolve("nvidia-smi");
        Files.writeString(smi, "#!/bin/sh\necho 0\n");
        assertThat(smi.toFile().setExecutable(true)).isTrue();
        cluster = StandaloneCluster.start(
                Files.createDirectories(temp.resolve("cluster")),
                2,
                700,
                Map.of("PATH", tools + ":" + System.getenv("PATH")),
                Path.of("../scripts/gpu-discovery").toRealPath());

        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("spark."))
                .forEach(name -> FORMER.put(name, System.getProperty(name)));
        application("local[1]", Map.of());
        assertThat(run("clean", List.of()).code()).isZero();
        clean = Job.contents(output("clean"));
        assertThat(clean.get("cells")).hasSizeGreaterThan(50);
    }

    @AfterAll
    static void stopCluster() throws Exception {
        stopSession();
        clearSettings();
        FORMER.forEach(System::setProperty);
        if (cluster != null) {
            cluster.close();
        }
        Job.spark("local[2]");
    }

    private static void clearSettings() {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("spark."))
                .forEach(System::clearProperty);
    }

    private static void stopSession() {
        SparkSession.getDefaultSession().foreach(session -> {
            session.stop();
            return null;
        });
    }

    /** Sees to it that an application with these settings runs; another is stopped. */
    private static void application(String master, Map<String, String> settings) throws IOException {
        Map<String, String> wanted = new TreeMap<>(settings);
        wanted.put("spark.master", master);
        if (wanted.equals(current)) {
            return;
        }
        current = wanted;
        stopSession();
        clearSettings();
        Map<String, String> all = new TreeMap<>();
        all.put("spark.master", master);
        all.put("spark.driver.host", "127.0.0.1");
        all.put("spark.driver.bindAddress", "127.0.0.1");
        all.put("spark.executor.extraClassPath", ClassPaths.own());
        all.put("spark.executor.memory", "600m");
        all.put("spark.executor.cores", "1");
        all.put("spark.cores.max", "2");
        if (master.startsWith("spark:")) {
            all.put("spark.executor.resource.gpu.amount", "1");
        }
        all.put(
                "spark.executor.extraJavaOptions",
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dlog4j2.configurationFile="
                        + Path.of("../conf/log4j2-json.properties").toRealPath());
        all.put("spark.speculation", "false");
        all.put("spark.dynamicAllocation.enabled", "false");
        all.putAll(settings);
        all.forEach(System::setProperty);
        Configuration hadoop = Job.spark(master).sparkContext().hadoopConfiguration();
        hadoop.set("fs.stumbling.impl", StumblingFileSystem.class.getName());
        hadoop.set("fs.AbstractFileSystem.stumbling.impl", StumblingFileSystem.StumblingFs.class.getName());
        hadoop.setBoolean("fs.stumbling.impl.disable.cache", true);
    }

    private static String output(String name) {
        return "stumbling:" + temp.resolve(name);
    }

    private static Job.Result run(String name, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "-i",
                plate.toString(),
                "-o",
                output(name),
                "--set",
                "execution.segment_partitions=4",
                "--set",
                "execution.track_partitions=4",
                "--set",
                "execution.segment_resources.task_gpus=0.5"));
        arguments.addAll(more);
        // A run that waits for executors for ever must not hold up all tests.
        return CompletableFuture.supplyAsync(() -> Job.run(arguments.toArray(new String[0])))
                .orTimeout(LIMIT_S, TimeUnit.SECONDS)
                .join();
    }

    /** A run during which something happens once. */
    private static CompletableFuture<Job.Result> runInto(String name, String point) {
        Configuration hadoop =
                Job.spark(System.getProperty("spark.master")).sparkContext().hadoopConfiguration();
        hadoop.set(StumblingFileSystem.POINT, point);
        hadoop.set(StumblingFileSystem.MARKER, marker(name).toString());
        return CompletableFuture.supplyAsync(() -> run(name, List.of()));
    }

    private static Path marker(String name) {
        return temp.resolve(name + ".reached");
    }

    private static long reached(String name, CompletableFuture<Job.Result> run) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (!Files.exists(marker(name))) {
            assertThat(run).as("the run has ended").isNotDone();
            assertThat(System.nanoTime()).as("too slow").isLessThan(end);
            Thread.sleep(20);
        }
        long pid = Long.parseLong(Files.readString(marker(name)));
        assertThat(pid)
                .as("no executor's process")
                .isNotEqualTo(ProcessHandle.current().pid());
        return pid;
    }

    /** The run ends well, so does the next, and both leave the tables of a clean run and nothing else. */
    private static void endsAsAClean(String name, CompletableFuture<Job.Result> run) throws Exception {
        Job.Result first = run.get(LIMIT_S, TimeUnit.SECONDS);
        assertThat(marker(name)).exists();
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(Job.contents(output(name))).isEqualTo(clean);
        noLeavings(name);
        Job.spark(System.getProperty("spark.master"))
                .sparkContext()
                .hadoopConfiguration()
                .set(StumblingFileSystem.POINT, "");
        Job.Result again = run(name, List.of());
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        assertThat(again.out()).contains("4 movies are unchanged");
        assertThat(Job.contents(output(name))).isEqualTo(clean);
        noLeavings(name);
    }

    private static void noLeavings(String name) throws IOException {
        List<String> files;
        try (Stream<Path> all = Files.walk(temp.resolve(name))) {
            files = all.filter(Files::isRegularFile)
                    .map(file -> temp.resolve(name).relativize(file).toString())
                    .toList();
        }
        assertThat(files).noneMatch(file -> file.contains("_temporary") || file.startsWith("_work"));
        // What a lost attempt wrote would stand beside what counts, and be read by whoever reads the folders.
        clean.forEach((table, rows) -> {
            boolean written =
                    files.stream().anyMatch(file -> file.startsWith(table + "/") && file.endsWith(".parquet"));
            long count = written
                    ? Job.spark(System.getProperty("spark.master"))
                            .read()
                            .parquet(temp.resolve(name).resolve(table).toUri().toString())
                            .count()
                    : 0;
            assertThat(count).as(table).isEqualTo(rows.size());
        });
    }

    @Test
    @Order(1)
    void theTablesAreThoseOfOneCore() throws Exception {
        application(cluster.master(), Map.of());
        Watcher watcher = new Watcher();
        Job.spark(cluster.master()).sparkContext().addSparkListener(watcher);
        Job.Result result = run("plain", List.of());
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(Job.contents(output("plain"))).isEqualTo(clean);

        assertThat(watcher.executors).as("both workers work").hasSizeGreaterThanOrEqualTo(2);
        assertThat(watcher.profiles).as("segmentation has a profile of its own").hasSize(2);
        run("plain", List.of("--force"));
        assertThat(watcher.profiles).as("and keeps it").hasSize(2);

        JsonNode metrics = metrics("plain");
        assertThat(metrics.path("movies").asInt()).isEqualTo(4);
        Map<String, JsonNode> stages = new TreeMap<>();
        metrics.path("stages").forEach(stage -> stages.put(stage.path("stage").asText(), stage));
        assertThat(stages.keySet()).containsExactlyInAnyOrder("probe", "segment", "track", "publish");
        for (String stage : List.of("segment", "track")) {
            assertThat(stages.get(stage).path("frames").asInt()).as(stage).isEqualTo(32);
            assertThat(stages.get(stage).path("cells").asInt())
                    .as(stage)
                    .isEqualTo(clean.get("cells").size());
            assertThat(stages.get(stage).path("tasks").asInt()).isGreaterThanOrEqualTo(4);
            assertThat(stages.get(stage).path("failed_tasks").asInt()).isZero();
            assertThat(stages.get(stage).path("bytes_written").asLong()).isPositive();
            assertThat(stages.get(stage).path("own_seconds").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(stages.get(stage).path("run_seconds").asDouble());
        }

        Set<String> logged = new TreeSet<>();
        for (String line : cluster.executorLines()) {
            if (line.startsWith("{") && line.contains("\"tracked ")) {
                JsonNode fields = new ObjectMapper().readTree(line).path("context");
                logged.add(fields.path("plate").asText() + "/"
                        + fields.path("well").asText() + "/"
                        + fields.path("site").asText() + " "
                        + fields.path("stage").asText());
            }
        }
        assertThat(logged).containsExactly("P7/A01/1 track", "P7/A01/2 track", "P7/A02/1 track", "P7/A02/2 track");
    }

    @Test
    @Order(4)
    void soAreThoseOfALocalCluster() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "-Xmx700m",
                "-Dspark.master=local-cluster[2,1,600]",
                "-Dspark.executor.memory=600m",
                "-Dspark.executor.extraClassPath=" + ClassPaths.own(),
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.ui.enabled=false",
                "-Dspark.sql.shuffle.partitions=2",
                Cellineage.class.getName()));
        command.addAll(List.of(
                "run",
                "-i",
                plate.toString(),
                "-o",
                temp.resolve("local-cluster").toString()));
        Path log = temp.resolve("local-cluster.log");
        Path home =
                Files.createDirectories(temp.resolve("local-cluster-home/jars")).getParent();
        Process process = StandaloneCluster.java(log, home, Map.of(), command);
        try {
            assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Job.contents(temp.resolve("local-cluster"))).isEqualTo(clean);
    }

    @Test
    @Order(1)
    void moreGpusThanExecutorsHaveAreRefused() throws Exception {
        application(cluster.master(), Map.of());
        Job.Result result = run("refused", List.of("--set", "execution.segment_resources.task_gpus=2"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("execution.segment_resources.task_gpus")
                .contains("A task is to have 2.0 GPUs")
                .contains("spark.executor.resource.gpu.amount");
        assertThat(temp.resolve("refused/_claims")).doesNotExist();
    }

    private static JsonNode metrics(String name) throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve(name).resolve("_runs"))) {
            Path last = files.filter(file -> file.toString().endsWith(".metrics.json"))
                    .sorted()
                    .reduce((a, b) -> b)
                    .orElseThrow();
            return new ObjectMapper().readTree(last.toFile());
        }
    }

    @Test
    @Order(1)
    void anExecutorKilledWhileItSegments() throws Exception {
        application(cluster.master(), Map.of());
        CompletableFuture<Job.Result> run = runInto("segmenting", "hang " + SEGMENTING);
        long executor = reached("segmenting", run);
        assertThat(cluster.workerOf(executor)).isNotNegative();
        ProcessHandle.of(executor).orElseThrow().destroyForcibly();
        endsAsAClean("segmenting", run);
    }

    @Test
    @Order(1)
    void anExecutorKilledWhileItTracks() throws Exception {
        application(cluster.master(), Map.of());
        CompletableFuture<Job.Result> run = runInto("tracking", "hang " + TRACKING);
        ProcessHandle.of(reached("tracking", run)).orElseThrow().destroyForcibly();
        endsAsAClean("tracking", run);
    }

    @Test
    @Order(1)
    void aWorkerThatDoesNotComeBack() throws Exception {
        application(cluster.master(), Map.of());
        CompletableFuture<Job.Result> run = runInto("worker", "hang " + TRACKING);
        cluster.killWorker(cluster.workerOf(reached("worker", run)));
        try {
            endsAsAClean("worker", run);
            assertThat(run("worker", List.of("--force")).code()).isZero();
            assertThat(Job.contents(output("worker"))).isEqualTo(clean);
        } finally {
            // The tests that follow need two.
            cluster.addWorker();
        }
    }

    @Test
    @Order(1)
    void attemptsThatFailWhenTheyHaveWritten() throws Exception {
        application(cluster.master(), Map.of());
        endsAsAClean("segmented", runInto("segmented", "fail " + SEGMENTING));
        endsAsAClean("tracked", runInto("tracked", "fail " + TRACKING));
        endsAsAClean("published", runInto("published", "fail /cells/"));
    }

    @Test
    @Order(2)
    void speculationBeatsATaskThatHangs() throws Exception {
        application(
                cluster.master(),
                Map.of(
                        "spark.speculation", "true",
                        "spark.speculation.interval", "100ms",
                        "spark.speculation.quantile", "0.5",
                        "spark.speculation.multiplier", "1.1"));
        endsAsAClean("speculation", runInto("speculation", "hang " + SEGMENTING));
    }

    @Test
    @Order(3)
    void stagesGetExecutorsOfTheirOwnUnderDynamicAllocation() throws Exception {
        application(
                cluster.master(),
                Map.of(
                        "spark.dynamicAllocation.enabled", "true",
                        "spark.dynamicAllocation.shuffleTracking.enabled", "true",
                        "spark.dynamicAllocation.executorIdleTimeout", "2s",
                        "spark.dynamicAllocation.maxExecutors", "1"));
        Watcher watcher = new Watcher();
        Job.spark(cluster.master()).sparkContext().addSparkListener(watcher);
        Job.Result result = run(
                "dynamic",
                List.of(
                        "--set", "execution.segment_resources.executor_memory_mb=512",
                        "--set", "execution.track_resources.executor_memory_mb=512"));
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(Job.contents(output("dynamic"))).isEqualTo(clean);
        assertThat(watcher.profiles)
                .as("Spark's own, segmentation's, tracking's")
                .hasSize(3);
    }
}
