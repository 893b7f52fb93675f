package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.correct.Correction;
import org.cellineage.correct.Edit;
import org.cellineage.format.MovieKey;
import org.cellineage.image.Plane;
import org.cellineage.jobs.correct.CorrectionLog;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.predict.PredictionInput;
import org.cellineage.predict.PredictionModel;
import org.cellineage.predict.PredictionOutput;
import org.cellineage.train.FrozenModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Runs on movies whose nuclei are dark on bright, with a hand-made model that predicts the negative: what it predicts is known
 * for every pixel, and what is found in it are the nuclei of the movie itself.
 */
class PredictedChannelTest {

    /** Grey values of the movie are mirrored at half of this. */
    private static final int WHITE = 20_000;

    @TempDir
    private static Path temp;

    private static String model;

    @BeforeAll
    static void makeMoviesAndAModel() throws IOException {
        Job.spark("local[2]");
        List<Plane> positive = Movies.planes(7);
        List<Plane> negative = new ArrayList<>();
        for (Plane plane : positive) {
            short[] values = new short[plane.size()];
            int[] grey = plane.toInts();
            for (int p = 0; p < values.length; p++) {
                values[p] = (short) (WHITE - grey[p]);
            }
            negative.add(Plane.of(plane.width(), plane.height(), values));
        }
        Files.createDirectories(temp.resolve("positive"));
        Files.createDirectories(temp.resolve("negative"));
        Movies.stack(temp.resolve("positive/A01_s1.tif"), positive);
        Movies.stack(temp.resolve("negative/A01_s1.tif"), negative);
        bundle().writeTo(temp.resolve("model"));
        model = temp.resolve("model").toString();
    }

