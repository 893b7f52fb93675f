package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.correct.CellRef;
import org.cellineage.correct.Correction;
import org.cellineage.correct.Edit;
import org.cellineage.format.MovieKey;
import org.cellineage.image.Plane;
import org.cellineage.jobs.correct.CorrectionLog;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plate of equal cells under uneven light: from its frames to a flat field, and to intensities that are equal again. */
class FlatFieldTest {

    private static final int WIDTH = 220;
    private static final int HEIGHT = 160;
    private static final int MOVIES = 6;
    private static final int FRAMES = 5;
    private static final int DARK = 100;
    private static final int CELL = 1600;

    @TempDir
    private static Path temp;

    private static Path plate;
    private static Path flat;

    @BeforeAll
    static void estimate() throws IOException {
        Job.spark("local[2]");
        plate = temp.resolve("P5");
        SplittableRandom random = new SplittableRandom(11);
        for (int movie = 0; movie < MOVIES; movie++) {
            movie(plate.resolve("A0%d_s1.tif".formatted(movie + 1)), WIDTH, random);
        }
        flat = temp.resolve("flat");
        Job.Result result =
                Job.run("flatfield", "-i", plate.toString(), "-o", flat.toString(), "--dark", Integer.toString(DARK));
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("30 of 30 frames read", "channel 0", "channel0.tif");
    }

    private static double gain(int y, int x) {
        return 1.2 - 1.1 * (Math.pow((y - 70.0) / WIDTH, 2) + Math.pow((x - 120.0) / WIDTH, 2));
    }

    /** Five frames, each with eight discs in a cell of a grid of their own. */
    private static void movie(Path file, int width, SplittableRandom random) throws IOException {
        Files.createDirectories(file.getParent());
        List<Plane> frames = new ArrayList<>();
        for (int t = 0; t < FRAMES; t++) {
            float[] light = new float[width * HEIGHT];
            Arrays.fill(light, 300);
            for (int disc = 0; disc < 8; disc++) {
                double cy = HEIGHT / 2 * (disc / 4) + 20 + 40 * random.nextDouble();
                double cx = width / 4 * (disc % 4) + 15 + 25 * random.nextDouble();
                for (int p = 0; p < light.length; p++) {
                    if (Math.hypot(p / width - cy, p % width - cx) < 9) {
                        light[p] = CELL;
                    }
                }
            }
            int[] seen = new int[light.length];
            for (int p = 0; p < seen.length; p++) {
                seen[p] = (int) Math.round(DARK + gain(p / width, p % width) * light[p] + 5 * random.nextGaussian());
            }
            frames.add(Plane.of(width, HEIGHT, seen));
        }
        Movies.stack(file, frames);
    }

