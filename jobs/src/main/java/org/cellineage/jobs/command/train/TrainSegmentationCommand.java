package org.cellineage.jobs.command.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Storage;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.option.MovieArgument;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.segmentation.CellKind;
import org.cellineage.train.segmentation.SegmentationTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network that segments nuclei or whole cells. */
@Command(
        name = "segmentation",
        description =
                "Trains a network that segments nuclei or whole cells, and one that finds their size, on labelled images.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage train segmentation --data dsb2018=0.8 --data Fluo-N2DL-HeLa/02=0.2 --output models/mine",
            "  cellineage train segmentation --type phase --data usiigaci --data rods=0.2 -o models/mine",
            "  cellineage train segmentation --data mine --hold-out validation.txt --minutes 60 -o models/mine",
            "  cellineage train segmentation --from nuclear --data lineages@corrected -o models/mine",
            "",
            "A data folder contains images/ and labels/ with TIFF files of the same names, or is a sequence folder of"
                    + " a",
            "Cell Tracking Challenge dataset. OUTPUT@corrected takes the frames of a lineage folder in which people"
                    + " have",
            "corrected or confirmed outlines; OUTPUT@corrected[PLATE/WELL/SITE] selects movies. Training runs on this"
                    + " machine",
            "only. If it is interrupted, the same command resumes it."
        })
public final class TrainSegmentationCommand extends JobCommand {

    private static final long SIZE_CROPS = 40_000;

    @Option(
            names = "--data",
            paramLabel = "DIR[=SHARE]",
            required = true,
            description = "Labelled images, and their share of the crops (default 1). May be repeated.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--hold-out",
            paramLabel = "FILE",
            description = "Names of images to validate on, one per line (IMAGE or SET/IMAGE); never used for training."
                    + " Or movies: OUTPUT@corrected[PLATE/WELL/SITE].")
    private List<String> holdOut = new ArrayList<>();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Option(
            names = "--type",
            defaultValue = "nucleus",
            description = "What to segment: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private CellKind type = CellKind.NUCLEUS;

    @Option(names = "--name", description = "Name of the model. Default: nuclear, phase or cytoplasm, as the type.")
    private Optional<String> modelName = Optional.empty();

    @Option(
            names = "--crops",
            description = "Number of crops of 128 x 128 pixels to train on. Default: 100000, or 2000 with --from.")
    private Optional<Long> crops = Optional.empty();

    @Option(
            names = "--size-crops",
            description = "Number of crops for the network that finds the size of nuclei. Default: 40000; with --from,"
                    + " that network is kept unless a number is given.")
    private Optional<Long> sizeCrops = Optional.empty();

    @Option(names = "--batch", defaultValue = "8", description = "Crops per step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--validate-every",
            paramLabel = "CROPS",
            description = "Crops between two validations. Default: 10000, or 400 with --from.")
    private Optional<Long> validateEvery = Optional.empty();

    @Option(
            names = "--drawn",
            paramLabel = "SHARE",
            description = "Share of the crops from drawn nuclei or whole cells, of stains that the data may lack"
                    + " (0.2, for example). Not for the type phase. Default: none.")
    private Optional<Double> drawn = Optional.empty();

    @Option(
            names = "--keep",
            paramLabel = "SHARE",
            description =
                    "With --from: share of that model's weights in the result, whose others are the trained ones, from"
                            + " 0 to 1. The mean of both often serves unknown laboratories better than either (0.5, for"
                            + " example). Default: 0.")
    private double keep;

    @Option(
            names = "--hard-examples",
            description = "Draw dim, bright and dividing nuclei and debris more often, and paste them into other crops."
                    + " For trials: so far, it has not made a better model (docs/MODELS.md).")
    private boolean hardExamples;

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        Path state = options.state();
        // Check everything on the command line before hours of training.
        TrainingPlan sizePlan = plan(state.resolve("size"), sizeCrops.orElse(SIZE_CROPS));
        TrainingPlan networkPlan = plan(state.resolve("network"), crops());
        Storage storage = new LocalStorage();
        drawn.ifPresent(this::checkDrawn);
        checkKept();
        SegmentationTraining given =
                SegmentationTraining.read(storage, sources(), type, heldOut(), corrected(), options.from(storage));
        SegmentationTraining training = drawn.map(given::withDrawn).orElse(given);
        training.describe().forEach(out::println);
        out.flush();
        if (options.isTuning()) {
            tune(training, networkPlan, sizePlan, out);
        } else {
            train(training, networkPlan, sizePlan, out);
        }
        out.printf("model bundle: %s%n", options.output());
        return ExitCode.DONE;
    }