    /** Says {@code 1 - brightness}, which is 1 at grey value 0 and 0 at {@link #WHITE}. */
    private static ModelFiles bundle() {
        byte[] network = FrozenModel.of(
                tf -> {
                    var image = tf.withName("image")
                            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 2)));
                    var brightness = tf.slice(
                            image, tf.constant(new int[] {0, 0, 0, 0}), tf.constant(new int[] {-1, -1, -1, 1}));
                    tf.withName("maps").math.sub(tf.constant(1f), brightness);
                },
                "image",
                "maps");
        PredictionInput input = new PredictionInput(
                List.of(new PredictionInput.Channel("phase", "", List.of(0.0, (double) WHITE))), 1, 99.8, 0, 16, 16);
        ModelDescription description = new ModelDescription(
                ModelDescription.FORMAT,
                PredictionModel.TASK,
                "negative",
                "3",
                new TreeMap<>(Map.of(
                        PredictionModel.NETWORK, ModelDescription.Tensors.signature("predict", FrozenModel.SIGNATURE))),
                ModelDescription.node(new TreeMap<>(Map.of(
                        "input",
                        input,
                        "maps",
                        List.of(PredictionModel.INTENSITY),
                        "output",
                        new PredictionOutput("nucleus", "nuclei", 0, WHITE)))),
                new TreeMap<>(Map.of("predict/saved_model.pb", ModelFiles.sha256(network))),
                null);
        return new ModelFiles(
                "negative",
                new TreeMap<>(Map.of("predict/saved_model.pb", network, ModelFiles.DESCRIPTION, description.toJson())));
    }

    private static Job.Result run(String input, String output, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "run",
                "-i",
                temp.resolve(input).toString(),
                "-o",
                temp.resolve(output).toString()));
        command.addAll(List.of(more));
        return Job.run(command.toArray(new String[0]));
    }

    /** Finds cells in what the model predicts from the negative. */
    private static Job.Result runOnNegative(String output, String... more) {
        List<String> all = new ArrayList<>(List.of("--channel", "phase=0,nucleus=1", "--diameter", "18px"));
        all.addAll(List.of("--set", "segmentation.network.whole_cells=false", "--set", "prediction.model=" + model));
        all.addAll(List.of(more));
        return run("negative", output, all.toArray(new String[0]));
    }

    @Test
    void whatIsFoundInThePredictedChannelIsWhatTheMovieShows() {
        Job.Result plain = run("positive", "plain", "--channel", "nucleus=0", "--diameter", "18px");
        assertThat(plain.code()).as(plain.err()).isZero();
        Job.Result predicted = runOnNegative("predicted", "--set", "prediction.channel=DNA");
        assertThat(predicted.code()).as(predicted.err()).isZero();

        Row movie = Job.rows(
                        temp.resolve("predicted"),
                        "movies",
                        "channels",
                        "predicted_channel",
                        "prediction_model",
                        "prediction_model_version",
                        "prediction_model_hash",
                        "segmented_channel",
                        "channel_types")
                .get(0);
        assertThat(movie.getList(0)).asList().containsExactly("channel0", "DNA (predicted)");
        assertThat(movie.getInt(1)).isEqualTo(1);
        assertThat(movie.getString(2)).isEqualTo("negative");
        assertThat(movie.getString(3)).isEqualTo("3");
        assertThat(movie.getString(4)).hasSize(64);
        assertThat(movie.getInt(5)).isEqualTo(1);
        assertThat(movie.getList(6)).asList().containsExactly("phase", "nucleus");
        Row real = Job.rows(temp.resolve("plain"), "movies", "predicted_channel", "prediction_model", "channels")
                .get(0);
        assertThat(real.isNullAt(0)).isTrue();
        assertThat(real.isNullAt(1)).isTrue();
        assertThat(real.getList(2)).asList().containsExactly("channel0");

        // The negative of the negative is the movie, so every cell is the same in both, and so is its intensity.
        List<String> cells = cells("plain", "channel0");
        assertThat(cells).hasSizeGreaterThan(20);
        assertThat(cells("predicted", "DNA (predicted)")).isEqualTo(cells);
    }

    /** Frame, position and intensity of all cells, in order. */
    private static List<String> cells(String output, String channel) {
        return Job.rows(temp.resolve(output), "cells", "frame", "y_px", "x_px", "mean_intensity").stream()
                .map(cell -> cell.getInt(0) + " " + cell.get(1) + " " + cell.get(2) + " "
                        + cell.getJavaMap(3).get(channel))
                .sorted()
                .toList();
    }

    @Test
    void theKindOfChannelThatTheModelReadsMustBeThere() {
        Job.Result refused =
                run("negative", "refused", "--channel", "cytoplasm=0", "--set", "prediction.model=" + model);
        assertThat(refused.code()).as(refused.out()).isNotZero();
        assertThat(Job.failures(temp.resolve("refused"))).singleElement().satisfies(failure -> {
            assertThat(failure.getString(3))
                    .contains("predicts a channel from phase", "channel 0 (channel0) shows cytoplasm");
            assertThat(failure.getString(4)).contains("prediction.from");
        });
    }

    @Test
    void thePredictedChannelCanBeLookedAt() throws IOException {
        Path written = temp.resolve("written");
        Job.Result result = Job.run(
                "segment",
                "-i",
                temp.resolve("negative").toString(),
                "-o",
                temp.resolve("work").toString(),
                "--channel",
                "phase=0,nucleus=1",
                "--set",
                "prediction.model=" + model,
                "--diameter",
                "18px",
                "--predicted-out",
                written.toString());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("8 predicted images");
        try (var files = Files.walk(written)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tif"))).hasSize(8);
        }
        Job.Result without = Job.run(
                "segment",
                "-i",
                temp.resolve("negative").toString(),
                "-o",
                temp.resolve("work2").toString(),
                "--predicted-out",
                written.toString());
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("No channel is predicted", "prediction.model");
    }

    /** The grey values of a picture. */
    private static double[] grey(Path picture) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        double[] values = new double[image.getWidth() * image.getHeight()];
        for (int p = 0; p < values.length; p++) {
            values[p] = image.getRaster().getSample(p % image.getWidth(), p / image.getWidth(), 0);
        }
        return values;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double together = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < a.length; i++) {
            together += (a[i] - meanA) * (b[i] - meanB);
            ofA += (a[i] - meanA) * (a[i] - meanA);
            ofB += (b[i] - meanB) * (b[i] - meanB);
        }
        return together / Math.sqrt(ofA * ofB);
    }

    @Test
    void reportsShowThePredictedChannel() throws IOException {
        assertThat(runOnNegative("reported").code()).isZero();
        Path pages = temp.resolve("pages");
        Job.Result report =
                Job.run("report", "--lineage", temp.resolve("reported").toString(), "--output", pages.toString());
        assertThat(report.code()).as(report.err()).isZero();
        Path movie = pages.resolve("data/p0/m0");
        assertThat(Files.readString(movie.resolve("movie.js"))).contains("channel0", "nuclei (predicted)");
        // It is the negative of what the file shows.
        double[] file = grey(movie.resolve("0/3.png"));
        double[] predicted = grey(movie.resolve("1/3.png"));
        assertThat(correlation(file, predicted)).isLessThan(-0.9);
    }

    @Test
    void cellsThatPeopleDrawAreMeasuredInThePredictedChannel() throws IOException {
        assertThat(runOnNegative("corrected").code()).isZero();
        Path output = temp.resolve("corrected");
        MovieKey movie = new MovieKey("negative", "A01", "1");
        int[] drawn = new int[16];
        Arrays.fill(drawn, 1);
        BoundingBox box = new BoundingBox(0, 0, 4, 4);
        String run = Job.rows(output, "movies", "run_id").get(0).getString(0);
        CorrectionLog log = new CorrectionLog(
                OutputFolder.open(SparkSessions.open("test").sparkContext().hadoopConfiguration(), output.toString()));
        log.append(
                movie,
                0,
                List.of(new Correction(
                        movie,
                        "anna",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        "",
                        run,
                        new Edit.NewCell(3, box, RunLengthMask.encode(drawn, 4, box, 1)))));
        Job.Result corrected = Job.run("correct", "--lineage", output.toString());
        assertThat(corrected.code()).as(corrected.err()).isZero();
        List<Row> cells = Job.rows(output, "cells", "max_y_px", "max_x_px", "mean_intensity");
        assertThat(cells)
                .filteredOn(cell -> cell.getInt(0) == 4 && cell.getInt(1) == 4)
                .singleElement()
                .satisfies(cell -> {
                    Map<String, Double> intensity = cell.getJavaMap(2);
                    assertThat(intensity.get("nuclei (predicted)"))
                            .isCloseTo(WHITE - intensity.get("channel0"), Offset.offset(1.0));
                });
    }
}
