package org.cellineage.jobs.command.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Storage;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.image.ImageChannels;
import org.cellineage.train.image.ImageTraining;
import org.cellineage.type.ImageType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network that predicts a channel from others. */
@Command(
        name = "image",
        description =
                "Trains a network that predicts a channel from others, such as nuclei from phase contrast, on movies"
                        + " or stacks that have all of them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage train image --data plates/P1 --hold-out plates/P2 --from-channel phase=0 --to-channel nucleus=1 \\",
            "      -o models/nuclei",
            "  cellineage train image --data cells --hold-out-every 3 --one-instrument --from-channel brightfield=0 \\",
            "      --to-channel nucleus=DNA -o models/dna",
            "",
            "Movies: anything that 'run' reads. A channel is named TYPE=N, counted from 0, or TYPE=NAME; the types are",
            "nucleus, cytoplasm, phase and brightfield. The channel to predict is registered with the first that is read;",
            "the shift that was found is printed. Every other held-out frame chooses the weights, the rest is for the",
            "figures of the model card. Training runs on this machine only. If it is interrupted, the same command resumes",
            "it."
        })
public final class TrainImageCommand extends JobCommand {

    @Option(
            names = "--data",
            paramLabel = "INPUT",
            required = true,
            description = "Movies or stacks to train on. May be repeated.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--hold-out",
            paramLabel = "INPUT",
            description = "Movies or stacks that are not trained on. May be repeated.")
    private List<String> holdOut = new ArrayList<>();

    @Option(
            names = "--hold-out-every",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Of the frames of each movie to train on, do not train on the Nth, the 2Nth and so on: for stacks of"
                            + " unrelated images. Neighbouring frames of a movie are alike. Default: none.")
    private int holdOutEvery;

    @Option(
            names = "--from-channel",
            paramLabel = "TYPE=CHANNEL",
            required = true,
            description = "A channel that the network reads. May be repeated.")
    private List<String> fromChannels = new ArrayList<>();

    @Option(
            names = "--to-channel",
            paramLabel = "TYPE=CHANNEL",
            required = true,
            description = "The channel that it predicts: bright objects on a dark background.")
    private String toChannel = "";

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "1",
            description = "Read every Nth frame only. Default: ${DEFAULT-VALUE}.")
    private int every;

    @Option(
            names = "--max-shift",
            paramLabel = "PX",
            defaultValue = "40",
            description = "Largest shift between the channels that is looked for; 0: they are registered. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int maxShift;

    @Option(
            names = "--one-instrument",
            description =
                    "Grey values are comparable between all movies, and with those that the model will read: predict them"
                            + " as they are, and do not vary contrast, focus, noise and size.")
    private boolean oneInstrument;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Option(names = "--name", defaultValue = "predicted", description = "Name of the model. Default: ${DEFAULT-VALUE}.")
    private String name = "predicted";

    @Option(
            names = "--limits",
            paramLabel = "TEXT",
            description = "What the model is not for, in words, for the model card.")
    private String limits = "";

    @Option(
            names = "--crops",
            description = "Number of crops of up to 96 x 96 pixels to train on. Default: 40000, or 2000 with --from.")
    private Optional<Long> crops = Optional.empty();

    @Option(names = "--batch", defaultValue = "8", description = "Crops per step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--validate-every",
            paramLabel = "CROPS",
            description = "Crops between two validations. Default: 4000, or 400 with --from.")
    private Optional<Long> validateEvery = Optional.empty();

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        // Check everything on the command line before reading movies.
        TrainingPlan plan = options.plan(
                "train image",
                "crops",
                crops(),
                batch,
                validateEvery.orElse(options.isTuning() ? 400L : 4000L),
                options.state());
        ImageChannels channels = new ImageChannels(
                fromChannels.stream()
                        .map(given -> channel("--from-channel", given))
                        .toList(),
                channel("--to-channel", toChannel));
        ImageTraining.Rules rules = rules();
        Storage storage = new LocalStorage();
        List<ImageTraining.Source> sources = new ArrayList<>();
        data.forEach(input -> sources.add(new ImageTraining.Source(input, false)));
        holdOut.forEach(input -> sources.add(new ImageTraining.Source(input, true)));
        ImageTraining training = ImageTraining.read(storage, sources, channels, rules, options.from(storage));
        training.describe().forEach(out::println);
        out.flush();
        TrainingResult result = training.train(plan, progress -> print(progress, out));
        out.printf(
                Locale.ROOT,
                "network: correlation %.4f after %,d crops and %d minutes%n%s%n",
                result.score(),
                result.crops(),
                result.elapsed().toMinutes(),
                training.figures(result, options.threads()));
        training.bundle(name, options.version(), commandLine(), limits, plan, result)
                .writeTo(options.output());
        out.printf("model bundle: %s%n", options.output());
        return ExitCode.DONE;
    }

    private long crops() {
        return crops.orElse(options.isTuning() ? 2000L : 40_000L);
    }

    private ImageTraining.Rules rules() {
        try {
            return new ImageTraining.Rules(every, holdOutEvery, maxShift, oneInstrument);
        } catch (IllegalArgumentException e) {
            throw new BadConfigurationException(
                    "train image",
                    String.valueOf(e.getMessage()) + ".",
                    "Give --every 1 or more, --hold-out-every 2 or more, and --max-shift 0 or more.",
                    e);
        }
    }

    private static ImageChannels.Named channel(String option, String given) {
        int at = given.indexOf('=');
        ImageType type = ImageType.named(given.substring(0, Math.max(0, at)))
                .filter(shown -> at < given.length() - 1)
                .orElseThrow(() -> new BadConfigurationException(
                        option + " " + given,
                        "It does not say what a channel shows.",
                        "Write TYPE=N or TYPE=NAME, as in phase=0, with one of the types " + ImageType.ALL + "."));
        return new ImageChannels.Named(type, given.substring(at + 1));
    }

    /** For the model card: the last components of the paths, because the rest differs between machines. */
    private String commandLine() {
        StringBuilder line = new StringBuilder("train image");
        data.forEach(input -> line.append(" --data ").append(shown(input)));
        holdOut.forEach(input -> line.append(" --hold-out ").append(shown(input)));
        if (holdOutEvery > 0) {
            line.append(" --hold-out-every ").append(holdOutEvery);
        }
        fromChannels.forEach(channel -> line.append(" --from-channel ").append(channel));
        line.append(" --to-channel ").append(toChannel);
        if (every > 1) {
            line.append(" --every ").append(every);
        }
        line.append(" --max-shift ").append(maxShift).append(oneInstrument ? " --one-instrument" : "");
        return line.append(" --crops ")
                .append(crops())
                .append(" --batch ")
                .append(batch)
                .append(options.shown())
                .toString();
    }

    private static String shown(String input) {
        Path path = Path.of(input);
        int parts = Math.min(2, path.getNameCount());
        return path.subpath(path.getNameCount() - parts, path.getNameCount()).toString();
    }

    private static void print(TrainingListener.Progress progress, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d of %,d crops  %d min  loss %.4f  rate %.1e  correlation %.4f  best %.4f%n",
                progress.crops(),
                progress.ofCrops(),
                progress.elapsed().toMinutes(),
                progress.loss(),
                progress.learningRate(),
                progress.score(),
                progress.best());
        out.flush();
    }
}
