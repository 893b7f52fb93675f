package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with the input: the exit code, the failures row, and the movies that are right. */
class BadInputTest {

    @TempDir
    private Path temp;

    private Path input;
    private Path output;

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    @BeforeEach
    void makeFolders() throws IOException {
        input = Files.createDirectories(temp.resolve("plate"));
        output = temp.resolve("lineages");
    }

    private Job.Result run(String... more) {
        return runOf(input.toString(), more);
    }

    private Job.Result runOf(String from, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--input", from, "--output", output.toString()));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    /** The single failures row; its cause and remedy are sentences. */
    private Row failure() {
        List<Row> failures = Job.failures(output);
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).getString(3)).endsWith(".").contains(" ");
        assertThat(failures.get(0).getString(4)).endsWith(".").contains(" ");
        return failures.get(0);
    }

    private List<Row> movies() {
        return Job.rows(output, "movies", "movie_id", "status", "tracks", "cells", "frames_failed");
    }

    @Test
    void anEmptyFolder() {
        Job.Result result = run();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("empty").contains(input.toString()).contains("fix ");
        assertThat(failure().getString(3)).contains("empty");
    }

    @Test
    void noSuchPath() {
        Job.Result result = Job.run("run", "-i", temp.resolve("nowhere").toString(), "-o", output.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("no such file or folder");
        assertThat(failure().getString(5)).endsWith("nowhere");
    }

    @Test
    void noSuchBucketConnector() {
        Job.Result result = Job.run("run", "-i", "nosuch://bucket/plate", "-o", output.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("No connector for 'nosuch://'").contains("--jars");
        assertThat(failure().isNullAt(0)).isTrue();
    }

    @Test
    void anUnreadableFileStopsNoOther() {
        Movies.stack(input.resolve("B02_s1.tif"), 1);
        Movies.stack(input.resolve("denied_B03_s1.tif"), 2);
        Job.Result result = runOf("faulty:" + input);
        assertThat(result.code()).as(result.err()).isEqualTo(4);
        assertThat(failure().getString(3)).contains("Permission denied");
        assertThat(failure().getString(0)).isEqualTo("plate/B03/1");
        assertThat(movies()).extracting(r -> r.getString(1)).containsExactly("ok", "failed");
    }

    @Test
    void aTruncatedStackAndATextFileAmongGoodOnes() throws IOException {
        Movies.stack(input.resolve("B02_s1.tif"), 1);
        Movies.stack(input.resolve("B03_s1.tif"), 2);
        byte[] whole = Files.readAllBytes(input.resolve("B03_s1.tif"));
        Files.write(input.resolve("B03_s1.tif"), Arrays.copyOf(whole, whole.length * 2 / 3));
        Files.writeString(input.resolve("B04_s1.tif"), "well,site\nB02,1\n");
        Job.Result result = run();
        assertThat(result.code()).isEqualTo(4);
        List<Row> failures = Job.failures(output);
        assertThat(failures).extracting(r -> r.getString(0)).containsExactly("plate/B03/1", "plate/B04/1");
        assertThat(failures.get(0).getString(3)).contains("cut off");
        assertThat(failures.get(1).getString(3)).contains("not a TIFF");
        assertThat(result.out()).contains("2 failures").contains("plate/B03/1");
        assertThat(Job.rows(output, "tracks", "movie_id"))
                .isNotEmpty()
                .allMatch(r -> r.getString(0).equals("plate/B02/1"));
    }

    @Test
    void aLyingHeader() throws IOException {
        Path file = input.resolve("B02_s1.tif");
        Movies.stack(file, List.of(Movies.blank(4, 4)));
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer patch = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int directory = patch.getInt(4);
        patch.putInt(directory + 2 + 8, 65_536);
        patch.putInt(directory + 2 + 12 + 8, 65_536);
        Files.write(file, bytes);
        assertThat(bytes.length).isLessThan(250);
        assertThat(run().code()).isEqualTo(2);
        assertThat(failure().getString(3)).contains("65536 x 65536");
    }

    @Test
    void zeroFrames() throws IOException {
        Files.write(input.resolve("B02_s1.tif"), new byte[] {'I', 'I', 42, 0, 0, 0, 0, 0});
        Movies.stack(input.resolve("B03_s1.tif"), 1);
        assertThat(run().code()).isEqualTo(4);
        assertThat(failure().getString(3)).contains("no page");
    }

    @Test
    void oneFrameIsAMovie() {
        Movies.stack(input.resolve("B02_s1.tif"), List.of(square(96, 80, 20)));
        assertThat(run().code()).isZero();
        assertThat(Job.failures(output)).isEmpty();
        assertThat(Job.rows(output, "tracks", "track_id", "length_frames", "origin", "fate"))
                .extracting(Row::toString)
                .containsExactly("[1,1,start,end]");
    }

    /** A bright square on a noisy background. */
    private static Plane square(int width, int height, int at) {
        short[] samples = new short[width * height];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = (short) (200 + p * 7919 % 13);
        }
        for (int y = at; y < at + 18; y++) {
            for (int x = at; x < at + 18; x++) {
                samples[y * width + x] = 2000;
            }
        }
        return Plane.of(width, height, samples);
    }

    private static Plane empty(int width, int height) {
        short[] samples = new short[width * height];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = (short) (200 + p * 7919 % 13);
        }
        return Plane.of(width, height, samples);
    }

    @Test
    void framesWithoutCells() {
        Plane full = square(96, 80, 20);
        Plane none = empty(96, 80);
        Movies.stack(input.resolve("B02_s1.tif"), List.of(none, full, full, full));
        Movies.stack(input.resolve("B03_s1.tif"), List.of(full, full, none, full));
        Movies.stack(input.resolve("B04_s1.tif"), List.of(none, none, none, none));
        assertThat(run().code()).isZero();
        assertThat(Job.failures(output)).isEmpty();
        assertThat(movies())
                .extracting(r -> r.getInt(2) + " tracks, " + r.getLong(3) + " cells")
                .containsExactly("1 tracks, 3 cells", "1 tracks, 3 cells", "0 tracks, 0 cells");
        assertThat(Job.rows(output, "tracks", "movie_id", "first_frame", "last_frame", "gap_frames"))
                .extracting(Row::toString)
                .containsExactly("[plate/B02/1,1,3,0]", "[plate/B03/1,0,3,1]");
    }

    @Test
    void aMissingFrameADuplicateAndOneOfAnotherSize() throws IOException {
        Movies.plate(input, 3, 1);
        Files.delete(input.resolve("A01_s1/t003.tif"));
        Files.copy(input.resolve("A02_s1/t001.tif"), input.resolve("A02_s1/t0001.tif"));
        Movies.stack(input.resolve("A03_s1/t004.tif"), List.of(Movies.blank(50, 40)));
        assertThat(run().code()).isEqualTo(4);
        assertThat(Job.failures(output))
                .extracting(r -> r.getString(0) + " " + r.get(1))
                .containsExactly("plate/A01/1 3", "plate/A02/1 null", "plate/A03/1 4");
        assertThat(Job.failures(output))
                .extracting(r -> r.getString(3))
                .satisfiesExactly(
                        cause -> assertThat(cause).contains("missing"),
                        cause -> assertThat(cause).contains("twice"),
                        cause -> assertThat(cause).contains("50 x 40").contains("96 x 80"));
        assertThat(movies())
                .extracting(r -> r.getString(0) + " " + r.getString(1))
                .containsExactly("plate/A01/1 partial", "plate/A02/1 failed", "plate/A03/1 partial");
    }

    @Test
    void labelsThatDoNotMatchTheImages() throws IOException {
        Movies.plate(input, 2, 1);
        for (int t = 0; t < 8; t++) {
            Movies.stack(input.resolve("A02_s1_GT/TRA/man_track00" + t + ".tif"), List.of(Movies.blank(90, 80)));
        }
        assertThat(run("--labels", input.toString()).code()).isEqualTo(4);
        assertThat(failure().getString(0)).isEqualTo("plate/A02/1");
        assertThat(failure().getString(3))
                .contains("8 of 8")
                .contains("90 x 80")
                .contains("96 x 80");
    }

    @Test
    void labelsForNoMovie() {
        Movies.plate(input, 1, 2);
        Path labels = Movies.plate(temp.resolve("other"), 1, 1);
        assertThat(run("--labels", labels.toString()).code()).isEqualTo(4);
        assertThat(failure().getString(0)).isEqualTo("plate/A01/2");
        assertThat(failure().getString(3)).contains("no labels");
    }

    @Test
    void aFileThatBreaksWhileItIsRead() throws IOException {
        Movies.plate(input, 1, 1);
        Files.move(input.resolve("A01_s1"), input.resolve("frames"));
        try (var files = Files.list(input.resolve("frames"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                String number = name.substring(1, 4);
                Files.move(file, file.resolveSibling((number.equals("005") ? "broken" : "img") + number + ".tif"));
            }
        }
        // The names differ, so a pattern says what belongs together.
        String frames = "faulty:" + input.resolve("frames");
        String layout = "pattern:*{frame}.tif";
        assertThat(runOf(frames, "--layout", layout).code()).isEqualTo(4);
        assertThat(failure().getString(3)).contains("Connection reset");
        assertThat(failure().getInt(1)).isEqualTo(5);
        assertThat(Job.rows(output, "failures", "passing").get(0).getBoolean(0)).isTrue();
        // Nothing has changed but the network: the same command tries again.
        FaultyFileSystem.passed = true;
        try {
            Job.Result again = runOf(frames, "--layout", layout);
            assertThat(again.code()).as(again.out() + again.err()).isZero();
            assertThat(again.out()).contains("1 movies");
            assertThat(Job.failures(output)).isEmpty();
            assertThat(runOf(frames, "--layout", layout).out()).contains("1 movies are unchanged");
        } finally {
            FaultyFileSystem.passed = false;
        }
    }

    @Test
    void zipSlipAndAZipBomb() throws IOException {
        Path slip = temp.resolve("zips/slip.zip");
        Path bomb = temp.resolve("zips/bomb.zip");
        Path good = temp.resolve("zips/good.zip");
        Path movie = temp.resolve("B02_s1.tif");
        Movies.stack(movie, 1);
        zip(slip, "../../B02_s1.tif", Files.readAllBytes(movie));
        zip(good, "good/B02_s1.tif", Files.readAllBytes(movie));
        try (OutputStream out = Movies.create(bomb);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("B02_s1.tif"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }
        assertThat(Files.size(bomb)).isLessThan(1 << 20);
        Job.Result result = runOf(temp.resolve("zips").toString());
        assertThat(result.code()).isEqualTo(4);
        assertThat(Job.failures(output))
                .extracting(r -> r.getString(3))
                .satisfiesExactly(
                        cause -> assertThat(cause).contains("zip bomb"),
                        cause -> assertThat(cause).contains("points outside"));
        assertThat(movies())
                .filteredOn(r -> r.getString(1).equals("ok"))
                .extracting(r -> r.getString(0))
                .containsExactly("good/B02/1");
        assertThat(temp.resolve("B02_s1.tif.unpacked")).doesNotExist();
    }

    private static void zip(Path file, String member, byte[] bytes) throws IOException {
        try (OutputStream out = Movies.create(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(member));
            zip.write(bytes);
            zip.closeEntry();
        }
    }

    @Test
    void anUnknownKeyAndABadValue() {
        Movies.stack(input.resolve("B02_s1.tif"), 1);
        Job.Result unknown = run("--set", "tracking.max_gap_frame=3");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("tracking.max_gap_frame").contains("max_gap_frames");
        Job.Result bad = run("--set", "tracking.max_gap_frames=-3");
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("max_gap_frames").contains("-3");
        Job.Result wrongType = run("--set", "link.max_candidates=many");
        assertThat(wrongType.code()).isEqualTo(2);
        assertThat(wrongType.err()).contains("link.max_candidates");
    }

    @Test
    void anOutputThatCannotBeWritten() throws IOException {
        Movies.stack(input.resolve("B02_s1.tif"), 1);
        Path file = Files.writeString(temp.resolve("file"), "");
        Job.Result result =
                Job.run("run", "-i", input.toString(), "-o", file.resolve("out").toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("cannot be written");
    }

    @Test
    void wrongCommandLines() {
        assertThat(Job.run("run", "--input").code()).isEqualTo(1);
        assertThat(Job.run("rum").code()).isEqualTo(1);
        assertThat(Job.run("rum").err()).contains("run");
        assertThat(Job.run("run", "-i", "x", "-o", "y", "--labels", "a", "--tracks", "b")
                        .code())
                .isEqualTo(1);
        assertThat(Job.run("run", "--help").code()).isZero();
        assertThat(Job.run("run", "--help").out()).contains("Examples").contains("--labels");
        assertThat(Job.run("--version").out()).contains("Cellineage 0.").contains("Spark 4.");
    }

    @Test
    void tenMoviesThreeOfThemBad() throws IOException {
        for (int i = 1; i <= 10; i++) {
            Movies.stack(input.resolve(String.format("B%02d_s1.tif", i)), i);
        }
        Files.writeString(input.resolve("B02_s1.tif"), "no image");
        byte[] whole = Files.readAllBytes(input.resolve("B05_s1.tif"));
        Files.write(input.resolve("B05_s1.tif"), Arrays.copyOf(whole, 1000));
        Movies.stack(
                input.resolve("B07_s1.tif"), List.of(Movies.blank(96, 80), Movies.blank(80, 96), Movies.blank(96, 80)));
        Job.Result result = run();
        assertThat(result.code()).isEqualTo(4);
        assertThat(Job.failures(output))
                .extracting(r -> r.getString(0))
                .containsExactly("plate/B02/1", "plate/B05/1", "plate/B07/1");
        assertThat(Collections.frequency(
                        movies().stream().map(r -> r.getString(1)).toList(), "ok"))
                .isEqualTo(7);
        assertThat(Job.rows(output, "tracks", "movie_id").stream()
                        .map(r -> r.getString(0))
                        .distinct())
                .hasSize(7);
    }
}
