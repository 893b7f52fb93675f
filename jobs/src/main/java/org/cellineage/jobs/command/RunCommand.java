package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.base.Reports;
import org.cellineage.jobs.command.option.ByteSize;
import org.cellineage.jobs.command.option.ConfigurationOptions;
import org.cellineage.jobs.command.option.GivenOptions;
import org.cellineage.jobs.command.option.InputOptions;
import org.cellineage.jobs.command.option.SelectionOptions;
import org.cellineage.jobs.command.option.StoreOptions;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.pipeline.Pipeline;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.PlateMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns movies into lineage tables. */
@Command(
        name = "run",
        description =
                "Turns movies into lineage tables: segments every frame, tracks every movie, publishes the tables.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage run --input plates/P7 --output lineages",
            "  cellineage run -i s3a://screen/P7 s3a://screen/P8 -o s3a://screen/lineages",
            "  cellineage run -i Fluo-N2DH-SIM+/01 --labels Fluo-N2DH-SIM+/01_GT/TRA -o out",
            "  cellineage run -i plates/P7 -o lineages --plate-map doses.csv",
            "  cellineage run -i images --layout 'pattern:{plate}/{well}_s{site}_w{channel}_t{frame}.tif' -o out",
            "  cellineage run -i plates/P7 -o lineages --report report      # tables, and pages to look at",
            "  cellineage run -i plates/P7 -o lineages --retry-failed       # only what failed",
            "  cellineage run -i plates/P7 -o lineages --only P7/B02 --force",
            "",
            "Tables: movies, cells, tracks, divisions, failures (docs/TABLES.md); views.sql opens them in DuckDB.",
            "Exit codes: 0 success; 1 invalid command line; 2 user action required; 3 internal error; 4 some movies failed."
        })
public final class RunCommand extends JobCommand {

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(
            names = "--retry-failed",
            description = "Of the published movies, process again only those that failed or have failed frames.")
    private boolean retryFailed;

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    private StoreOptions store = new StoreOptions();

    @ArgGroup
    private GivenOptions given = new GivenOptions();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "URI",
            description =
                    "Folder or bucket for the tables. Movies that are already published there and unchanged are skipped.")
    private String output = "";

    @Option(
            names = "--discard-segmented",
            description = "Remove the segmented frames afterwards; without them, 'track' cannot be run again.")
    private boolean discardSegmented;

    @Option(
            names = "--plate-map",
            paramLabel = "FILE",
            description =
                    "What was done to each well: CSV or Parquet with a column 'well', a column 'plate' if there are several"
                            + " plates, and any others, such as compound and dose. Stored with the tables as the view 'conditions'.")
    private String plateMap = "";

    @Option(
            names = "--report",
            paramLabel = "URI",
            description = "Also write pages that show the tables, at most " + PageReport.BUDGET
                    + " of them; 'report' has more options.")
    private String report = "";

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = SparkSessions.open(name());
        Storage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        RunRequest request = new RunRequest(
                input.inputs(),
                input.layout(),
                given.labels(),
                given.tracks(),
                selection.selection(retryFailed),
                configuration.load(storage, store.and(input.settings())));
        // Read the map first, so that an error in it does not appear after hours.
        Optional<PlateMap> map = plateMap.isEmpty() ? Optional.empty() : Optional.of(PlateMap.read(spark, plateMap));
        RunReport done = new Pipeline(spark).run(request, output, !discardSegmented, map);
        ExitCode code = Reports.print(done, output, out);
        if (report.isEmpty() || code == ExitCode.USER_ACTION_REQUIRED) {
            return code;
        }
        long budget = new ByteSize().convert(PageReport.BUDGET);
        return ExitCode.ofAll(List.of(code, new PageReport(output, report, List.of(), budget).write(spark, out)));
    }
}
