package org.cellineage.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.Cellineage;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Cellineage.run(arguments, new PrintWriter(out), new PrintWriter(err));
    }

    @AfterAll
    static void stopSpark() {
        SparkSession.getDefaultSession().foreach(session -> {
            session.stop();
            return null;
        });
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    contents.put(
                            root.relativize(file).toString(),
                            Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return contents;
    }

    @Test
    void writesWhatTheSimulatorWritesAndNothingElse() throws IOException {
        int status = run(
                "simulate",
                "--output",
                folder + "/some plates",
                "--plate",
                "P1",
                "--wells",
                "2",
                "--sites",
                "2",
                "--seed",
                "9",
                "--frames",
                "2",
                "--set",
                "width_px=64",
                "--set",
                "height_px=48",
                "--set",
                "cells=4");
        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        Path plate = folder.resolve("some plates/P1");
        assertThat(out.toString()).contains("4 movies of 2 frames").contains(plate.toString());

        List<String> settings = List.of("width_px=64", "height_px=48", "frames=2", "cells=4");
        SimulationOptions options = ConfigurationLoader.load(SimulationOptions.DEFAULTS, "", "", settings);
        PlateSimulator simulator = new PlateSimulator(options, 9, 2, 2, true);
        Path direct = folder.resolve("direct");
        for (int movie = 0; movie < simulator.movies(); movie++) {
            simulator.write(
                    movie,
                    path -> {
                        Files.createDirectories(direct.resolve(path).getParent());
                        return Files.newOutputStream(direct.resolve(path));
                    },
                    () -> {});
        }
        Files.writeString(direct.resolve("simulation.json"), ConfigurationLoader.effectiveJson(options));
        assertThat(contents(plate)).isEqualTo(contents(direct)).hasSize(4 * (3 * 2 + 2) + 1);
    }
}
