package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/submit} beside a stand-in jar, with a stand-in spark-submit that prints its arguments. */
class SubmitScriptTest {

    @TempDir
    Path temporary;

    private Path home;
    private Path spark;

    private record Outcome(int status, List<String> out, String err) {

        /** The value behind an option. */
        String after(String option) {
            return out.get(out.indexOf(option) + 1);
        }
    }

    @BeforeEach
    void unpack() throws IOException {
        home = temporary.resolve("a folder");
        spark = temporary.resolve("spark home");
        Files.createDirectories(home.resolve("scripts"));
        Files.createDirectories(home.resolve("jobs/target"));
        Files.copy(Path.of("../scripts/submit"), home.resolve("scripts/submit"));
        Files.writeString(home.resolve("jobs/target/cellineage-jobs-9-assembly.jar"), "jar");
        Path program = spark.resolve("bin/spark-submit");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 4\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Outcome submit(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", home + "/scripts/submit"));
        command.addAll(List.of(arguments));
        Path err = temporary.resolve("err");
        Path out = temporary.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(err.toFile()).redirectOutput(out.toFile());
        builder.environment().keySet().removeAll(List.of("SPARK_HOME", "HADOOP_CONF_DIR", "YARN_CONF_DIR"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readString(err, StandardCharsets.UTF_8));
    }

    private Outcome submit(String... arguments) throws Exception {
        return submit(Map.of("SPARK_HOME", spark.toString(), "HADOOP_CONF_DIR", "/etc/hadoop"), arguments);
    }

    /** Settings given with --conf. */
    private static Map<String, String> settings(Outcome outcome) {
        Map<String, String> settings = new TreeMap<>();
        for (int i = 0; i < outcome.out().size(); i++) {
            if (outcome.out().get(i).equals("--conf")) {
                String[] setting = outcome.out().get(i + 1).split("=", 2);
                settings.put(setting[0], setting[1]);
            }
        }
        return settings;
    }

    @Test
    void aStandaloneClusterIsAskedForCoresAndTheStatusComesBack() throws Exception {
        Outcome outcome = submit(
                "standalone",
                "--master",
                "spark://h:7077",
                "--executors",
                "8",
                "--cores",
                "6",
                "--conf",
                "a=b c",
                "run",
                "-i",
                "my plate",
                "--master",
                "x",
                "");
        assertThat(outcome.status()).isEqualTo(4);
        assertThat(outcome.after("--master")).isEqualTo("spark://h:7077");
        assertThat(outcome.after("--executor-cores")).isEqualTo("6");
        assertThat(outcome.after("--deploy-mode")).isEqualTo("client");
        assertThat(settings(outcome)).containsEntry("spark.cores.max", "48").containsEntry("a", "b c");
        assertThat(outcome.out())
                .endsWith(
                        "--class",
                        Cellineage.class.getName(),
                        home.toRealPath() + "/jobs/target/cellineage-jobs-9-assembly.jar",
                        "run",
                        "-i",
                        "my plate",
                        "--master",
                        "x",
                        "");
    }

    @Test
    void yarnAndKubernetesDoNotGiveUpBeforeAMovieIsLeftOut() throws Exception {
        Outcome yarn = submit("yarn", "--executors", "3", "--memory", "20g", "run");
        assertThat(yarn.after("--master")).isEqualTo("yarn");
        assertThat(settings(yarn)).containsEntry("spark.executor.instances", "3");
        assertThat(yarn.after("--executor-memory")).isEqualTo("20g");
        assertThat(settings(yarn))
                .containsEntry("spark.executor.maxNumFailures", "100")
                .containsEntry("spark.yarn.maxAppAttempts", "1")
                .containsEntry("spark.executor.memoryOverhead", "4g");

        // What a file of settings says is not covered by defaults.
        Path file = Files.writeString(temporary.resolve("own.conf"), "spark.executor.memory 40g");
        Outcome own = submit("yarn", "--properties", file.toString(), "--cores", "7", "run");
        assertThat(own.after("--properties-file")).isEqualTo(file.toString());
        assertThat(own.after("--executor-cores")).isEqualTo("7");
        assertThat(own.out()).doesNotContain("--executor-memory", "--driver-memory");
        assertThat(settings(own)).doesNotContainKeys("spark.executor.instances", "spark.executor.memoryOverhead");

        Outcome kubernetes = submit(
                "kubernetes", "--master", "k8s://https://h", "--image", "r/c:1", "--deploy-mode", "cluster", "run");
        assertThat(settings(kubernetes))
                .containsEntry("spark.executor.maxNumFailures", "100")
                .containsEntry("spark.kubernetes.container.image", "r/c:1")
                .containsEntry("spark.kubernetes.namespace", "default");
        assertThat(kubernetes.out()).endsWith("local:///opt/cellineage/cellineage.jar", "run");
        // The image has the jar just there.
        assertThat(Files.readString(Path.of("../docker/Dockerfile"))).contains(" /opt/cellineage/cellineage.jar\n");
    }

    @Test
    void wrongUseSaysWhatIsWrongAndNothingIsSubmitted() throws Exception {
        Map<String, String[]> wrong = new TreeMap<>();
        wrong.put("which command", new String[] {"standalone", "--master", "spark://h:7077"});
        wrong.put("no cluster", new String[] {"mesos", "run"});
        wrong.put("give --master spark://", new String[] {"standalone", "run"});
        wrong.put("give --image", new String[] {"kubernetes", "--master", "k8s://h", "run"});
        wrong.put("--cores four is no number", new String[] {"yarn", "--cores", "four", "run"});
        wrong.put("--memory needs a value", new String[] {"yarn", "--memory"});
        wrong.put("no option --gpus", new String[] {"yarn", "--gpus", "1", "run"});
        wrong.put("client or cluster", new String[] {"yarn", "--deploy-mode", "both", "run"});
        wrong.put("there is no file", new String[] {"yarn", "--properties", "/nowhere", "run"});
        for (Map.Entry<String, String[]> one : wrong.entrySet()) {
            Outcome outcome = submit(one.getValue());
            assertThat(outcome.err()).contains(one.getKey());
            assertThat(outcome.status()).isIn(1, 2);
            assertThat(outcome.out()).isEmpty();
        }
        assertThat(submit(Map.of("SPARK_HOME", spark.toString()), "yarn", "run").err())
                .contains("set HADOOP_CONF_DIR");
        assertThat(submit(Map.of("HADOOP_CONF_DIR", "x"), "yarn", "run").err()).contains("set SPARK_HOME");
        Outcome help = submit("--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).anyMatch(line -> line.contains("scripts/submit yarn"));
        Outcome dry = submit("yarn", "--dry-run", "run", "a b");
        assertThat(dry.status()).isZero();
        assertThat(dry.out().get(0)).endsWith("run a\\ b ");
    }
}