    private static Job.Result run(Path input, Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", input.toString(), "-o", output.toString()));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    /** Largest over smallest mean intensity of a cell. */
    private static double unevenness(Path output) {
        List<Row> cells = Job.rows(output, "cells", "map_values(mean_intensity)[0]", "touches_border");
        double[] means = cells.stream()
                .filter(row -> !row.getBoolean(1))
                .mapToDouble(row -> row.getDouble(0))
                .toArray();
        assertThat(means.length).isBetween(MOVIES * FRAMES * 6, MOVIES * FRAMES * 8);
        return means[means.length - 1] / means[0];
    }

    @Test
    void cellsAreEquallyBrightWhereverTheyLie() throws IOException {
        Path even = temp.resolve("even");
        Path uneven = temp.resolve("uneven");
        assertThat(run(plate, uneven).code()).isZero();
        Job.Result run = run(plate, even, "--set", "measurement.flat_field=" + flat);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(unevenness(uneven)).isGreaterThan(1.25);
        assertThat(unevenness(even)).isLessThan(1.06);
        assertThat(hashes(uneven)).containsOnlyNulls();
        assertThat(hashes(even)).hasSize(MOVIES).doesNotContainNull();
        assertThat(hashes(even).stream().distinct()).hasSize(1);

        // The same images elsewhere change nothing; others do.
        Path moved = temp.resolve("moved");
        Files.move(flat, moved);
        try {
            assertThat(run(plate, even, "--set", "measurement.flat_field=" + moved)
                            .out())
                    .contains("6 movies are unchanged");
            Files.delete(moved.resolve("dark0.tif"));
            assertThat(run(plate, even, "--set", "measurement.flat_field=" + moved)
                            .out())
                    .doesNotContain("6 movies are unchanged");
            assertThat(unevenness(even)).isLessThan(1.12);
        } finally {
            Files.move(moved, flat);
        }
    }

    @Test
    void aCellThatAPersonCutsIsCorrectedToo() throws IOException {
        Path output = temp.resolve("cut");
        assertThat(run(plate, output, "--set", "measurement.flat_field=" + flat).code())
                .isZero();
        // The one that is lit least.
        Row cell = Job.rows(
                        output,
                        "cells",
                        "movie_id",
                        "frame",
                        "track_id",
                        "y_px",
                        "x_px",
                        "min_y_px",
                        "min_x_px",
                        "max_y_px",
                        "max_x_px",
                        "mask",
                        "map_values(mean_intensity)[0]",
                        "well",
                        "run_id")
                .stream()
                .min(Comparator.comparingDouble(row -> gain((int) row.getDouble(3), (int) row.getDouble(4))))
                .orElseThrow();
        MovieKey movie = new MovieKey("P5", cell.getString(11), "1");
        double y = cell.getDouble(3);
        double x = cell.getDouble(4);
        CellRef ref = new CellRef(
                cell.getInt(1),
                cell.getInt(2),
                y,
                x,
                new BoundingBox(cell.getInt(5), cell.getInt(6), cell.getInt(7), cell.getInt(8)),
                RunLengthMask.ofBytes(cell.<byte[]>getAs(9)));
        Edit cut = new Edit.SplitByLine(ref, new Edit.Point(y + 0.25, x - 50), new Edit.Point(y + 0.25, x + 50));
        CorrectionLog log = new CorrectionLog(
                OutputFolder.open(SparkSessions.open("test").sparkContext().hadoopConfiguration(), output.toString()));
        log.append(movie, 0, List.of(new Correction(movie, "anna", Instant.now(), "", cell.getString(12), cut)));

        Path moved = temp.resolve("elsewhere");
        Files.move(flat, moved);
        Job.Result without;
        try {
            without = Job.run("correct", "--lineage", output.toString());
        } finally {
            Files.move(moved, flat);
        }
        assertThat(without.code()).isNotZero();
        assertThat(without.out() + without.err()).contains(flat.toString());

        Job.Result corrected = Job.run("correct", "--lineage", output.toString(), "--force");
        assertThat(corrected.code()).as(corrected.out() + corrected.err()).isZero();
        List<Row> parts =
                Job.rows(output, "cells", "map_values(mean_intensity)[0]", "coalesce(corrected, false)").stream()
                        .filter(row -> row.getBoolean(1))
                        .toList();
        assertThat(parts).hasSize(2);
        double whole = cell.getDouble(10);
        assertThat(parts).allSatisfy(part -> assertThat(part.getDouble(0)).isBetween(0.96 * whole, 1.04 * whole));
        assertThat(gain((int) y, (int) x)).as("as the camera saw it").isLessThan(0.9);
    }

    private static List<String> hashes(Path output) {
        return Job.rows(output, "movies", "movie_id", "flat_field_hash").stream()
                .map(row -> row.getString(1))
                .toList();
    }

    @Test
    void aMovieOfAnotherSizeIsAFailureAndTheOthersRun() throws IOException {
        Path mixed = temp.resolve("P6");
        SplittableRandom random = new SplittableRandom(12);
        movie(mixed.resolve("B01_s1.tif"), WIDTH, random);
        movie(mixed.resolve("B02_s1.tif"), WIDTH - 20, random);
        Path output = temp.resolve("mixed");
        Job.Result run = run(mixed, output, "--set", "measurement.flat_field=" + flat);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(4);
        assertThat(run.out() + run.err()).contains("200 x 160", "220 x 160", "measurement.flat_field");
        assertThat(Job.rows(output, "movies", "status"))
                .extracting(row -> row.getString(0))
                .containsExactly("failed", "ok");
    }

    @Test
    void aFolderWithoutImagesIsFoundBeforeAnythingIsDone() throws IOException {
        Path empty = Files.createDirectories(temp.resolve("empty"));
        Job.Result run = run(plate, temp.resolve("none"), "--set", "measurement.flat_field=" + empty);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("channel0.tif", "cellineage flatfield");
    }
}
