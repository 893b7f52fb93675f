package org.cellineage.jobs.command.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellineage.format.LocalStorage;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.type.TypeTraining;
import org.cellineage.type.ImageType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the network that tells types of images apart. */
@Command(
        name = "type",
        description = "Trains a network that tells nuclei, cytoplasm, phase contrast, bright field and other images"
                + " apart, on images of known types and simulated ones.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage train type --data nucleus=dsb2018 --data phase=usiigaci --data none=photos -o models/type",
            "",
            "A data folder contains TIFF files, or a subfolder images with them. The types are nucleus, cytoplasm,",
            "phase, brightfield and none. Training runs on this machine only. If it is interrupted, the same command",
            "resumes it."
        })
public final class TrainTypeCommand extends JobCommand {

    @Option(names = "--data", paramLabel = "TYPE=DIR", description = "Images of a type. May be repeated.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--hold-out-data",
            paramLabel = "TYPE=DIR",
            description = "Images of a type for the figures of the model card only. May be repeated.")
    private List<String> heldOutData = new ArrayList<>();

    @Option(
            names = "--hold-out",
            paramLabel = "FILE",
            description =
                    "Names of images that are not trained on, one per line (IMAGE or SET/IMAGE): every other one of a"
                            + " set chooses the weights, the rest is for the figures of the model card.")
    private List<Path> holdOut = new ArrayList<>();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Option(names = "--name", defaultValue = "type", description = "Name of the model. Default: ${DEFAULT-VALUE}.")
    private String name = "type";

    @Option(
            names = "--simulated",
            defaultValue = "90",
            description = "Simulated images of each type. Default: ${DEFAULT-VALUE}.")
    private int simulated;

    @Option(
            names = "--windows",
            defaultValue = "60000",
            description = "Number of windows of 96 x 96 pixels to train on. Default: ${DEFAULT-VALUE}.")
    private long windows;

    @Option(names = "--batch", defaultValue = "32", description = "Windows per step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--validate-every",
            paramLabel = "WINDOWS",
            defaultValue = "7500",
            description = "Windows between two validations. Default: ${DEFAULT-VALUE}.")
    private long validateEvery;

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        // Check everything on the command line before reading.
        TrainingPlan plan = options.plan("train type", "windows", windows, batch, validateEvery, options.state());
        List<TypeTraining.Source> sources = sources();
        TypeTraining training = TypeTraining.read(new LocalStorage(), sources, HeldOutNames.read(holdOut), simulated);
        training.describe().forEach(out::println);
        out.flush();
        TrainingResult result = training.train(plan, progress -> print(progress, out));
        training.bundle(name, options.version(), commandLine(), plan, result).writeTo(options.output());
        out.printf(
                Locale.ROOT,
                "recall of windows %.4f after %,d windows and %d minutes%nmodel bundle: %s%n",
                result.score(),
                result.crops(),
                result.elapsed().toMinutes(),
                options.output());
        return ExitCode.DONE;
    }

    private List<TypeTraining.Source> sources() {
        List<TypeTraining.Source> sources = new ArrayList<>();
        data.forEach(given -> sources.add(source("--data", given, false)));
        heldOutData.forEach(given -> sources.add(source("--hold-out-data", given, true)));
        return sources;
    }

    private static TypeTraining.Source source(String option, String given, boolean isHeldOut) {
        int at = given.indexOf('=');
        ImageType type = ImageType.named(given.substring(0, Math.max(0, at)))
                .orElseThrow(() -> new BadConfigurationException(
                        option + " " + given,
                        "It does not begin with a type.",
                        "Write TYPE=DIR, with one of the types " + ImageType.ALL + "."));
        return new TypeTraining.Source(type, given.substring(at + 1), isHeldOut);
    }

    /** For the model card: the last components of the paths, because the rest differs between machines. */
    private String commandLine() {
        StringBuilder line = new StringBuilder("train type");
        for (TypeTraining.Source source : sources()) {
            Path path = Path.of(source.location());
            int parts = Math.min(2, path.getNameCount());
            line.append(source.isHeldOut() ? " --hold-out-data " : " --data ")
                    .append(source.type())
                    .append('=')
                    .append(path.subpath(path.getNameCount() - parts, path.getNameCount()));
        }
        holdOut.forEach(file -> line.append(" --hold-out ").append(file.getFileName()));
        return line.append(" --simulated ")
                .append(simulated)
                .append(" --windows ")
                .append(windows)
                .append(" --batch ")
                .append(batch)
                .append(options.shown())
                .toString();
    }

    private static void print(TrainingListener.Progress progress, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d of %,d windows  %d min  loss %.4f  rate %.1e  recall %.4f  best %.4f%n",
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
