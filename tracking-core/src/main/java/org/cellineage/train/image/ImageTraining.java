package org.cellineage.train.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.format.Storage;
import org.cellineage.image.BrightnessRange;
import org.cellineage.image.LocalContrast;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.predict.PredictionInput;
import org.cellineage.predict.PredictionModel;
import org.cellineage.predict.PredictionOutput;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.network.NetworkInput;
import org.cellineage.train.FrozenModel;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.TrainingRun;
import org.cellineage.train.UNet;
import org.cellineage.train.Weights;

/** Trains a network that predicts a channel from others, on movies or stacks that have all of them. */
public final class ImageTraining {

    /** Grey values of background and bright objects where the training data have none in common. */
    private static final BrightnessRange USUAL = new BrightnessRange(1000, 11_000);

    private static final int LARGEST_SIDE = 96;

    private final List<PairMovie> movies;
    private final PredictionInput input;
    private final PredictionOutput output;
    private final Rules rules;
    private final Optional<Weights> start;

    /**
     * How movies are read and varied.
     *
     * @param everyFrame of each movie, one frame in so many is read
     * @param heldOutEvery one in so many of the frames that are read is held out; 0: none
     * @param mostShiftPx the largest shift between the channels that is looked for; 0: they are registered
     * @param oneInstrument whether grey values are comparable between all movies: they are then read and predicted as they
     *     are, and crops are not varied
     */
    public record Rules(int everyFrame, int heldOutEvery, int mostShiftPx, boolean oneInstrument) {

        public Rules {
            if (everyFrame < 1 || heldOutEvery < 0 || heldOutEvery == 1 || mostShiftPx < 0) {
                throw new IllegalArgumentException("one frame in " + everyFrame + " read, one in " + heldOutEvery
                        + " of these held out, shifts of up to " + mostShiftPx + " px");
            }
        }
    }

    /**
     * Movies to read.
     *
     * @param location in any layout that runs read
     * @param isHeldOut whether none of them is trained on
     */
    public record Source(String location, boolean isHeldOut) {}

    private ImageTraining(
            List<PairMovie> movies,
            PredictionInput input,
            PredictionOutput output,
            Rules rules,
            Optional<Weights> start) {
        this.movies = List.copyOf(movies);
        this.input = input;
        this.output = output;
        this.rules = rules;
        this.start = start;
    }

    /**
     * Reads the movies, and registers the channel to predict with the first that is read.
     *
     * @param from a bundle to start from
     * @throws BadInputException if a movie lacks a channel, or if there is nothing to train on
     */
    public static ImageTraining read(
            Storage storage, List<Source> sources, ImageChannels channels, Rules rules, Optional<ModelFiles> from)
            throws IOException {
        PairReader reader = new PairReader(
                storage,
                channels,
                new PairReader.ReadingRules(rules.everyFrame(), rules.heldOutEvery(), rules.mostShiftPx()));
        List<PairReader.RawMovie> raw = new ArrayList<>();
        for (Source source : sources) {
            raw.addAll(reader.read(source.location(), source.isHeldOut()));
        }
        List<PairReader.RawMovie> learned = raw.stream()
                .filter(movie -> movie.frames().stream().anyMatch(frame -> !frame.isHeldOut()))
                .toList();
        if (learned.isEmpty()) {
            throw new BadInputException(
                    "--data", "There are no frames to train on.", "Give movies that are not held out as a whole.");
        }
        BrightnessRange all = rules.oneInstrument() ? PairReader.range(learned, "--data") : USUAL;
        List<PredictionInput.Channel> read = new ArrayList<>();
        for (int c = 0; c < channels.from().size(); c++) {
            read.add(new PredictionInput.Channel(
                    channels.from().get(c).type().toString(),
                    learned.get(0).names().get(c),
                    rules.oneInstrument() ? range(learned, c) : List.of()));
        }
        NetworkInput reads = ImageNetwork.READS;
        PredictionInput input = new PredictionInput(
                read,
                reads.darkPercentile(),
                reads.brightPercentile(),
                reads.nucleusDiameterPx(),
                reads.sideMultiple(),
                reads.marginPx());
        PredictionOutput output = new PredictionOutput(
                channels.to().type().toString(), learned.get(0).target(), all.dark(), all.bright());
        List<PairMovie> movies = new ArrayList<>();
        for (PairReader.RawMovie movie : raw) {
            movies.add(
                    movie(movie, input, rules.oneInstrument() ? all : PairReader.range(List.of(movie), movie.name())));
        }
        return new ImageTraining(
                movies, input, output, rules, from.map(bundle -> ImageNetwork.weights(bundle, input.values())));
    }

