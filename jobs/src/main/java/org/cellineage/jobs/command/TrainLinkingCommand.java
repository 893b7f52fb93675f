package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cellineage.format.LocalStorage;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.linking.LinkingTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a linking network. */
@Command(
        name = "linking",
        description = "Trains a network that links cells and finds mothers, on movies whose lineages are known.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage train linking --data Fluo-N2DH-SIM+/01 --hold-out Fluo-N2DH-SIM+/02 -o models/links",
            "  cellineage train linking --data 'HeLa/02[0-18]=0.7' --data plate=0.3 --hold-out 'HeLa/02[19-28]' \\",
            "      -o models/links",
            "  cellineage train linking --data HeLa/01@segmented --data HeLa/01 -o models/links",
            "",
            "Movies: one sequence folder of a Cell Tracking Challenge dataset (its truth stands beside it, as in 02_GT),",
            "a .trk or .trks file, or a folder that 'cellineage simulate' made.",
            "@LABELS takes the cells from label images of another segmentation in place of the truth's own; a cell gets",
            "the true track whose greater part it holds, or none. So the network sees the cells it will meet in use.",
            "[PART] takes a part alone: [0-8] frames 0 to 8 (they count from 0, and both are taken), [x740-] cells from",
            "column 740 on, [x-740] cells before it, [0-8,x740-] both. Quote it for the shell.",
            "A scene is a few neighbouring frames around a place. Runs on this machine alone. A training that was ended",
            "is taken up again by the same command."
        })
public final class TrainLinkingCommand extends JobCommand {

    @Option(
            names = "--data",
            paramLabel = "INPUT[@LABELS][[PART]][=SHARE]",
            required = true,
            description =
                    "Movies to learn from, where their cells are taken from, which part of them is taken, and the share of the"
                            + " scenes that they give; the default share is 1. May be given several times.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--hold-out",
            paramLabel = "INPUT[@LABELS][[PART]]",
            description = "Movies to validate on and never to learn from. May be given several times.")
    private List<String> holdOut = new ArrayList<>();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Option(names = "--name", defaultValue = "nuclear-link", description = "Of the model. Default: ${DEFAULT-VALUE}.")
    private String name = "nuclear-link";

    @Option(
            names = "--scenes",
            defaultValue = "20000",
            description = "Scenes to learn from. Default: ${DEFAULT-VALUE}.")
    private long scenes;

    @Option(names = "--batch", defaultValue = "3", description = "Scenes a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--validate-every",
            paramLabel = "SCENES",
            defaultValue = "1000",
            description = "Scenes between two validations. Default: ${DEFAULT-VALUE}.")
    private long validateEvery;

    @Option(
            names = "--without",
            paramLabel = "BRANCH",
            description =
                    "Leave a branch of the network out, to see what it brings: appearance, neighbourhood, morphology"
                            + " or motion. May be given several times.")
    private List<String> without = new ArrayList<>();

    @Override
    ExitCode execute(PrintWriter out) throws Exception {
        // All that may be wrong with the command line, before movies are read.
        TrainingPlan plan = options.plan("train linking", "scenes", scenes, batch, validateEvery, options.state());
        List<LinkingTraining.Source> sources = Stream.concat(learned().stream(), heldOut().stream())
                .map(MovieArgument::source)
                .toList();
        LinkingTraining training = LinkingTraining.read(new LocalStorage(), sources, branchesLeftOut());
        training.describe().forEach(out::println);
        out.flush();
        TrainingResult result = training.train(plan, progress -> print(progress, out));
        out.printf(
                Locale.ROOT,
                "network: %.2f %% of held-out pairs and divisions told rightly (mean), after %,d scenes and %d minutes%n",
                100 * result.score(),
                result.crops(),
                result.elapsed().toMinutes());
        training.confusion(options.threads(), result).forEach(out::println);
        training.bundle(name, options.version(), commandLine(), plan, result).writeTo(options.output());
        out.printf("model bundle: %s%n", options.output());
        return ExitCode.DONE;
    }

    private String commandLine() {
        StringBuilder line = new StringBuilder("train linking");
        learned().forEach(movie -> line.append(" --data ").append(movie.shown()));
        heldOut().forEach(movie -> line.append(" --hold-out ").append(movie.shown()));
        line.append(" --scenes ").append(scenes).append(" --batch ").append(batch);
        branchesLeftOut().forEach(branch -> line.append(" --without ").append(branch));
        return line.append(options.shown()).toString();
    }

    private List<MovieArgument> learned() {
        return data.stream().map(text -> MovieArgument.learned("--data", text)).toList();
    }

    private List<MovieArgument> heldOut() {
        return holdOut.stream()
                .map(text -> MovieArgument.heldOut("--hold-out", text))
                .toList();
    }

    private Set<String> branchesLeftOut() {
        return new TreeSet<>(without);
    }

    private static void print(TrainingListener.Progress progress, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "links: %,d of %,d scenes  %d min  %.1f scenes/s  loss %.4f  rate %.1e  told rightly %.4f  best %.4f%n",
                progress.crops(),
                progress.ofCrops(),
                progress.elapsed().toMinutes(),
                1000.0 * progress.crops() / Math.max(1, progress.elapsed().toMillis()),
                progress.loss(),
                progress.learningRate(),
                progress.score(),
                progress.best());
        out.flush();
    }
}
