package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Movie;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.pipeline.Pipeline;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What would be read. */
@Command(
        name = "check",
        description = "Says what would be read, from names and headers alone: plates, wells, sites, frames, channels,"
                + " problems.",
        footerHeading = "%nExamples:%n",
        footer = {"  cellineage check --input plates/P7", "  cellineage check -i s3a://screen/P7 --layout imagexpress"})
public final class CheckCommand extends JobCommand {

    private static final int SHOWN_MOVIES = 20;
    /** Whole job with the classical segmenter: what it did on the movies of docs/BENCHMARKS.md, for one core. */
    private static final double MEGAPIXELS_PER_CORE_SECOND = 1;

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--find-diameter",
            description = "Also look at some frames of each movie, and say how large its nuclei are.")
    private boolean findDiameter;

    @Override
    ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = spark();
        HadoopStorage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        InputCatalog catalog = InputCatalog.read(storage, input.inputs(), input.layout());
        catalog.layouts().forEach((location, layout) -> out.printf("%s: layout %s%n", location, layout));
        if (catalog.movies().isEmpty() && !catalog.failures().isEmpty()) {
            Problem first = catalog.failures().get(0).problem();
            throw new BadInputException(first.where(), first.cause(), first.remedy());
        }
        print(catalog, out);
        if (findDiameter) {
            printDiameters(spark, storage, catalog, out);
        }
        Reports.printFailures(catalog.failures(), out);
        return catalog.failures().isEmpty() ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }

    private void printDiameters(SparkSession spark, HadoopStorage storage, InputCatalog catalog, PrintWriter out)
            throws java.io.IOException {
        RunRequest request = new RunRequest(
                input.inputs(),
                input.layout(),
                Optional.empty(),
                Optional.empty(),
                MovieSelection.CHANGED,
                configuration.load(storage));
        out.println("nucleus diameters:");
        new TreeMap<>(new Pipeline(spark).plans(request, catalog))
                .forEach((movie, plan) -> out.printf(Locale.ROOT, "  %-32s %s%n", movie.id(), text(plan.diameter())));
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

    private static void print(InputCatalog catalog, PrintWriter out) {
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
        out.printf(
                Locale.ROOT,
                "sizing: about %.0f core-minutes with the classical segmenter%n",
                Math.max(1, megapixels / MEGAPIXELS_PER_CORE_SECOND / 60));
    }
}
