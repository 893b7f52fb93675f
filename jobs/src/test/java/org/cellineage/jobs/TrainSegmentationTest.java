package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.correct.CellRef;
import org.cellineage.correct.Edit;
import org.cellineage.correct.Scope;
import org.cellineage.format.MovieKey;
import org.cellineage.image.Plane;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.correct.CorrectionLog;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 'train segmentation': what it refuses, with which exit code, and a training of a few crops. */
class TrainSegmentationTest {

    private static final int SIDE = 64;

    @TempDir
    private Path temp;

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    @BeforeEach
    void draw() {
        for (String name : List.of("a", "b", "c")) {
            pair("discs", name, 9);
        }
        pair("blank", "d", 0);
    }

    /** Four discs of that radius on an image. */
    private void pair(String set, String name, int radius) {
        short[] light = new short[SIDE * SIDE];
        short[] labels = new short[SIDE * SIDE];
        for (int p = 0; p < labels.length; p++) {
            int y = p / SIDE % 32 - 15;
            int x = p % 32 - 15;
            boolean inside = y * y + x * x < radius * radius;
            labels[p] = (short) (inside ? 1 + p / SIDE / 32 * 2 + p % SIDE / 32 : 0);
            light[p] = (short) (inside ? 900 : 200 + p % 7);
        }
        Movies.stack(temp.resolve(set + "/images/" + name + ".tif"), List.of(Plane.of(SIDE, SIDE, light)));
        Movies.stack(temp.resolve(set + "/labels/" + name + ".tif"), List.of(Plane.of(SIDE, SIDE, labels)));
    }

    private String data(String set) {
        return temp.resolve(set).toString();
    }

