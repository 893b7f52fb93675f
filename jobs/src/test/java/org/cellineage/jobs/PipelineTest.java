package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.cellineage.format.LocalSeekableBytes;
import org.cellineage.format.tiff.TiffFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs: what they publish, again and again, and what comes back out of the tables. */
@ExtendWith(ListedOnExecutors.class)
class PipelineTest {

    @TempDir
    private Path temp;

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    private static void succeed(String... arguments) {
        Job.Result result = Job.run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }

    @Test
    void tablesDoNotDependOnCoresOrPartitions() {
        Path plate = Movies.plate(temp.resolve("plate"), 2, 1);
        Map<String, List<String>> first = null;
        try {
            for (String master : List.of("local[1]", "local[2]")) {
                Job.spark(master);
                for (int partitions : new int[] {1, 7}) {
                    Path output = temp.resolve("out-" + master.charAt(6) + "-" + partitions);
                    succeed(
                            "run",
                            "-i",
                            plate.toString(),
                            "-o",
                            output.toString(),
                            "--set",
                            "execution.segment_partitions=" + partitions,
                            "--set",
                            "execution.track_partitions=" + partitions);
                    Map<String, List<String>> contents = Job.contents(output);
                    contents.get("movies").replaceAll(line -> line.replaceAll("config_hash=\\S+", ""));
                    if (first == null) {
                        first = contents;
                        assertThat(first.get("cells")).hasSizeGreaterThan(40);
                        assertThat(first.get("movies")).hasSize(2);
                    } else {
                        assertThat(contents).isEqualTo(first);
                    }
                }
            }
        } finally {
            Job.spark("local[2]");
        }
    }

    @Test
    void ctcToTablesToCtcIsExact() throws IOException {
        Path plate = Movies.plate(temp.resolve("plate"), 2, 1);
        Path output = temp.resolve("out");
        succeed("run", "-i", plate.toString(), "--tracks", plate.toString(), "-o", output.toString());
        succeed(
                "export",
                "--lineage",
                output.toString(),
                "--format",
                "ctc",
                "-o",
                temp.resolve("ctc").toString());
        for (String movie : List.of("A01_s1", "A02_s1")) {
            Path truth = plate.resolve(movie + "_GT/TRA");
            Path result = temp.resolve("ctc/plate/" + movie + "_RES");
            assertThat(Files.readString(result.resolve("res_track.txt")))
                    .isEqualTo(Files.readString(truth.resolve("man_track.txt")))
                    .isNotEmpty();
            for (int t = 0; t < 8; t++) {
                assertThat(pixels(result.resolve("mask00" + t + ".tif")))
                        .isEqualTo(pixels(truth.resolve("man_track00" + t + ".tif")));
            }
        }
        Job.Result perfect = Job.run(
                "evaluate",
                "--truth",
                plate.toString(),
                "--lineage",
                temp.resolve("ctc/plate").toString());
        assertThat(perfect.code()).as(perfect.err()).isZero();
        assertThat(perfect.out()
                        .lines()
                        .filter(l -> l.startsWith("mean"))
                        .findFirst()
                        .orElseThrow())
                .matches("mean +1\\.000000 1\\.000000 1\\.000000 1\\.000000 1\\.000000 1\\.000000 .*");
    }

    private static int[] pixels(Path file) throws IOException {
        try (TiffFile tiff = TiffFile.open(new LocalSeekableBytes(file), file.toString())) {
            return tiff.read(0).toInts();
        }
    }

