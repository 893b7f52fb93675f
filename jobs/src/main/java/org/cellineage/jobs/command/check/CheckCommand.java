package org.cellineage.jobs.command.check;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.catalog.CatalogSource;
import org.cellineage.jobs.catalog.GivenLabels;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.base.Reports;
import org.cellineage.jobs.command.option.ConfigurationOptions;
import org.cellineage.jobs.command.option.GivenOptions;
import org.cellineage.jobs.command.option.InputOptions;
import org.cellineage.jobs.hadoop.CommandStorage;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.pipeline.Pipeline;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.segment.MovieProbe;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.segment.method.SegmentationMethod;
import org.cellineage.segment.method.SegmentationMethods;
import org.cellineage.segment.method.SegmentationOptions;
import org.cellineage.type.ChannelType;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What would be read. */
@Command(
        name = "check",
        description = "Says what would be read, from names and headers alone: plates, wells, sites, frames, channels,"
                + " problems.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage check --input plates/P7",
            "  cellineage check -i s3a://screen/P7 --layout imagexpress",
            "  cellineage check -i plates/P7 --find-type          # what the channels show, and which model fits",
            "  cellineage check -i images --labels masks         # also which label images are missing",
            "  cellineage check -i plates --json > check.json",
            "",
            "Exit codes: 0 done; 1 command line; 2 user action required; 3 internal error; 4 some movies cannot be used."
        })
public final class CheckCommand extends JobCommand {

    private static final int SHOWN_MOVIES = 20;
    private static final int SHOWN_WARNINGS = 20;

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @ArgGroup
    private GivenOptions given = new GivenOptions();

    @Option(
            names = "--find-diameter",
            description = "Also look at some frames of each movie, and say how large its nuclei or cells are.")
    private boolean findDiameter;

    @Option(
            names = "--find-type",
            description =
                    "Also look at some frames of each movie, and say what its channels show and which model finds its"
                            + " cells.")
    private boolean findType;

