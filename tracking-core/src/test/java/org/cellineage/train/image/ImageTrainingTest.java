package org.cellineage.train.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.cellineage.format.Calibration;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.predict.ChannelPredictor;
import org.cellineage.predict.PredictedChannel;
import org.cellineage.predict.PredictionModel;
import org.cellineage.predict.PredictionOptions;
import org.cellineage.problem.BadInputException;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.type.ChannelType;
import org.cellineage.type.ImageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.ConfigProto;

/**
 * A network that learned from a few drawn images predicts discs from their dark rims, which no function of the single pixel
 * can, and the same whatever its tiles.
 */
class ImageTrainingTest {

    private static final int SIDE = 112;
    private static final ImageChannels CHANNELS = new ImageChannels(
            List.of(new ImageChannels.Named(ImageType.PHASE, "0")), new ImageChannels.Named(ImageType.NUCLEUS, "1"));

    @TempDir
    Path temp;

    /** Dark rims on grey, and the discs that they enclose, the more intense the thicker the rim, both with noise. */
    private static List<Plane> pair(long seed, int side) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] rims = new int[side * side];
        int[] discs = new int[side * side];
        for (int p = 0; p < rims.length; p++) {
            rims[p] = (int) (6000 + 60 * random.nextGaussian());
            discs[p] = (int) (300 + 10 * random.nextGaussian());
        }
        for (int i = 0; i < side * side / 900; i++) {
            double cy = side * random.nextDouble();
            double cx = side * random.nextDouble();
            double thickness = 1.2 + 1.6 * random.nextDouble();
            for (int p = 0; p < rims.length; p++) {
                double away = Math.hypot(p / side - cy, p % side - cx);
                rims[p] = Math.abs(away - 7) < thickness ? Math.min(rims[p], 3000) : rims[p];
                discs[p] = away < 7 ? (int) Math.max(discs[p], 1000 * thickness) : discs[p];
            }
        }
        return List.of(Plane.of(side, side, shorts(rims)), Plane.of(side, side, shorts(discs)));
    }

    private static short[] shorts(int[] values) {
        short[] shorts = new short[values.length];
        for (int p = 0; p < shorts.length; p++) {
            shorts[p] = (short) values[p];
        }
        return shorts;
    }

    private Path stack(String name, long seed, int frames) throws IOException {
        List<Plane> planes = new ArrayList<>();
        for (int t = 0; t < frames; t++) {
            planes.addAll(pair(seed + t, SIDE));
        }
        Files.createDirectories(temp.resolve("pairs"));
        Path file = temp.resolve("pairs/" + name + ".tif");
        write(file, planes);
        return file;
    }

    /** A stack of two channels, as ImageJ writes it. */
    private static void write(Path file, List<Plane> planes) throws IOException {
        try (TiffWriter writer = TiffWriter.imageJ(
                Files.newOutputStream(file),
                2,
                planes.size() / 2,
                2L * planes.get(0).size(),
                TiffWriter.Compression.DEFLATE,
                Calibration.UNKNOWN)) {
            for (Plane plane : planes) {
                writer.write(plane);
            }
        }
    }

    private static ImageTraining training(String data, ImageTraining.Rules options) throws IOException {
        return ImageTraining.read(
                new LocalStorage(),
                List.of(new ImageTraining.Source(data, false)),
                CHANNELS,
                options,
                Optional.empty());
    }

    @Test
    void aShortTrainingPredictsWhatNoSinglePixelSays() throws IOException {
        Path data = stack("rims", 10, 8);
        ImageTraining training = training(data.toString(), new ImageTraining.Rules(1, 4, 20, true));
        assertThat(training.describe())
                .singleElement()
                .asString()
                .contains("6 frames to learn from, 2 held out", "shifted by 0 rows and 0 columns");
        TrainingPlan plan =
                new TrainingPlan(2400, 4, 0.004, 800, 9, Duration.ofMinutes(10), 1, false, 1, Optional.empty());
        TrainingResult result = training.train(plan, progress -> {});
        training.bundle("mine", "7", "train image", "drawn discs only", plan, result)
                .writeTo(temp.resolve("bundle"));
        PredictionModel model = PredictionModel.of(ModelBundle.of(
                ModelFiles.read(new LocalStorage(), temp.resolve("bundle").toString())));
        PredictedChannel planned = model.plan(
                PredictionOptions.DEFAULTS,
                "movie",
                List.of("BF", "TL"),
                List.of(ChannelType.given(ImageType.NONE), ChannelType.given(ImageType.PHASE)));
        assertThat(planned.from()).containsExactly(1);
        assertThat(planned.name()).endsWith(" (predicted)");
        assertThat(planned.model() + planned.version()).isEqualTo("mine7");

        List<Plane> unseen = pair(99, 400);
        ChannelPredictor whole = model.predictor(PredictionOptions.DEFAULTS, ConfigProto::getDefaultInstance);
        Plane predicted = whole.predict(unseen.subList(0, 1));
        double bySinglePixel = Math.abs(correlation(unseen.get(0), unseen.get(1)));
        assertThat(correlation(predicted, unseen.get(1))).isGreaterThan(0.75).isGreaterThan(bySinglePixel + 0.3);
        // Grey values are those of the training data.
        assertThat(mean(predicted)).isBetween(0.7 * mean(unseen.get(1)), 1.3 * mean(unseen.get(1)));

        ChannelPredictor tiled = model.predictor(
                new PredictionOptions("", "", "", Double.NaN, 1 << 18), ConfigProto::getDefaultInstance);
        List<Plane> large = pair(5, 620);
        assertThat(tiled.predict(large.subList(0, 1)).toInts())
                .isEqualTo(whole.predict(large.subList(0, 1)).toInts());
    }

    @Test
    void theShiftBetweenTheChannelsIsTakenBack() throws IOException {
        List<Plane> planes = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            List<Plane> pair = pair(20 + t, SIDE);
            planes.add(pair.get(0));
            int[] moved = new int[SIDE * SIDE];
            int[] discs = pair.get(1).toInts();
            for (int p = 0; p < moved.length; p++) {
                int y = Math.max(0, p / SIDE - 9);
                int x = Math.min(SIDE - 1, p % SIDE + 5);
                moved[p] = discs[y * SIDE + x];
            }
            planes.add(Plane.of(SIDE, SIDE, shorts(moved)));
        }
        Path file = temp.resolve("moved.tif");
        write(file, planes);
        assertThat(training(file.toString(), new ImageTraining.Rules(1, 0, 20, false))
                        .describe())
                .singleElement()
                .asString()
                .contains("shifted by 9 rows and -5 columns");
    }

    @Test
    void aMovieWithoutTheChannelIsRefused() throws IOException {
        Path data = stack("rims", 10, 2);
        ImageChannels missing = new ImageChannels(CHANNELS.from(), new ImageChannels.Named(ImageType.NUCLEUS, "DAPI"));
        assertThatThrownBy(() -> ImageTraining.read(
                        new LocalStorage(),
                        List.of(new ImageTraining.Source(data.toString(), false)),
                        missing,
                        new ImageTraining.Rules(1, 0, 0, false),
                        Optional.empty()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no channel DAPI")
                .hasMessageContaining("--to-channel");
    }

    private static double mean(Plane plane) {
        double sum = 0;
        for (float value : plane.toFloats()) {
            sum += value;
        }
        return sum / plane.size();
    }

    private static double correlation(Plane one, Plane other) {
        float[] x = one.toFloats();
        float[] y = other.toFloats();
        double meanX = mean(one);
        double meanY = mean(other);
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int p = 0; p < x.length; p++) {
            xx += (x[p] - meanX) * (x[p] - meanX);
            yy += (y[p] - meanY) * (y[p] - meanY);
            xy += (x[p] - meanX) * (y[p] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }
}
