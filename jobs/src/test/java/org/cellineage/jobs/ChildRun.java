package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The command in a process of its own, which can be killed as nothing within it can prevent. */
final class ChildRun implements AutoCloseable {

    private static final int LIMIT_S = 600;

    private final Process process;
    private final Path log;

    private ChildRun(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param settings system properties, Spark's settings among them
     */
    static ChildRun start(Path log, Map<String, String> settings, List<String> arguments) {
        return start(log, settings, ClassPaths.own(), arguments);
    }

    /** The same with other classes. */
    static ChildRun start(Path log, Map<String, String> settings, String classPath, List<String> arguments) {
        return start(log, List.of(), settings, Map.of(), classPath, arguments);
    }

    /** Several commands one after another in one process, with other classes. */
    static ChildRun startAll(Path log, Map<String, String> settings, String classPath, List<List<String>> commands) {
        List<String> words = new ArrayList<>();
        for (List<String> command : commands) {
            if (!words.isEmpty()) {
                words.add(Commands.THEN);
            }
            words.addAll(command);
        }
        return start(log, List.of(), settings, Map.of(), classPath, Commands.class, words);
    }

    /**
     * The same with a temporary folder of a few megabytes, a file system of its own that only this process sees.
     *
     * @param folder an empty folder
     */
    static ChildRun startInTemporaryFolder(
            Path log, Path folder, int megabytes, Map<String, String> settings, List<String> arguments) {
        String mount = "mount -t tmpfs -o size=" + megabytes + "m tmpfs \"$0\" && exec \"$@\"";
        Map<String, String> all = new TreeMap<>(settings);
        all.put("java.io.tmpdir", folder.toString());
        List<String> prefix = List.of("unshare", "--mount", "--map-root-user", "sh", "-c", mount, folder.toString());
        return start(log, prefix, all, Map.of(), ClassPaths.own(), arguments);
    }

    /** Whether this system allows {@link #startInTemporaryFolder}. */
    static boolean canMount() throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The same with a whole cluster of one executor, a process of its own that Spark starts.
     *
     * @param folder for what Spark needs
     */
    static ChildRun startOnCluster(Path log, Path folder, Map<String, String> settings, List<String> arguments) {
        try {
            Files.createDirectories(folder.resolve("spark-home/jars"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> all = new TreeMap<>(settings);
        all.put("spark.master", "local-cluster[1,2,1024]");
        all.put("spark.executor.memory", "768m");
        all.put("spark.executor.extraClassPath", ClassPaths.own());
        all.put("spark.driver.host", "127.0.0.1");
        all.put("spark.driver.bindAddress", "127.0.0.1");
        all.put("spark.ui.enabled", "false");
        Map<String, String> environment = Map.of(
                "SPARK_HOME",
                folder.resolve("spark-home").toString(),
                "SPARK_SCALA_VERSION",
                "2.13",
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "SPARK_WORKER_DIR",
                folder.resolve("work").toString());
        return start(log, List.of(), all, environment, ClassPaths.own(), arguments);
    }

    private static ChildRun start(
            Path log,
            List<String> prefix,
            Map<String, String> settings,
            Map<String, String> environment,
            String classPath,
            List<String> arguments) {
        return start(log, prefix, settings, environment, classPath, Cellineage.class, arguments);
    }

    private static ChildRun start(
            Path log,
            List<String> prefix,
            Map<String, String> settings,
            Map<String, String> environment,
            String classPath,
            Class<?> program,
            List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("--add-") || option.startsWith("-XX:+Ignore") || option.startsWith("-Djdk.reflect")) {
                command.add(option);
            }
        }
        command.addAll(List.of("-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("-Dspark.master=local[2]");
        command.add("-Dspark.sql.shuffle.partitions=1");
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(arguments);
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new ChildRun(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until something is true; fails where the process ends first. */
    ChildRun await(BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (!reached.getAsBoolean()) {
            assertThat(process.isAlive()).as("the run has ended: %s", output()).isTrue();
            assertThat(System.nanoTime()).as("too slow: %s", output()).isLessThan(end);
            Thread.sleep(20);
        }
        return this;
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).as(output()).isTrue();
        return process.exitValue();
    }

    /** What it has printed. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it with SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