    /** With the fewest crops that do, unless the test says how many. */
    private Job.Result train(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "train",
                "segmentation",
                "--threads",
                "1",
                "--output",
                temp.resolve("models/mine").toString()));
        all.addAll(Arrays.asList(more));
        Map<String, String> few = Map.of("--crops", "4", "--size-crops", "4", "--batch", "2");
        few.forEach((option, value) -> {
            if (!all.contains(option)) {
                all.addAll(List.of(option, value));
            }
        });
        return Job.run(all.toArray(String[]::new));
    }

    private static void refused(Job.Result result, String... words) {
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        // The box breaks lines.
        String box = result.err().replaceAll("[\\s│|]+", " ");
        assertThat(box).contains(words).contains("fix ");
        assertThat(result.out()).doesNotContain("crops/s");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(temp.resolve(name), text);
    }

    @Test
    void aTrainingOfAFewCropsSaysWhatItReadAndHowGoodItBecame() throws IOException {
        Path holdOut = file("held out.txt", "# validation\n\n  discs/b  \n");
        Job.Result result = train("--data", data("discs") + "=0.75", "--hold-out", holdOut.toString());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("discs: 2 images with 8 nuclei to learn from, 1 held out, share 0.75")
                .contains("size: 4 of 4 crops")
                .containsPattern("size network: \\d+\\.\\d % of the held-out images .* after \\d crops")
                .contains("cells: 4 of 4 crops")
                .containsPattern("network: AP@0.5 \\d\\.\\d{4} after \\d crops");
        assertThat(temp.resolve("models/mine/model.json")).isRegularFile();
        Path state = temp.resolve("models/mine.training");
        assertThat(state.resolve("size/checkpoint.bin")).isRegularFile();
        assertThat(state.resolve("network/checkpoint.bin")).isRegularFile();

        // The same command again has nothing left to train.
        Job.Result again = train("--data", data("discs") + "=0.75", "--hold-out", holdOut.toString());
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).doesNotContain("crops/s").contains(lastLine(result, "network:"));

        Files.writeString(state.resolve("size/checkpoint.bin"), "no checkpoint");
        refused(
                train("--data", data("discs"), "--hold-out", holdOut.toString()),
                "checkpoint.bin",
                "not a training checkpoint",
                "another folder");
    }

    @Test
    void aModelIsTrainedFurtherAndPartOfItKept() throws IOException {
        Path holdOut = file("validation.txt", "discs/b");
        Job.Result result =
                train("--data", data("discs"), "--hold-out", holdOut.toString(), "--from", "nuclear", "--keep", "0.25");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .containsPattern("before: AP@0.5 \\d\\.\\d{4}")
                .contains("size: 4 of 4 crops")
                .contains("cells: 4 of 4 crops")
                .containsPattern("with 0.25 of the weights kept: AP@0.5 \\d\\.\\d{4}");
        assertThat(Files.readString(temp.resolve("models/mine/model.json")))
                .contains("--size-crops 4", "--from nuclear", "--keep 0.25");

        refused(train("--data", data("discs"), "--from", "nuclear", "--keep", "2"), "--keep 2", "between 0 and 1");
        refused(train("--data", data("discs"), "--keep", "0.5"), "--keep 0.5", "--from");
        refused(train("--data", data("discs"), "--drawn", "0"), "--drawn 0", "such as 0.2");
        refused(train("--data", data("discs"), "--drawn", "1", "--type", "phase"), "not drawn", "simulate");
    }

    private static String lastLine(Job.Result result, String start) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith(start))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** In one frame of each movie somebody removed a cell that is one in all others: only that frame is learned from. */
    @Test
    void framesInWhichPeopleCorrectedOutlinesAreLearned() throws IOException {
        SimulationOptions options = ConfigurationLoader.load(
                SimulationOptions.DEFAULTS,
                "",
                "",
                List.of("width_px=96", "height_px=96", "cells=5", "frames=4", "channels=1"));
        PlateSimulator simulator = new PlateSimulator(options, 3, 2, 1, false);
        Path plate = temp.resolve("plate");
        for (int movie = 0; movie < simulator.movies(); movie++) {
            simulator.write(movie, path -> Movies.create(plate.resolve(path)), () -> {});
        }
        Path output = temp.resolve("output");
        succeed(Job.run(
                "run",
                "-i",
                plate.toString(),
                "-o",
                output.toString(),
                "--labels",
                plate.toString(),
                "--set",
                "linking.method=geometric"));
        refused(train("--data", output + "@corrected"), "contain no corrections", "cellineage correct");

        CorrectionLog log = new CorrectionLog(
                OutputFolder.open(SparkSessions.open("test").sparkContext().hadoopConfiguration(), output.toString()));
        Map<MovieKey, Long> left = new TreeMap<>();
        for (Map.Entry<MovieKey, List<CellRef>> movie : cells(output, 2).entrySet()) {
            Edit removed = new Edit.RemoveCell(movie.getValue().get(0), Scope.THIS_FRAME);
            log.append(movie.getKey(), 0, List.of(OracleCorrector.correction(movie.getKey(), removed)));
            left.put(movie.getKey(), movie.getValue().size() - 1L);
        }
        assertThat(left).hasSize(2);
        succeed(Job.run("correct", "--lineage", output.toString()));

        List<MovieKey> keys = List.copyOf(left.keySet());
        Job.Result result = train(
                "--data",
                output + "@corrected",
                "--hold-out",
                output + "@corrected[" + keys.get(1).id() + "]");
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .containsPattern("1 images with " + left.get(keys.get(0)) + " nuclei to learn from")
                .containsPattern("\\b1 held out")
                .containsPattern("network: AP@0.5 \\d\\.\\d{4} after \\d crops");
        assertThat(Files.readString(temp.resolve("models/mine/model.json")))
                .contains("output@corrected")
                .doesNotContain(temp.toString());
    }

    private static void succeed(Job.Result result) {
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }

    /** The cells of a frame of all movies. */
    private static Map<MovieKey, List<CellRef>> cells(Path output, int frame) {
        Map<MovieKey, List<CellRef>> cells = new TreeMap<>();
        for (Row row : Job.rows(
                output,
                "cells",
                "frame",
                "track_id",
                "y_px",
                "x_px",
                "min_y_px",
                "min_x_px",
                "max_y_px",
                "max_x_px",
                "mask",
                "plate",
                "well",
                "site")) {
            if (row.getInt(0) == frame) {
                cells.computeIfAbsent(
                                new MovieKey(row.getString(9), row.getString(10), row.getString(11)),
                                key -> new ArrayList<>())
                        .add(new CellRef(
                                frame,
                                row.getInt(1),
                                row.getDouble(2),
                                row.getDouble(3),
                                new BoundingBox(row.getInt(4), row.getInt(5), row.getInt(6), row.getInt(7)),
                                RunLengthMask.ofBytes(row.<byte[]>getAs(8))));
            }
        }
        return cells;
    }

    @Test
    void sharesThatAreNone() {
        for (String share : List.of("much", "", "0,5")) {
            refused(train("--data", data("discs") + "=" + share), "The share is not a number", "DIR=0.5");
        }
        for (String share : List.of("-0.1", "NaN", "Infinity")) {
            refused(train("--data", data("discs") + "=" + share), "The share is negative", "0 or more");
        }
    }

    @Test
    void dataThatIsNotThereOrHasNothingToLearnFrom() {
        refused(train("--data", data("nowhere")), "nowhere", "no such file or folder");
        refused(train("--data", data("blank")), "blank", "no labelled nucleus");
        refused(train("--data", data("discs") + "=0"), "discs", "no labelled nucleus");
        refused(train("--data", data("discs/images")), "no images with labels", "labels/");
    }

    @Test
    void namesToHoldOutThatAreNotThere() throws IOException {
        refused(train("--data", data("discs"), "--hold-out", data("none.txt")), "none.txt", "cannot be read");
        Path wrong = file("wrong.txt", "discs/a\ndiscs/z\n");
        refused(train("--data", data("discs"), "--hold-out", wrong.toString()), "discs/z", "No image");
        Path all = file("all.txt", "a\nb\nc\n");
        refused(train("--data", data("discs"), "--hold-out", all.toString()), "All its images are held out");
    }

    @Test
    void numbersThatMakeNoSenseAreRefusedBeforeAnythingIsTrained() {
        for (String option : List.of("--crops", "--size-crops", "--batch", "--validate-every", "--patience")) {
            refused(train("--data", data("discs"), option, "0"), "train segmentation", "at least 1");
        }
        refused(train("--data", data("discs"), "--learning-rate", "0"), "learning_rate");
        refused(train("--data", data("discs"), "--minutes", "0"), "budget");
        assertThat(temp.resolve("models")).doesNotExist();
    }

    @Test
    void aWrongCommandLineEndsWith1() {
        assertThat(Job.run("train").code()).isEqualTo(1);
        assertThat(Job.run("train", "segmentation").err()).contains("--data", "--output");
        assertThat(Job.run("train", "segmentation").code()).isEqualTo(1);
        assertThat(train("--data", data("discs"), "--crops", "many").code()).isEqualTo(1);
        assertThat(Job.run("train", "segmentation", "--help").out()).contains("--hold-out", "images/", "Example");
    }
}