    @Option(
            names = "--json",
            description = "Print one JSON document instead: inputs, movies, failures, warnings (docs/OPERATIONS.md).")
    private boolean json;

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        // Local files and buckets need no Spark; frames are read by its tasks.
        Storage storage = findDiameter || findType
                ? new HadoopStorage(SparkSessions.open(name()).sparkContext().hadoopConfiguration())
                : CommandStorage.open();
        RunRequest request = new RunRequest(
                input.inputs(),
                input.layout(),
                given.labels(),
                given.tracks(),
                MovieSelection.CHANGED,
                configuration.load(storage, input.settings()));
        Optional<String> labels = request.givenLabels();
        InputCatalog catalog = InputCatalog.read(
                CatalogSource.of(storage),
                request,
                labels.isPresent()
                        ? Optional.of(GivenLabels.read(
                                storage, labels.get(), request.tracks().isPresent()))
                        : Optional.empty(),
                movie -> true);
        Optional<MovieProbe.Probed> probed = findDiameter || findType
                ? Optional.of(new Pipeline(SparkSessions.open(name())).plans(request, catalog))
                : Optional.empty();
        if (json) {
            out.println(CheckDocument.of(catalog, probed));
        } else {
            catalog.layouts()
                    .forEach((location, layout) -> out.printf(
                            "%s: layout %s%s%n",
                            location, layout.name(), layout.why().isEmpty() ? "" : ": " + layout.why()));
        }
        if (catalog.movies().isEmpty() && !catalog.failures().isEmpty()) {
            out.flush();
            Problem first = catalog.failures().get(0).problem();
            throw new BadInputException(first.where(), first.cause(), first.remedy());
        }
        if (!json) {
            print(catalog, request, probed, out);
        }
        boolean isUndecided = probed.isPresent() && !probed.get().failures().isEmpty();
        return catalog.failures().isEmpty() && !isUndecided ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }

    private void print(InputCatalog catalog, RunRequest request, Optional<MovieProbe.Probed> probed, PrintWriter out) {
        printMovies(catalog, out);
        printSizing(catalog, request.configuration().segmentation(), out);
        probed.ifPresent(found -> printPlans(catalog, found, out));
        List<CatalogWarning> warnings = catalog.warnings();
        warnings.stream().limit(SHOWN_WARNINGS).forEach(warning -> out.printf("warning: %s%n", warning.text()));
        if (warnings.size() > SHOWN_WARNINGS) {
            out.printf(Locale.ROOT, "and %,d more warnings; --json lists them all%n", warnings.size() - SHOWN_WARNINGS);
        }
        List<Failure> failures = new ArrayList<>(catalog.failures());
        probed.ifPresent(found -> failures.addAll(found.failures()));
        Reports.printFailures(failures, "--json lists them all", out);
    }

    private void printPlans(InputCatalog catalog, MovieProbe.Probed probed, PrintWriter out) {
        out.println(findType ? "what the channels show, and how cells are found:" : "diameters:");
        new TreeMap<>(probed.plans()).forEach((movie, plan) -> {
            String size = text(plan.diameter());
            out.printf(
                    Locale.ROOT,
                    "  %-32s %s%n",
                    movie.id(),
                    findType ? text(catalog, movie, plan) + "; " + size : size);
        });
        new TreeMap<>(probed.notes())
                .forEach((movie, notes) -> notes.forEach(note -> out.printf("note: %s: %s%n", movie.id(), note)));
    }

    private static String text(InputCatalog catalog, MovieKey movie, MoviePlan plan) {
        List<String> names = catalog.info(movie).withPredicted(plan.predicted()).channels();
        List<String> parts = new ArrayList<>();
        for (int c = 0; c < plan.channels().size(); c++) {
            ChannelType channel = plan.channels().get(c);
            parts.add(names.get(c) + ": " + channel.type()
                    + (channel.isGiven() ? "" : String.format(Locale.ROOT, " (%.2f)", channel.probability())));
        }
        parts.add("cells in channel " + plan.cells().channel() + " by "
                + (plan.cells().model().isEmpty()
                        ? "the classical segmenter"
                        : plan.cells().model()));
        plan.bodies().forEach(body -> parts.add("whole cells in channel " + body.channel() + " by " + body.model()));
        return String.join("; ", parts);
    }

    private static String text(NucleusDiameter diameter) {
        if (Double.isNaN(diameter.px())) {
            return "not known";
        }
        String text = String.format(Locale.ROOT, "%.1f px, %s", diameter.px(), diameter.origin());
        return Double.isNaN(diameter.relativeSpread())
                ? text
                : text + String.format(Locale.ROOT, ", relative spread %.0f %%", 100 * diameter.relativeSpread());
    }

    private static void printMovies(InputCatalog catalog, PrintWriter out) {
        TreeSet<String> plates = new TreeSet<>();
        TreeSet<String> wells = new TreeSet<>();
        List<Movie> movies = new ArrayList<>(catalog.movies());
        long frames = 0;
        double megapixels = 0;
        for (Movie movie : movies) {
            plates.add(movie.key().plate());
            wells.add(movie.key().plate() + "/" + movie.key().well());
            frames += movie.frames().size();
            megapixels += 1e-6 * movie.width() * movie.height() * movie.frames().size();
        }
        out.printf(
                Locale.ROOT,
                "%,d plates, %,d wells, %,d movies, %,d frames, %,.1f megapixels%n",
                plates.size(),
                wells.size(),
                movies.size(),
                frames,
                megapixels);
        for (Movie movie : movies.subList(0, Math.min(SHOWN_MOVIES, movies.size()))) {
            out.printf(
                    Locale.ROOT,
                    "  %-32s %4d frames  %d x %d %s  channels %s%s%s%n",
                    movie.key().id(),
                    movie.frameCount(),
                    movie.width(),
                    movie.height(),
                    movie.pixelType().name().toLowerCase(Locale.ROOT),
                    String.join(", ", movie.channels()),
                    movie.calibration().hasPixelSize()
                            ? String.format(
                                    Locale.ROOT,
                                    "  %.4g um/px",
                                    movie.calibration().pixelSizeUm())
                            : "",
                    movie.calibration().hasFrameInterval()
                            ? String.format(
                                    Locale.ROOT,
                                    "  %.4g s/frame",
                                    movie.calibration().frameIntervalS())
                            : "");
        }
        if (movies.size() > SHOWN_MOVIES) {
            out.printf(Locale.ROOT, "  and %,d more%n", movies.size() - SHOWN_MOVIES);
        }
    }

    private static void printSizing(InputCatalog catalog, SegmentationOptions segmentation, PrintWriter out) {
        double megapixels = 0;
        for (Movie movie : catalog.movies()) {
            megapixels += 1e-6 * movie.width() * movie.height() * movie.frames().size();
        }
        SegmentationMethod method = SegmentationMethods.named(segmentation.method());
        SegmentationMethod.Throughput throughput = method.throughput();
        out.printf(
                Locale.ROOT,
                "sizing: about %,.0f core-minutes with the %s segmenter%s%n",
                Math.max(1, megapixels / throughput.megapixelsPerSecond() / 60),
                method.name(),
                throughput.assumption().isEmpty() ? "" : ", " + throughput.assumption());
    }
}
