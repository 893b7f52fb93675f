package org.cellineage.jobs.command.train;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Storage;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.option.MovieArgument;
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
            "  cellineage train linking --from cell-link --data lineages@corrected -o models/mine",
            "",
            "Movies: a sequence folder of a Cell Tracking Challenge dataset (with its ground truth next to it, as in",
            "02_GT), a .trk or .trks file, or a folder created by 'cellineage simulate'.",
            "@LABELS takes the cells from label images of another segmentation instead of the ground truth; a cell is",
            "assigned the true track of which it contains more than half, or none. The network thus sees cells as it",
            "will meet them in use.",
            "[PART] selects a part: [0-8] frames 0 to 8 (counted from 0, inclusive), [x740-] cells from column 740 on,",
            "[x-740] cells before it, [0-8,x740-] both. Quote it for the shell.",
            "@corrected takes the movies of a lineage folder that people have corrected; what they decided counts"
                    + " most.",
            "[PLATE/WELL/SITE] then selects movies, for --data or --hold-out.",
            "A scene is a few neighbouring frames around a position. Training runs on this machine only. If it is",
            "interrupted, the same command resumes it."
        })
public final class TrainLinkingCommand extends JobCommand {

    @Option(
            names = "--data",
            paramLabel = "INPUT[@LABELS][[PART]][=SHARE]",
            required = true,
            description =
                    "Movies to train on: where their cells are taken from, which part is used, and their share of the"
                            + " scenes (default 1). May be repeated.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--hold-out",
            paramLabel = "INPUT[@LABELS][[PART]]",
            description = "Movies to validate on, never used for training. May be repeated.")
    private List<String> holdOut = new ArrayList<>();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Option(names = "--name", defaultValue = "cell-link", description = "Name of the model. Default: ${DEFAULT-VALUE}.")
    private String name = "cell-link";

    @Option(names = "--scenes", description = "Number of scenes to train on. Default: 20000, or 1500 with --from.")
    private Optional<Long> scenes = Optional.empty();

    @Option(names = "--batch", defaultValue = "3", description = "Scenes per step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--validate-every",
            paramLabel = "SCENES",
            description = "Scenes between two validations. Default: 1000, or 300 with --from.")
    private Optional<Long> validateEvery = Optional.empty();

    @Option(
            names = "--without",
            paramLabel = "BRANCH",
            description = "Leave out a branch of the network, to measure its contribution: appearance, neighbourhood,"
                    + " morphology or motion. May be repeated.")
    private List<String> without = new ArrayList<>();

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        // Check everything on the command line before reading movies.
        TrainingPlan plan = options.plan(
                "train linking",
                "scenes",
                scenes(),
                batch,
                validateEvery.orElse(options.isTuning() ? 300L : 1000L),
                options.state());
        List<LinkingTraining.Source> sources = Stream.concat(learned().stream(), heldOut().stream())
                .filter(movies -> !movies.isCorrected())
                .map(MovieArgument::source)
                .toList();
        List<LinkingTraining.Corrected> corrected = new CorrectedArguments(learned(), heldOut(), holdOut.isEmpty())
                .read().stream()
                        .map(chosen -> new LinkingTraining.Corrected(chosen.movie(), chosen.share()))
                        .toList();
        Storage storage = new LocalStorage();
        LinkingTraining training =
                LinkingTraining.read(storage, sources, corrected, branchesLeftOut(), options.from(storage));
        training.describe().forEach(out::println);
        double before = training.scoreBefore(options.threads());
        if (!Double.isNaN(before)) {
            out.printf(
                    Locale.ROOT,
                    "before: %.2f %% of held-out pairs and divisions classified correctly (mean)%n",
                    100 * before);
        }
        out.flush();
        TrainingResult result = training.train(plan, progress -> print(progress, out));
        out.printf(
                Locale.ROOT,
                "network: %.2f %% of held-out pairs and divisions classified correctly (mean), after %,d scenes and %d"
                        + " minutes%n",
                100 * result.score(),
                result.crops(),
                result.elapsed().toMinutes());
        training.confusion(options.threads(), result).forEach(out::println);
        training.bundle(name, options.version(), commandLine(), plan, result).writeTo(options.output());
        out.printf("model bundle: %s%n", options.output());
        return ExitCode.DONE;
    }

    private long scenes() {
        return scenes.orElse(options.isTuning() ? 1500L : 20000L);
    }

    private String commandLine() {
        StringBuilder line = new StringBuilder("train linking");
        learned().forEach(movie -> line.append(" --data ").append(movie.shown()));
        heldOut().forEach(movie -> line.append(" --hold-out ").append(movie.shown()));
        line.append(" --scenes ").append(scenes()).append(" --batch ").append(batch);
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
                "links: %,d of %,d scenes  %d min  %.1f scenes/s  loss %.4f  rate %.1e  correct %.4f  best %.4f%n",
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
