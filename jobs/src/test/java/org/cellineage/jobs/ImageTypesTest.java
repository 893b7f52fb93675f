package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Movies of several types in one run: each is found out and gets its model, and one that shows none of them stops, with the
 * bundled networks.
 */
class ImageTypesTest {

    @TempDir
    private static Path temp;

    private static Path output;

    private static Job.Result mixed;

    @BeforeAll
    static void runAllTypesTogether() throws IOException {
        Job.spark("local[2]");
        simulate("nuclei", "nucleus", 1);
        simulate("phase", "phase", 1);
        simulate("reporter", "cytoplasm", 2);
        empty(temp.resolve("plates/empty/A01_s1.tif"));
        output = temp.resolve("out");
        mixed = Job.run(
                "run",
                "-i",
                temp.resolve("plates/nuclei").toString(),
                temp.resolve("plates/phase").toString(),
                temp.resolve("plates/reporter").toString(),
                temp.resolve("plates/empty").toString(),
                "-o",
                output.toString());
    }

    private static void simulate(String plate, String type, int channels) {
        Job.Result result = Job.run(
                "simulate",
                "-o",
                temp.resolve("plates").toString(),
                "--plate",
                plate,
                "--type",
                type,
                "--seed",
                "5",
                "--frames",
                "3",
                "--cells",
                "14",
                "--set",
                "width_px=320",
                "--set",
                "height_px=320",
                "--set",
                "channels=" + channels);
        assertThat(result.code()).as(result.err()).isZero();
    }

    /** Frames of nothing but the noise of a camera. */
    private static void empty(Path file) {
        Random random = new Random(4);
        List<Plane> frames = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            int[] values = new int[200 * 200];
            for (int p = 0; p < values.length; p++) {
                values[p] = (int) (300 + 8 * random.nextGaussian());
            }
            frames.add(Plane.of(200, 200, values));
        }
        try {
            Files.createDirectories(file.getParent());
            Movies.stack(file, frames);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Row> movies() {
        Map<String, Row> movies = new HashMap<>();
        Job.rows(
                        output,
                        "movies",
                        "plate",
                        "status",
                        "segmentation_model",
                        "segmented_channel",
                        "channel_types",
                        "whole_cell_model",
                        "whole_cell_channel",
                        "model_hash",
                        "cells")
                .forEach(row -> movies.put(row.getString(0), row));
        return movies;
    }

    @Test
    void everyMovieGetsTheModelForWhatItShows() {
        assertThat(mixed.code()).as(mixed.out() + mixed.err()).isEqualTo(4);
        Map<String, Row> movies = movies();
        assertThat(movies.get("nuclei").getString(2)).isEqualTo("nuclear");
        assertThat(movies.get("phase").getString(2)).isEqualTo("phase");
        assertThat(movies.get("reporter").getString(2)).isEqualTo("nuclear");
        assertThat(movies.get("reporter").getString(5)).isEqualTo("cytoplasm");
        assertThat(movies.get("nuclei").getList(4)).asList().containsExactly("nucleus");
        assertThat(movies.get("phase").getList(4)).asList().containsExactly("phase");
        assertThat(movies.get("reporter").getList(4)).asList().containsExactly("nucleus", "cytoplasm");
        assertThat(movies.get("nuclei").getString(7))
                .isEqualTo(movies.get("reporter").getString(7))
                .isNotEqualTo(movies.get("phase").getString(7));
        for (String plate : List.of("nuclei", "phase", "reporter")) {
            assertThat(movies.get(plate).getString(1)).isEqualTo("ok");
            assertThat(movies.get(plate).getLong(8)).as(plate).isGreaterThan(15);
        }
    }

    @Test
    void aMovieThatShowsNoneOfTheTypesStopsAndSaysHowToChoose() {
        assertThat(movies().get("empty").getString(1)).isEqualTo("failed");
        assertThat(Job.failures(output)).singleElement().satisfies(failure -> {
            assertThat(failure.getString(0)).startsWith("empty/");
            assertThat(failure.isNullAt(1)).as("of the movie, not of a frame").isTrue();
            assertThat(failure.getString(3)).contains("No channel certainly shows cells");
            assertThat(failure.getString(4)).contains("--channel");
        });
    }

    @Test
    void aNucleusLiesInItsCellAndItsRingToo() {
        List<Row> cells = new ArrayList<>(Job.rows(
                output,
                "cells",
                "plate",
                "area_px",
                "whole_cell_area_px",
                "ring_ratio['channel1']",
                "mean_intensity['channel1'] > background_intensity['channel1']",
                "y_px between whole_cell_min_y_px and whole_cell_max_y_px"));
        cells.removeIf(row -> !row.getString(0).equals("reporter"));
        assertThat(cells).hasSizeGreaterThan(15);
        List<Row> whole = cells.stream().filter(row -> !row.isNullAt(2)).toList();
        assertThat(whole).hasSizeGreaterThan(cells.size() / 2);
        assertThat(whole).allSatisfy(row -> {
            assertThat(row.getInt(2)).isGreaterThanOrEqualTo(row.getInt(1));
            assertThat(row.getBoolean(4)).isTrue();
            assertThat(row.getBoolean(5)).isTrue();
        });
    }

    @Test
    void typesCanBeSaidInstead() {
        Path said = temp.resolve("said");
        Job.Result result = Job.run(
                "run",
                "-i",
                temp.resolve("plates/reporter").toString(),
                "-o",
                said.toString(),
                "--channel",
                "cytoplasm=1",
                "--diameter",
                "45px");
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        Row movie = Job.rows(
                        said,
                        "movies",
                        "segmentation_model",
                        "segmented_channel",
                        "channel_types",
                        "channel_type_probabilities[1]",
                        "whole_cell_model")
                .get(0);
        assertThat(movie.getString(0)).isEqualTo("cytoplasm");
        assertThat(movie.getInt(1)).isEqualTo(1);
        assertThat(movie.getList(2)).asList().containsExactly("none", "cytoplasm");
        assertThat(movie.isNullAt(3)).as("it was not found").isTrue();
        assertThat(movie.isNullAt(4)).isTrue();
    }

    @Test
    void checkTellsTheTypesWithoutARun() {
        Job.Result result = Job.run(
                "check", "--find-type", "-i", temp.resolve("plates/phase").toString());
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).containsPattern("channel0: phase \\(0\\.[89]\\d\\)|channel0: phase \\(1\\.00\\)");
        assertThat(result.out()).contains("cells in channel 0 by phase");
    }
}
