package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that need no Spark, each in a Java process that lists the classes it loads. */
class NoSparkTest {

    private static final String SPARK = "org.apache.spark.";

    @TempDir
    Path temporary;

    private record Outcome(int status, List<String> classes, String out) {}

    private Outcome run(String... arguments) throws Exception {
        Path classes = temporary.resolve("classes.log");
        Path out = temporary.resolve("out");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + classes,
                "-cp",
                ClassPaths.own(),
                Cellineage.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Outcome(
                process.exitValue(), Files.readAllLines(classes), Files.readString(out, StandardCharsets.UTF_8));
    }

    private void loadsNone(int status, String text, String... arguments) throws Exception {
        Outcome outcome = run(arguments);
        assertThat(outcome.status()).as(outcome.out()).isEqualTo(status);
        assertThat(outcome.out()).contains(text);
        assertThat(outcome.classes()).anyMatch(line -> line.contains(Cellineage.class.getName()));
        assertThat(outcome.classes().stream().filter(line -> line.contains(SPARK)))
                .as("classes of Spark that %s loads", String.join(" ", arguments))
                .isEmpty();
    }

    @Test
    void helpVersionsSettingsAndWrongCommandLinesLoadNoSpark() throws Exception {
        loadsNone(0, "Start with:", "--help");
        loadsNone(0, "Spark 4.", "--version");
        loadsNone(0, "segmentation:", "config");
        loadsNone(0, "--lineage", "sql", "--help");
        loadsNone(1, "--output", "run", "--input", "somewhere");
        loadsNone(1, "frobnicate", "frobnicate");
    }

    @Test
    void checkLoadsNoSpark() throws Exception {
        Path plate = Files.createDirectories(temporary.resolve("plate"));
        try (TiffWriter writer = new TiffWriter(
                Files.newOutputStream(plate.resolve("B02_s1.tif")), 3, 64, TiffWriter.Compression.NONE, "")) {
            for (int frame = 0; frame < 3; frame++) {
                writer.write(Plane.of(8, 4, new short[32]));
            }
        }
        loadsNone(0, "\"well\" : \"B02\"", "check", "--input", plate.toString(), "--json");
        loadsNone(2, "user action required", "check", "--input", temporary + "/nowhere");
    }
}
