package org.cellineage.jobs.command.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.classes.KnownClasses;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.option.MovieArgument;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.classes.ClassTraining;
import org.cellineage.train.classes.HeldOut;
import org.cellineage.train.linking.LinkingTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network that tells classes of cells apart. */
@Command(
        name = "class",
        description = "Trains a network that tells classes of cells apart, such as the phases of the cell cycle.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage train class --data G1=g1.tif --data S=s.tif --hold-out-every 3 -o models/cycle",
            "  cellineage train class --data crops --from nuclear --per-class 20 -o models/mine",
            "  cellineage train class --table classes.csv --movies plate@masks --hold-out-by well --hold-out P1/B02 \\",
            "      -o models/mine",
            "  cellineage train class --unit frame --table map.csv --class-column mechanism --movies plate \\",
            "      --hold-out-by compound --hold-out taxol -o models/mechanism",
            "",
            "A class is a TIFF stack whose slices or time points are cells, or a folder with an image for each",
            "cell; a class may have several. A path without CLASS= is a folder with a subfolder for each class.",
            "Cells fill their image and are in its middle.",
            "A table is a CSV file, or a folder of them, with the columns movie (or plate, well and site), frame (from",
            "0), track (the label of the cell in its label image) and class. What it leaves out it holds for all: a",
            "plate map with a column of classes says them of all cells of its wells. Other columns are groups.",
            "Training runs on this machine only. If it is interrupted, the same command resumes it."
        })
public final class TrainClassCommand extends JobCommand {

    @Option(
            names = "--data",
            paramLabel = "CLASS=PATH",
            description = "Cells of a class, or a folder of classes. May be repeated.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--mitosis",
            description = "Instead of --data, learn interphase, mitosis and death from simulated movies and those of"
                    + " --movies.")
    private boolean mitosis;

    @Option(
            names = "--table",
            paramLabel = "FILE",
            description = "Instead of --data, classes of cells, frames or wells of --movies: a CSV file or a folder of"
                    + " them.")
    private String table = "";

    @Option(
            names = "--class-column",
            paramLabel = "NAME",
            defaultValue = KnownClasses.CLASS,
            description = "Column of --table that holds the class. Default: ${DEFAULT-VALUE}.")
    private String classColumn = KnownClasses.CLASS;

    @Option(
            names = "--unit",
            paramLabel = "UNIT",
            defaultValue = "cell",
            description = "What --table says the classes of: cell, or frame for whole images. With such a model all"
                    + " cells of a frame are of its class. Default: ${DEFAULT-VALUE}.")
    private ClassTraining.Unit unit = ClassTraining.Unit.CELL;

    @Option(
            names = "--movies",
            paramLabel = "MOVIES",
            description = "With --table: movies and their label images (INPUT@LABELS; without @LABELS, those beside the"
                    + " movies). With --mitosis: movies with known lineages, as in 'train linking'"
                    + " (INPUT@LABELS[PART]), in which cells are mitotic around divisions. May be repeated.")
    private List<String> movies = new ArrayList<>();

    @Option(
            names = "--simulated",
            paramLabel = "MOVIES",
            defaultValue = "40",
            description = "With --mitosis: number of simulated movies. Default: ${DEFAULT-VALUE}.")
    private int simulated;

    @Option(
            names = "--channels",
            split = ",",
            paramLabel = "CHANNEL",
            description = "Channels that are looked at, from 0. Default: all.")
    private List<Integer> channels = new ArrayList<>();

    @Option(
            names = "--hold-out-every",
            paramLabel = "N",
            defaultValue = "0",
            description = "Hold out every n-th cell of each source for the figures of the model card.")
    private int holdOutEvery;

    @Option(
            names = "--hold-out-by",
            paramLabel = "GROUP",
            defaultValue = "",
            description = "Hold out whole groups, which --hold-out names: file; with --mitosis movie; with --table"
                    + " movie, well (PLATE/WELL), plate, or a column of the table, such as compound.")
    private String holdOutBy = "";

    @Option(
            names = "--hold-out",
            paramLabel = "VALUE",
            description = "Group for the figures of the model card only. May be repeated.")
    private List<String> holdOut = new ArrayList<>();

    @Option(
            names = "--validate-on",
            paramLabel = "N",
            defaultValue = "6",
            description = "Every n-th of the other cells, or groups, chooses the weights; 0: none does, and the last"
                    + " weights are taken. Default: ${DEFAULT-VALUE}.")
    private int validateOn;

    @Option(
            names = "--per-class",
            paramLabel = "CELLS",
            defaultValue = "0",
            description = "Learn from at most so many cells of a class, drawn with the seed. Default: all.")
    private int perClass;

    @Option(
            names = "--tune",
            description =
                    "With --from: train the trunk of the segmentation network, too, instead of leaving it as it is.")
    private boolean tune;

    @Option(
            names = "--side",
            paramLabel = "PX",
            defaultValue = "0",
            description = "Side of what the network sees. Default: that of the crops, at most 64; with --table 24, or"
                    + " 128 for whole frames.")
    private int side;

    @Option(
            names = "--width",
            paramLabel = "CHANNELS",
            defaultValue = "16",
            description = "Channels of the first layer: more see more, and cost more. Default: ${DEFAULT-VALUE}.")
    private int width;