    /** The percentiles of a channel over all frames: the median of those of the frames. */
    private static List<Double> range(List<PairReader.RawMovie> movies, int channel) {
        List<BrightnessRange> ranges = new ArrayList<>();
        movies.forEach(movie -> movie.frames()
                .forEach(frame -> ranges.add(BrightnessRange.of(
                        frame.read().get(channel),
                        ImageNetwork.READS.darkPercentile(),
                        ImageNetwork.READS.brightPercentile()))));
        double[] dark =
                ranges.stream().mapToDouble(BrightnessRange::dark).sorted().toArray();
        double[] bright =
                ranges.stream().mapToDouble(BrightnessRange::bright).sorted().toArray();
        return List.of(dark[dark.length / 2], bright[bright.length / 2]);
    }

    private static PairMovie movie(PairReader.RawMovie movie, PredictionInput input, BrightnessRange range) {
        List<PairFrame> learned = new ArrayList<>();
        List<PairFrame> heldOut = new ArrayList<>();
        for (PairReader.RawFrame frame : movie.frames()) {
            List<float[]> brightness = new ArrayList<>();
            List<float[]> contrast = new ArrayList<>();
            for (int c = 0; c < frame.read().size(); c++) {
                float[] normal = input.normal(c, frame.read().get(c));
                brightness.add(normal);
                contrast.add(LocalContrast.of(normal, frame.width(), frame.height()));
            }
            (frame.isHeldOut() ? heldOut : learned)
                    .add(new PairFrame(
                            frame.frame(),
                            frame.width(),
                            frame.height(),
                            brightness,
                            contrast,
                            range.apply(frame.target()),
                            frame.objects()));
        }
        return new PairMovie(movie.name(), movie.shift(), learned, heldOut);
    }

    /** Describes what was read, one line per movie, with the shift that was found between its channels. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (PairMovie movie : movies) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %d frames to learn from, %d held out; %s",
                    movie.name(),
                    movie.learned().size(),
                    movie.heldOut().size(),
                    shift(movie)));
        }
        return lines;
    }

    private String shift(PairMovie movie) {
        if (rules.mostShiftPx() == 0) {
            return "channels taken as registered";
        }
        return movie.shift().isFound()
                ? String.format(
                        Locale.ROOT,
                        "channels shifted by %d rows and %d columns, which was taken back (peak %.1f times the next)",
                        movie.shift().rowsPx(),
                        movie.shift().columnsPx(),
                        movie.shift().lead())
                : String.format(
                        Locale.ROOT,
                        "no shift between the channels stands out (peak %.1f times the next), none taken back",
                        movie.shift().lead());
    }

    /** Trains the network. */
    public TrainingResult train(TrainingPlan plan, TrainingListener listener) {
        List<PairFrame> learned = new ArrayList<>();
        movies.forEach(movie -> learned.addAll(movie.learned()));
        int largest = 0;
        for (PairFrame frame : learned) {
            largest = Math.max(largest, Math.max(frame.width(), frame.height()));
        }
        int multiple = UNet.SIDE_MULTIPLE;
        int side = Math.min(LARGEST_SIDE, (largest + multiple - 1) / multiple * multiple);
        PairSampler sampler = new PairSampler(learned, side, !rules.oneInstrument(), plan.seed());
        return new TrainingRun(new ImageTask(sampler, heldOut(0), plan.batch(), plan.threads(), start), plan, listener)
                .train();
    }

