package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.base.Reports;
import org.cellineage.jobs.command.option.ConfigurationOptions;
import org.cellineage.jobs.command.option.StoreOptions;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.pipeline.Pipeline;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.session.SparkSessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tracks what was segmented. */
@Command(
        name = "track",
        description =
                "The second half of 'run': tracks what 'segment' or an earlier 'run' segmented, and publishes the tables.",
        footerHeading = "%nExample:%n",
        footer = "  cellineage track --output lineages --set tracking.max_gap_frames=4")
public final class TrackCommand extends JobCommand {

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(
            names = "--only",
            paramLabel = "PLATE/WELL[/SITE]",
            description = "Process only these movies; all others stay as they are. May be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "URI",
            description = "The output of 'segment' or 'run'; the latest segmentation of every movie is tracked.")
    private String output = "";

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = SparkSessions.open(name());
        Storage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        return Reports.print(
                new Pipeline(spark)
                        .trackOnly(
                                configuration.load(storage, store.and(List.of())),
                                new MovieSelection(only, true, false),
                                output),
                output,
                out);
    }
}