    private void checkDrawn(double share) {
        if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
            throw new BadConfigurationException(
                    "--drawn " + share, "The share is not above 0 or not finite.", "Give a share, such as 0.2.");
        }
        if (type == CellKind.PHASE) {
            throw new BadConfigurationException(
                    "--drawn " + share,
                    "Cells in phase contrast and bright field are not drawn.",
                    "Leave it out, and give simulated movies as --data (cellineage simulate --type phase).");
        }
    }

    private void train(SegmentationTraining training, TrainingPlan networkPlan, TrainingPlan sizePlan, PrintWriter out)
            throws IOException {
        TrainingResult size = size(training, sizePlan, out);
        TrainingResult network = network(training, networkPlan, out);
        training.bundle(model(), options.version(), commandLine(), options.seed(), network, size)
                .writeTo(options.output());
    }

    private void checkKept() {
        if (!(keep >= 0 && keep <= 1)) {
            throw new BadConfigurationException(
                    "--keep " + keep, "The share is not between 0 and 1.", "Give a share, such as 0.5.");
        }
        if (keep > 0 && !options.isTuning()) {
            throw new BadConfigurationException(
                    "--keep " + keep,
                    "Training starts from no model of which something could be kept.",
                    "Name the model with --from, or leave --keep out.");
        }
    }

    private static TrainingResult size(SegmentationTraining training, TrainingPlan plan, PrintWriter out) {
        TrainingResult size = training.trainSize(plan, progress -> print("size", "within x1.3", progress, out));
        out.printf(
                Locale.ROOT,
                "size network: %.1f %% of the held-out images within a factor of 1.3, after %,d crops and %d minutes%n",
                100 * size.score(),
                size.crops(),
                size.elapsed().toMinutes());
        return size;
    }

    private void tune(SegmentationTraining training, TrainingPlan plan, TrainingPlan sizePlan, PrintWriter out)
            throws IOException {
        double before = training.scoreBefore(options.threads());
        if (!Double.isNaN(before)) {
            out.printf(Locale.ROOT, "before: AP@0.5 %.4f%n", before);
            out.flush();
        }
        Optional<TrainingResult> size = sizeCrops.map(crops -> size(training, sizePlan, out));
        TrainingResult trained = network(training, plan, out);
        TrainingResult network = trained;
        if (keep > 0) {
            network = training.blend(trained, keep, options.threads());
            out.printf(Locale.ROOT, "with %s of the weights kept: AP@0.5 %.4f%n", keep, network.score());
        }
        training.tuned(model(), options.version(), commandLine(), options.seed(), network, size)
                .writeTo(options.output());
    }

    private TrainingResult network(SegmentationTraining training, TrainingPlan plan, PrintWriter out) {
        TrainingResult network =
                training.trainNetwork(plan, hardExamples, progress -> print("cells", "AP@0.5", progress, out));
        out.printf(
                Locale.ROOT,
                "network: AP@0.5 %.4f after %,d crops and %d minutes%n",
                network.score(),
                network.crops(),
                network.elapsed().toMinutes());
        return network;
    }

    private String model() {
        return modelName.orElse(type.model());
    }

    private long crops() {
        return crops.orElse(options.isTuning() ? 2000L : 100_000L);
    }

    private List<SegmentationTraining.Corrected> corrected() throws IOException {
        return new CorrectedArguments(
                        correctedIn("--data", data), correctedIn("--hold-out", holdOut), holdOut.isEmpty())
                .read().stream()
                        .map(chosen -> new SegmentationTraining.Corrected(chosen.movie(), chosen.share()))
                        .toList();
    }

    private static List<MovieArgument> correctedIn(String option, List<String> given) {
        return given.stream()
                .filter(TrainSegmentationCommand::isCorrected)
                .map(text -> option.equals("--data")
                        ? MovieArgument.learned(option, text)
                        : MovieArgument.heldOut(option, text))
                .toList();
    }

    private static boolean isCorrected(String given) {
        return given.matches(".*@corrected(\\[.*])?(=[^/]*)?");
    }

    /** For the model card: the last components of the paths, because the rest differs between machines. */
    private String commandLine() {
        StringBuilder line = new StringBuilder("train segmentation");
        if (type != CellKind.NUCLEUS) {
            line.append(" --type ").append(type);
        }
        for (SegmentationTraining.Source source : sources()) {
            Path path = Path.of(source.location());
            int parts = Math.min(2, path.getNameCount());
            line.append(" --data ")
                    .append(path.subpath(path.getNameCount() - parts, path.getNameCount()))
                    .append('=')
                    .append(source.share());
        }
        correctedIn("--data", data).forEach(movies -> line.append(" --data ").append(movies.shown()));
        holdOut.forEach(file -> line.append(" --hold-out ")
                .append(
                        isCorrected(file)
                                ? MovieArgument.heldOut("--hold-out", file).shown()
                                : Path.of(file).getFileName()));
        line.append(" --crops ").append(crops());
        if (!options.isTuning() || sizeCrops.isPresent()) {
            line.append(" --size-crops ").append(sizeCrops.orElse(SIZE_CROPS));
        }
        line.append(" --batch ").append(batch).append(options.shown());
        drawn.ifPresent(share -> line.append(" --drawn ").append(share));
        if (keep > 0) {
            line.append(" --keep ").append(keep);
        }
        return line.append(hardExamples ? " --hard-examples" : "").toString();
    }

    private TrainingPlan plan(Path state, long ofCrops) {
        return options.plan(
                "train segmentation",
                "crops",
                ofCrops,
                batch,
                validateEvery.orElse(options.isTuning() ? 400L : 10_000L),
                state);
    }

    private List<SegmentationTraining.Source> sources() {
        List<SegmentationTraining.Source> sources = new ArrayList<>();
        for (String given : data) {
            if (isCorrected(given)) {
                continue;
            }
            int at = given.lastIndexOf('=');
            double share = 1;
            if (at > 0) {
                try {
                    share = Double.parseDouble(given.substring(at + 1));
                } catch (NumberFormatException e) {
                    throw new BadConfigurationException(
                            "--data " + given, "The share is not a number.", "Write DIR=0.5, or just DIR.", e);
                }
            }
            if (!(share >= 0 && share < Double.POSITIVE_INFINITY)) {
                throw new BadConfigurationException(
                        "--data " + given, "The share is negative or not finite.", "Give a share of 0 or more.");
            }
            sources.add(new SegmentationTraining.Source(at > 0 ? given.substring(0, at) : given, share));
        }
        return sources;
    }

    private Set<String> heldOut() {
        return HeldOutNames.read(holdOut.stream()
                .filter(file -> !isCorrected(file))
                .map(Path::of)
                .toList());
    }

    private static void print(String what, String score, TrainingListener.Progress progress, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s: %,d of %,d crops  %d min  %.1f crops/s  loss %.4f  rate %.1e  %s %.4f  best %.4f%n",
                what,
                progress.crops(),
                progress.ofCrops(),
                progress.elapsed().toMinutes(),
                1000.0 * progress.crops() / Math.max(1, progress.elapsed().toMillis()),
                progress.loss(),
                progress.learningRate(),
                score,
                progress.score(),
                progress.best());
        out.flush();
    }
}