    @Test
    void trkToTablesToTrkIsExact() throws IOException {
        Path plate = Movies.plate(temp.resolve("plate"), 1, 2);
        Path output = temp.resolve("out");
        succeed("run", "-i", plate.toString(), "--tracks", plate.toString(), "-o", output.toString());
        for (String format : List.of("trk", "trks")) {
            Path first = temp.resolve(format + "1");
            Path second = temp.resolve(format + "2");
            Path again = temp.resolve("again-" + format);
            succeed("export", "--lineage", output.toString(), "--format", format, "-o", first.toString());
            succeed("run", "-i", first.toString(), "--tracks", first.toString(), "-o", again.toString());
            succeed("export", "--lineage", again.toString(), "--format", format, "-o", second.toString());
            List<byte[]> before = files(first);
            List<byte[]> after = files(second);
            assertThat(before).hasSize(format.equals("trk") ? 2 : 1);
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
    }

    private static List<byte[]> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(f -> f.toString().contains(".trk")
                            && !f.getFileName().toString().startsWith("."))
                    .sorted()
                    .map(f -> {
                        try {
                            return Files.readAllBytes(f);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    @Test
    void aRerunReplacesExactlyTheWellsItCovers() throws IOException {
        Path plate = Movies.plate(temp.resolve("plate"), 3, 1);
        Path output = temp.resolve("out");
        assertThat(withoutNetworks(plate, output, "--labels", plate.toString()).code())
                .isZero();
        Map<String, List<String>> whole = Job.contents(output);
        String firstRun = Job.rows(output, "movies", "run_id").get(0).getString(0);

        Path part = Files.createDirectories(temp.resolve("part/plate"));
        Files.move(plate.resolve("A02_s1"), part.resolve("A02_s1"));
        Files.move(plate.resolve("A02_s1_GT"), part.resolve("A02_s1_GT"));
        assertThat(withoutNetworks(part, output, "--labels", part.toString()).code())
                .isZero();

        List<Row> movies = Job.rows(output, "movies", "movie_id", "run_id");
        assertThat(movies).extracting(r -> r.getString(0)).containsExactly("plate/A01/1", "plate/A02/1", "plate/A03/1");
        assertThat(movies.get(0).getString(1)).isEqualTo(firstRun);
        assertThat(movies.get(1).getString(1)).isNotEqualTo(firstRun);
        assertThat(Job.contents(output).get("cells")).isEqualTo(whole.get("cells"));
        assertThat(Job.contents(output).get("divisions")).isEqualTo(whole.get("divisions"));
        // A plain glob is right too: nothing of the replaced run is left in the well.
        try (Stream<Path> runs = Files.list(output.resolve("cells/plate=plate/well=A02"))) {
            assertThat(runs).hasSize(1);
        }
    }

    @Test
    void aWellThatFailsKeepsWhatItShowed() throws IOException {
        Path plate = Files.createDirectories(temp.resolve("plate"));
        Movies.stack(plate.resolve("B02_s1.tif"), 1);
        Movies.stack(plate.resolve("B03_s1.tif"), 2);
        Path output = temp.resolve("out");
        assertThat(withoutNetworks(plate, output).code()).isZero();
        Map<String, List<String>> before = Job.contents(output);
        Files.writeString(plate.resolve("B03_s1.tif"), "overwritten by accident");
        assertThat(withoutNetworks(plate, output).code()).isEqualTo(4);
        assertThat(Job.contents(output).get("cells")).isEqualTo(before.get("cells"));
        assertThat(Job.failures(output)).hasSize(1);
    }

    private static Job.Result withoutNetworks(Path plate, Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", plate.toString(), "-o", output.toString()));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    @Test
    void segmentThenTrackIsRun() {
        Path plate = Movies.plate(temp.resolve("plate"), 2, 1);
        Path whole = temp.resolve("whole");
        Path halves = temp.resolve("halves");
        succeed("run", "-i", plate.toString(), "-o", whole.toString());
        succeed(
                "segment",
                "-i",
                plate.toString(),
                "-o",
                halves.toString(),
                "--labels-out",
                temp.resolve("masks").toString());
        succeed("track", "-o", halves.toString());
        assertThat(Job.contents(halves)).isEqualTo(Job.contents(whole));
        assertThat(temp.resolve("masks/plate/A01_s1/t003.tif")).exists();
    }

    @Test
    void duckDbReadsTheSameThroughTheViews() throws SQLException, IOException {
        Path plate = Movies.plate(temp.resolve("plate"), 2, 1);
        Path output = temp.resolve("out");
        assertThat(withoutNetworks(plate, output, "--labels", plate.toString()).code())
                .isZero();
        String views = Files.readString(output.resolve("views.sql"));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("set file_search_path = '" + output + "'");
            statement.execute(views);
            for (String table : List.of("movies", "cells", "tracks", "divisions", "failures")) {
                try (ResultSet count = statement.executeQuery("select count(*) from " + table)) {
                    count.next();
                    assertThat(count.getLong(1))
                            .as(table)
                            .isEqualTo(Job.rows(output, table).size());
                }
            }
            try (ResultSet sum = statement.executeQuery(
                    "select sum(mean_intensity['channel0']), sum(octet_length(mask)) from cells where well = 'A01'")) {
                sum.next();
                assertThat(sum.getDouble(1)).isPositive();
                assertThat(sum.getLong(2)).isPositive();
            }
            // Every track's ancestors, by recursion: the root and the generation must come out the same.
            try (ResultSet wrong = statement.executeQuery("with recursive up(movie_id, track_id, ancestor, steps) as ("
                    + " select movie_id, track_id, track_id, 0 from tracks"
                    + " union all select up.movie_id, up.track_id, t.parent_track_id, steps + 1 from up"
                    + " join tracks t on t.movie_id = up.movie_id and t.track_id = up.ancestor"
                    + " where t.parent_track_id is not null)"
                    + " select count(*) from tracks t join (select movie_id, track_id, max(steps) as depth from up"
                    + " group by all) d using (movie_id, track_id) where depth <> generation")) {
                wrong.next();
                assertThat(wrong.getLong(1)).isZero();
            }
        }
    }

    @Test
    void aMovieWithoutTheChannelThatIsAskedForFailsAlone() throws IOException {
        Path plate = Files.createDirectories(temp.resolve("plate"));
        Movies.stack(plate.resolve("B02_s1.tif"), 1);
        Path output = temp.resolve("out");
        Job.Result result = Job.run(
                "run", "-i", plate.toString(), "-o", output.toString(), "--set", "segmentation.network.channel=1");
        assertThat(result.code()).isEqualTo(2);
        assertThat(Job.failures(output)).hasSize(1);
        assertThat(Job.failures(output).get(0).getString(3)).contains("Channel 1");
        assertThat(Job.failures(output).get(0).isNullAt(1))
                .as("of the movie, not of a frame")
                .isTrue();
        assertThat(Job.rows(output, "movies", "status").get(0).getString(0)).isEqualTo("failed");
    }

    @Test
    void checkSaysWhatWouldBeRead() {
        Path plate = Movies.plate(temp.resolve("plate"), 2, 3);
        Job.Result result = Job.run("check", "-i", plate.toString());
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("layout ctc").contains("1 plates, 2 wells, 6 movies, 48 frames");
    }

    @Test
    void simulateMakesWhatRunCanRead() {
        Path plates = temp.resolve("plates");
        succeed(
                "simulate",
                "-o",
                plates.toString(),
                "--plate",
                "P9",
                "--wells",
                "2",
                "--frames",
                "3",
                "--cells",
                "3",
                "--set",
                "width_px=64",
                "--set",
                "height_px=64");
        succeed(
                "run",
                "-i",
                plates.resolve("P9").toString(),
                "-o",
                temp.resolve("out").toString());
        assertThat(Job.rows(temp.resolve("out"), "movies", "movie_id"))
                .extracting(r -> r.getString(0))
                .containsExactly("P9/A01/1", "P9/A02/1");
        Job.Result sql =
                Job.run("sql", "--lineage", temp.resolve("out").toString(), "-e", "select count(*) as n from movies");
        assertThat(sql.out()).isEqualTo("n\n2\n");
        assertThat(Job.run("sql", "--lineage", temp.resolve("out").toString(), "-e", "select nothing")
                        .code())
                .isEqualTo(2);
    }
}
