package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.cellineage.jobs.command.base.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/airflow} against stand-ins that have the signatures of Airflow 2 and 3. */
class AirflowDagTest {

    private static final Path DAG =
            Path.of("../scripts/airflow/cellineage_dag.py").toAbsolutePath();

    @TempDir
    private static Path temporary;

    private record Outcome(int status, String out, String err) {}

    @BeforeAll
    static void needsPython() {
        assumeTrue(hasPython(), "python3 is not installed: the DAG of scripts/airflow is not checked");
    }

    private static boolean hasPython() {
        try {
            return python("-c", "import sys; assert sys.version_info >= (3, 9)").status() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Outcome python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment()
                .put("PYTHONPYCACHEPREFIX", temporary.resolve("cache").toString());
        builder.environment().put("PLATES", temporary.resolve("plates").toString());
        builder.environment().put("CELLINEAGE_SPARK_CONF", "{\"spark.executor.memory\": \"8g\"}");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void itCompiles() throws Exception {
        Outcome outcome = python("-m", "py_compile", DAG.toString());
        assertThat(outcome.status()).as(outcome.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3"})
    void itMapsOneTaskAPlateAndKnowsTheExitCodes(String version) throws Exception {
        for (String plate : List.of("P8", "P7")) {
            Files.createDirectories(temporary.resolve("plates").resolve(plate));
        }
        Files.writeString(temporary.resolve("plates/notes.txt"), "");
        Outcome outcome = python("src/test/resources/airflow/check_dag.py", DAG.toString(), version);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        JsonNode said = new ObjectMapper().readTree(outcome.out());

        assertThat(said.get("java_class").asText()).isEqualTo(Cellineage.class.getName());
        assertThat(said.get("mapped").asText()).isEqualTo("application_args");
        assertThat(said.get("catchup").asBoolean()).isFalse();
        assertThat(said.get("max_active_runs").asInt()).isEqualTo(1);
        assertThat(said.get("conf").get("spark.executor.memory").asText()).isEqualTo("8g");

        assertThat(lines(said.get("all")))
                .containsExactly(
                        List.of("run", "--input", temporary + "/plates/P7", "--output", "out", "--layout", "auto"),
                        List.of("run", "--input", temporary + "/plates/P8", "--output", "out", "--layout", "auto"));
        List<List<String>> some = lines(said.get("some"));
        assertThat(some).hasSize(2);
        assertThat(some.get(0))
                .containsSequence("--input", "s3a://b/P7")
                .containsSequence("--set", "tracking.max_gap_frames=1")
                .containsSequence("--only", "P7/A01")
                .contains("--force", "--retry-failed");
        assertThat(said.get("no_output").asText()).contains("'output'");
        assertThat(said.get("no_input").asText()).contains("'input'");
        // Options that the command line knows: it fails over what it cannot read, not over its arguments.
        List<String> arguments = new ArrayList<>(some.get(0));
        arguments.set(
                arguments.indexOf("s3a://b/P7"), temporary.resolve("nothing").toString());
        assertThat(Job.run(arguments.toArray(new String[0])).code()).isNotEqualTo(ExitCode.USAGE.code());

        Map<String, String> outcomes = new TreeMap<>();
        said.get("outcomes")
                .properties()
                .forEach(one -> outcomes.put(one.getKey(), one.getValue().asText()));
        assertThat(outcomes)
                .containsEntry("0", "success")
                .containsEntry(ExitCode.SOME_FAILED.code() + "", "success")
                .containsEntry(ExitCode.USER_ACTION_REQUIRED.code() + "", "AirflowFailException")
                .containsEntry(ExitCode.INTERNAL_ERROR.code() + "", "AirflowException")
                .containsEntry("137", "AirflowException")
                .containsEntry("kubernetes 4", "success")
                .containsEntry("kubernetes 2", "AirflowFailException")
                .containsEntry("other", "AirflowException");
    }

    private static List<List<String>> lines(JsonNode node) {
        List<List<String>> lines = new ArrayList<>();
        for (JsonNode line : node) {
            List<String> words = new ArrayList<>();
            line.forEach(word -> words.add(word.asText()));
            lines.add(words);
        }
        return lines;
    }
}