    /** Every other held-out frame: the even ones choose the weights, the odd ones are seen by nothing but the card. */
    private List<PairFrame> heldOut(int parity) {
        List<PairFrame> frames = new ArrayList<>();
        for (PairMovie movie : movies) {
            for (int i = parity; i < movie.heldOut().size(); i += 2) {
                frames.add(movie.heldOut().get(i));
            }
        }
        return frames;
    }

    /** The figures of the frames that had no part in the training, a line. */
    public String figures(TrainingResult result, int threads) {
        ImageScores scores = test(result, threads);
        return String.format(
                Locale.ROOT,
                "held-out frames that had no part in the training: %d with %d objects; total of an object r %.4f (ratio"
                        + " %.3f), pixels r %.4f, foreground IoU %.3f",
                scores.frames(),
                scores.objects(),
                scores.totalCorrelation(),
                scores.totalRatio(),
                scores.pixelCorrelation(),
                scores.foregroundIou());
    }

    private ImageScores test(TrainingResult result, int threads) {
        try (Network network = ImageNetwork.open(result.weights(), input.values(), threads)) {
            return ImageScores.of(network, heldOut(1));
        }
    }

    /**
     * Creates the model bundle of a trained network.
     *
     * @param command the training command, for the card
     * @param limits what the model is not for, for the card
     */
    public ModelFiles bundle(
            String name, String version, String command, String limits, TrainingPlan plan, TrainingResult result) {
        byte[] model = ImageNetwork.savedModel(result.weights(), input.values());
        ModelDescription description = new ModelDescription(
                ModelDescription.FORMAT,
                PredictionModel.TASK,
                name,
                version,
                new TreeMap<>(Map.of(
                        PredictionModel.NETWORK,
                        ModelDescription.Tensors.signature(ImageNetwork.FOLDER, FrozenModel.SIGNATURE))),
                ModelDescription.node(
                        new TreeMap<>(Map.of("input", input, "maps", ImageNetwork.MAPS, "output", output))),
                new TreeMap<>(Map.of(ImageNetwork.FILE, ModelFiles.sha256(model))),
                card(command, limits, plan, result));
        SortedMap<String, byte[]> files = new TreeMap<>(Map.of(ImageNetwork.FILE, model));
        files.put(ModelFiles.DESCRIPTION, description.toJson());
        return new ModelFiles(name, files);
    }

    private JsonNode card(String command, String limits, TrainingPlan plan, TrainingResult result) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put(
                "movies",
                movies.stream().filter(movie -> !movie.learned().isEmpty()).count());
        card.put(
                "frames",
                movies.stream().mapToInt(movie -> movie.learned().size()).sum());
        card.put(
                "held_out_frames",
                movies.stream().mapToInt(movie -> movie.heldOut().size()).sum());
        if (!heldOut(1).isEmpty()) {
            ImageScores scores = test(result, plan.threads());
            card.put("held_out_frames_that_chose_nothing", scores.frames());
            card.put("held_out_objects", scores.objects());
            card.put("correlation_of_totals", rounded(scores.totalCorrelation()));
            card.put("correlation_of_pixels", rounded(scores.pixelCorrelation()));
            card.put("foreground_iou", rounded(scores.foregroundIou()));
        }
        if (!limits.isBlank()) {
            card.put("limits", limits);
        }
        card.put("command", command);
        card.put("seed", plan.seed());
        card.put("crops", result.crops());
        card.put("training_minutes", result.elapsed().toMinutes());
        return ModelDescription.node(card);
    }

    private static double rounded(double value) {
        return Math.round(1e4 * value) / 1e4;
    }
}
