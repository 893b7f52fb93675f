package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.base.Reports;
import org.cellineage.jobs.command.option.ConfigurationOptions;
import org.cellineage.jobs.command.option.LineageOptions;
import org.cellineage.jobs.correct.CorrectionImport;
import org.cellineage.jobs.correct.CorrectionStates;
import org.cellineage.jobs.correct.Recalibration;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.pipeline.CorrectionRun;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.Calibration;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.problem.BadConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Applies corrections to published movies. */
@Command(
        name = "correct",
        description = "Applies what people have corrected to the tables, and publishes the movies that were corrected.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage correct --lineage lineages",
            "  cellineage correct --lineage lineages --list --only P7/B02/1",
            "  cellineage correct --lineage lineages --import edited/01_RES --movie P7/B02/1",
            "  cellineage correct --lineage lineages --import fiji/P7/B02_s1.xml --movie P7/B02/1",
            "  cellineage correct --lineage lineages --undo 3.1 --movie P7/B02/1",
            "  cellineage correct --lineage lineages --calibrate",
            "",
            "Corrections are kept beside the tables, in _corrections, and are never removed: undoing one is a",
            "correction too. Only movies whose corrections have changed are published again. A later 'run' keeps",
            "the corrections and applies them to its own result; one that does not fit any more is a row of the",
            "failures table (stage correct), and the exit code is 4. See docs/CORRECTIONS.md."
        })
public final class CorrectCommand extends JobCommand {

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--lineage", required = true, paramLabel = "URI", description = "The output of 'run'.")
    private String lineage = "";

    @Option(
            names = "--plate",
            paramLabel = "PLATE",
            description = "Only the movies of this plate. May be repeated. Default: all plates.")
    private List<String> plates = new ArrayList<>();

    @Option(names = "--only", paramLabel = "PLATE/WELL[/SITE]", description = "Only these movies. May be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--force", description = "Apply again what the tables contain already.")
    private boolean force;

    @Option(names = "--list", description = "List the corrections and what has become of each; change nothing.")
    private boolean list;

    @Option(
            names = "--import",
            paramLabel = "URI",
            description =
                    "Add what differs between the movie and this CTC result folder, .trk file, GEFF, file of TrackMate or"
                            + " table of napari as corrections, then apply them.")
    private String imported = "";

    @Option(
            names = "--undo",
            paramLabel = "NUMBER",
            description = "Undo this correction of the movie, then apply the rest. --list shows the numbers.")
    private String undone = "";

    @Option(
            names = "--calibrate",
            description =
                    "Learn from all corrections how sure links and divisions are, for the error probabilities of the"
                            + " view lineages. The tables are not changed.")
    private boolean calibrate;

    @Option(names = "--movie", paramLabel = "PLATE/WELL/SITE", description = "The movie for --import and --undo.")
    private String movie = "";

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "Who decided, for --import and --undo. Default: ${DEFAULT-VALUE}.",
            defaultValue = "${sys:user.name}")
    private String author = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "The reason, for --import and --undo.")
    private String why = "";

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        boolean adds = !imported.isEmpty() || !undone.isEmpty();
        boolean looks = list || calibrate;
        if (adds == movie.isEmpty() || (!imported.isEmpty() && !undone.isEmpty()) || (adds && looks)) {
            throw new BadConfigurationException(
                    adds ? "--movie" : "--import, --undo",
                    "Give either --import or --undo, together with the --movie that it is about, and neither with"
                            + " --list or --calibrate.",
                    "See 'cellineage correct --help' for examples.");
        }
        SparkSession spark = SparkSessions.open(name());
        var hadoop = spark.sparkContext().hadoopConfiguration();
        LineageStore store = LineageOptions.open(spark, lineage);
        if (list) {
            MovieSelection shown = new MovieSelection(only, false, false);
            CorrectionStates states = new CorrectionStates(spark, OutputFolder.openExisting(hadoop, lineage), store);
            print(states.list(key -> shown.names(key) && (plates.isEmpty() || plates.contains(key.plate()))), out);
            return ExitCode.DONE;
        }
        if (calibrate) {
            print(new Recalibration(spark, OutputFolder.openExisting(hadoop, lineage), store).calibrate(), out);
            return ExitCode.DONE;
        }
        if (adds) {
            CorrectionImport additions = new CorrectionImport(spark, OutputFolder.open(hadoop, lineage), store);
            if (!imported.isEmpty()) {
                out.printf("%,d corrections of movie %s%n", additions.lineage(imported, movie, author, why()), movie);
            } else {
                additions.undo(undone, movie, author, why);
            }
            only = List.of(movie);
        }
        Storage storage = new HadoopStorage(hadoop);
        MovieSelection selection = new MovieSelection(only, force, false);
        RunReport report = new CorrectionRun(spark)
                .apply(configuration.load(storage), new LinkedHashSet<>(plates), selection, lineage);
        return Reports.print(report, lineage, out);
    }

    private String why() {
        return why.isEmpty() ? "imported from " + imported : why;
    }

    private static void print(Calibration calibration, PrintWriter out) {
        calibration
                .linkers()
                .forEach((linker, learned) -> out.printf(
                        Locale.ROOT,
                        "%s: of %,d links and divisions that were judged, %,d were wrong; errors are %.2f times as"
                                + " frequent as the probabilities say%n",
                        linker,
                        learned.judged(),
                        learned.wrong(),
                        learned.exponent()));
    }

    private static void print(List<CorrectionStates.Listed> listed, PrintWriter out) {
        for (CorrectionStates.Listed one : listed) {
            out.printf(
                    "%-8s %-6s %s  %s  %s, %s%s%n",
                    one.state().label(),
                    one.logged().id(),
                    one.movie().id(),
                    one.logged().correction().change().summary(),
                    one.logged().correction().author(),
                    one.logged().correction().at(),
                    one.logged().correction().why().isEmpty()
                            ? ""
                            : ": " + one.logged().correction().why());
        }
        out.printf("%,d corrections%n", listed.size());
    }
}
