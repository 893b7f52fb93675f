package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A temporary folder on a small file system of its own. */
class FullTemporaryFolderTest {

    private static final int SIDE = 1_500;

    @TempDir
    private Path temp;

    private Path small;
    private Path plate;

    @BeforeEach
    void makePlate() throws Exception {
        assumeTrue(ChildRun.canMount(), "this system lets no test mount a file system of its own");
        small = Files.createDirectories(temp.resolve("small"));
        plate = Files.createDirectories(temp.resolve("P7"));
        Movies.stack(plate.resolve("A01_s1.tif"), 1);
    }

    private int run(int megabytes, String output, Path log) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", plate.toString(), "-o", output));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        Map<String, String> settings = Map.of("spark.ui.enabled", "false", "spark.local.dir", temp.toString());
        try (ChildRun child = ChildRun.startInTemporaryFolder(log, small, megabytes, settings, arguments)) {
            return child.exitCode();
        }
    }

    @Test
    void oneThatHasNoRoomAtAllStopsTheRunBeforeItsWork() throws Exception {
        Path log = temp.resolve("log");
        Path output = temp.resolve("lineages");
        assertThat(run(1, output.toString(), log)).as(Files.readString(log)).isEqualTo(2);
        assertThat(Files.readString(log)).contains("it is full", "TMPDIR=FOLDER", small.toString());
        assertThat(output).doesNotExist();
    }

    /** The archive's members are unpacked into the folder as they are read. */
    @Test
    void anArchiveForWhichThereIsNoRoomStopsNoOther() throws Exception {
        Random random = new Random(5);
        List<Plane> noise = new ArrayList<>();
        for (int frame = 0; frame < 6; frame++) {
            short[] pixels = new short[SIDE * SIDE];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (short) random.nextInt();
            }
            noise.add(Plane.of(SIDE, SIDE, pixels));
        }
        Path stack = temp.resolve("A02_s1.tif");
        Movies.stack(stack, noise);
        zip(stack, plate.resolve("A02.zip"));
        Path log = temp.resolve("log");
        Path output = temp.resolve("lineages");
        assertThat(run(20, output.toString(), log)).as(Files.readString(log)).isEqualTo(4);
        Job.spark("local[2]");
        assertThat(Job.rows(output, "movies", "movie_id", "status"))
                .filteredOn(movie -> movie.getString(1).equals("ok"))
                .hasSize(1);
        List<Row> failures = Job.failures(output);
        assertThat(failures).isNotEmpty();
        assertThat(failures).allSatisfy(failure -> {
            assertThat(failure.getString(3)).contains("temporary folder", "No space left");
            assertThat(failure.getString(4)).contains("TMPDIR");
        });
    }

    private static void zip(Path file, Path archive) throws IOException {
        try (OutputStream out = Movies.create(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
            Files.copy(file, zip);
            zip.closeEntry();
        }
    }
}