    @Option(
            names = "--orientations",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "When cells are classified, look at each turned and mirrored in 1, 2, 4 or 8 ways, and average:"
                            + " more accurate, and N times as slow. Default: ${DEFAULT-VALUE}.")
    private int orientations;

    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Train N networks, each with other cells to validate on, and take their mean: more accurate, and"
                            + " N times as slow. They share --minutes. Default: ${DEFAULT-VALUE}.")
    private int members;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Option(names = "--name", defaultValue = "class", description = "Name of the model. Default: ${DEFAULT-VALUE}.")
    private String name = "class";

    @Option(
            names = "--crops",
            defaultValue = "60000",
            description = "Number of crops to train on. Default: ${DEFAULT-VALUE}.")
    private long crops;

    @Option(names = "--batch", defaultValue = "64", description = "Crops per step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--validate-every",
            paramLabel = "CROPS",
            defaultValue = "5000",
            description = "Crops between two validations. Default: ${DEFAULT-VALUE}.")
    private long validateEvery;

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        // Check everything on the command line before reading.
        TrainingPlan plan = options.plan("train class", "crops", crops, batch, validateEvery, options.state());
        LocalStorage storage = new LocalStorage();
        ClassTraining.Settings settings = settings(storage);
        ClassTraining training = training(storage, settings);
        training.describe().forEach(out::println);
        out.flush();
        List<TrainingResult> results = training.train(plan, progress -> print(progress, out));
        ClassTraining.Trained trained = training.bundle(name, options.version(), commandLine(), plan, results);
        trained.files().writeTo(options.output());
        trained.confusion().lines().forEach(out::println);
        out.printf(
                Locale.ROOT,
                "after %,d crops and %d minutes%nmodel bundle: %s%n",
                results.stream().mapToLong(TrainingResult::crops).sum(),
                TrainingResult.together(results).toMinutes(),
                options.output());
        return ExitCode.DONE;
    }

    private ClassTraining training(LocalStorage storage, ClassTraining.Settings settings) throws IOException {
        int given = (data.isEmpty() ? 0 : 1) + (mitosis ? 1 : 0) + (table.isEmpty() ? 0 : 1);
        if (given != 1) {
            throw new BadConfigurationException(
                    "train class", "There must be one of --data, --table and --mitosis.", "See --help.");
        }
        if (mitosis) {
            return ClassTraining.ofMitosis(storage, movies(), simulated, settings, options.seed());
        }
        if (table.isEmpty()) {
            if (unit == ClassTraining.Unit.FRAME) {
                throw new BadConfigurationException(
                        "--unit", "Images of --data are looked at as they are.", "Leave it out, or give --table.");
            }
            return ClassTraining.read(storage, sources(), settings, options.seed());
        }
        if (movies.isEmpty()) {
            throw new BadConfigurationException(
                    "--table", "There are no movies to look at.", "Give them with --movies INPUT@LABELS.");
        }
        KnownClasses known = KnownClasses.read(storage, table, classColumn);
        return ClassTraining.ofTable(storage, known, movies(), unit, settings, options.seed());
    }

    private ClassTraining.Settings settings(LocalStorage storage) throws Exception {
        try {
            HeldOut heldOut = new HeldOut(holdOutEvery, holdOutBy, new HashSet<>(holdOut), validateOn);
            return new ClassTraining.Settings(
                    channels, side, width, heldOut, perClass, options.from(storage), tune, orientations, members);
        } catch (IllegalArgumentException e) {
            throw new BadConfigurationException("train class", e.getMessage() + ".", "See --help.", e);
        }
    }

    private List<LinkingTraining.Source> movies() {
        return movies.stream()
                .map(given -> MovieArgument.heldOut("--movies", given).source())
                .toList();
    }

    private List<ClassTraining.Source> sources() {
        List<ClassTraining.Source> sources = new ArrayList<>();
        for (String given : data) {
            int at = given.indexOf('=');
            sources.add(new ClassTraining.Source(given.substring(0, Math.max(0, at)), given.substring(at + 1)));
        }
        return sources;
    }

    /** For the model card: the last components of the paths, because the rest differs between machines. */
    private String commandLine() {
        StringBuilder line = new StringBuilder("train class");
        for (ClassTraining.Source source : sources()) {
            Path path = Path.of(source.location());
            int parts = Math.min(2, path.getNameCount());
            line.append(" --data ")
                    .append(source.name().isEmpty() ? "" : source.name() + "=")
                    .append(path.subpath(path.getNameCount() - parts, path.getNameCount()));
        }
        line.append(mitosis ? " --mitosis --simulated " + simulated : "");
        if (!table.isEmpty()) {
            line.append(" --table ").append(Path.of(table).getFileName());
            line.append(classColumn.equals(KnownClasses.CLASS) ? "" : " --class-column " + classColumn);
            line.append(unit == ClassTraining.Unit.FRAME ? " --unit frame" : "");
        }
        movies.forEach(given -> line.append(" --movies ")
                .append(MovieArgument.heldOut("--movies", given).shown()));
        if (!channels.isEmpty()) {
            line.append(" --channels ")
                    .append(String.join(
                            ",", channels.stream().map(String::valueOf).toList()));
        }
        line.append(holdOutEvery > 0 ? " --hold-out-every " + holdOutEvery : "");
        line.append(holdOutBy.isEmpty() ? "" : " --hold-out-by " + holdOutBy);
        holdOut.forEach(value -> line.append(" --hold-out ").append(value));
        line.append(perClass > 0 ? " --per-class " + perClass : "").append(tune ? " --tune" : "");
        line.append(side > 0 ? " --side " + side : "");
        line.append(orientations > 1 ? " --orientations " + orientations : "");
        line.append(members > 1 ? " --members " + members : "");
        return line.append(" --validate-on ")
                .append(validateOn)
                .append(" --width ")
                .append(width)
                .append(" --crops ")
                .append(crops)
                .append(" --batch ")
                .append(batch)
                .append(options.shown())
                .toString();
    }

    private static void print(TrainingListener.Progress progress, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d of %,d crops  %d min  loss %.4f  rate %.1e  score %.4f  best %.4f%n",
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
