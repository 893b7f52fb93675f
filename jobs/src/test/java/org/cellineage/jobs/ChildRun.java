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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The command in a process of its own, which can be killed as nothing within it can prevent. */
final class ChildRun implements AutoCloseable {

    private static final int LIMIT_S = 180;

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
        List<String> command = new ArrayList<>();
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
        command.addAll(List.of("-cp", classPath, Cellineage.class.getName()));
        command.addAll(arguments);
        try {
            Files.createDirectories(log.getParent());
            return new ChildRun(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
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
