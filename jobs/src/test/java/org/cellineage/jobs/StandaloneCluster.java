package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark, a process for the master and one for each worker, all from this process' class path.
 * Executors are processes of the workers.
 */
final class StandaloneCluster implements AutoCloseable {

    private static final int LIMIT_S = 90;
    private static final Pattern URL = Pattern.compile("Starting Spark master at (spark://\\S+)");

    private static final Pattern REGISTERED = Pattern.compile("(Successfully registered) with master");

    private final Path folder;
    private final Map<String, String> environment;
    private final List<Process> processes = new ArrayList<>();
    private final List<String> workerArguments;
    private final String master;

    private StandaloneCluster(Path folder, Map<String, String> environment, List<String> workerArguments)
            throws Exception {
        this.folder = folder;
        this.environment = environment;
        this.workerArguments = workerArguments;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        Files.writeString(folder.resolve("log4j2.properties"), """
            rootLogger.level = info
            rootLogger.appenderRef.console.ref = console
            appender.console.type = Console
            appender.console.name = console
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %p %c{1}: %m%n
            """);
        // Executors of workers take their classes from the application; Spark wants the folder all the same.
        Files.createDirectories(folder.resolve("home/jars"));
        Path log = start("master", "127.0.0.1", List.of("org.apache.spark.deploy.master.Master", "--port", "0"));
        try {
            this.master = await(log, URL);
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    /**
     * Starts one with workers of one core and one GPU each.
     *
     * @param environment of its processes, beside this process' own
     * @param discovery script that names a worker's GPUs
     */
    static StandaloneCluster start(
            Path folder, int workers, int memoryMb, Map<String, String> environment, Path discovery) throws Exception {
        List<String> arguments = List.of(
                "-Dspark.worker.resource.gpu.amount=1",
                "-Dspark.worker.resource.gpu.discoveryScript=" + discovery,
                "org.apache.spark.deploy.worker.Worker",
                "--cores",
                "1",
                "--memory",
                memoryMb + "m");
        StandaloneCluster cluster = new StandaloneCluster(folder, environment, arguments);
        try {
            List<Path> logs = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                logs.add(cluster.startWorker());
            }
            for (Path log : logs) {
                await(log, REGISTERED);
            }
            return cluster;
        } catch (Exception | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    private Path startWorker() throws IOException {
        int number = processes.size() - 1;
        String name = "worker" + number;
        List<String> arguments = new ArrayList<>(workerArguments);
        arguments.addAll(List.of("--work-dir", folder.resolve(name).toString(), master));
        // Hosts of their own: Spark runs a second attempt of a task on another host only.
        return start(name, "127.0.0." + (1 + number), arguments);
    }

    /** Adds a worker. */
    void addWorker() throws Exception {
        await(startWorker(), REGISTERED);
    }

    private Path start(String name, String host, List<String> mainClassAndArguments) throws IOException {
        List<String> command = new ArrayList<>(mainClassAndArguments);
        int main = 0;
        while (command.get(main).startsWith("-")) {
            main++;
        }
        command.addAll(main + 1, List.of("--host", host, "--webui-port", "0"));
        List<String> all = new ArrayList<>();
        all.add("-Xmx128m");
        all.add("-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties"));
        all.addAll(command);
        Path log = folder.resolve(name + ".log");
        Map<String, String> own = new TreeMap<>(environment);
        own.put("SPARK_LOCAL_IP", host);
        processes.add(java(log, folder.resolve("home"), own, all));
        return log;
    }

    /**
     * Starts a process that can start executors.
     *
     * @param home for Spark: a folder with an empty folder {@code jars}
     */
    static Process java(Path log, Path home, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(moduleOptions());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", ClassPaths.own()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static List<String> moduleOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-")
                        || option.startsWith("-XX:+Ignore")
                        || option.startsWith("-Djdk.reflect"))
                .toList();
    }

    private static String await(Path log, Pattern sign) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (System.nanoTime() < end) {
            Matcher found = sign.matcher(Files.readString(log));
            if (found.find()) {
                return found.group(1);
            }
            Thread.sleep(50);
        }
        throw new AssertionError(log + " never says " + sign + ": " + Files.readString(log));
    }

    /** {@code spark://HOST:PORT}. */
    String master() {
        return master;
    }

    /** The worker whose descendant a process is, counted from 0. */
    int workerOf(long pid) {
        for (int worker = 0; worker < processes.size() - 1; worker++) {
            if (worker(worker).descendants().anyMatch(process -> process.pid() == pid)) {
                return worker;
            }
        }
        throw new AssertionError(pid + " is no process of a worker");
    }

    private ProcessHandle worker(int number) {
        return processes.get(1 + number).toHandle();
    }

    /** Ends a worker with SIGKILL, and its executors, as a machine that goes away. */
    void killWorker(int number) {
        List<ProcessHandle> executors = worker(number).descendants().toList();
        worker(number).destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    /** What the executors of all workers have printed to standard error. */
    List<String> executorLines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private void kill() {
        for (int worker = 0; worker < processes.size() - 1; worker++) {
            killWorker(worker);
        }
        processes.forEach(Process::destroyForcibly);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
        for (Process process : processes) {
            assertThat(process.destroyForcibly().waitFor(LIMIT_S, TimeUnit.SECONDS))
                    .isTrue();
        }
    }
}
