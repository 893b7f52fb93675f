package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.ReadOptions;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.base.Reports;
import org.cellineage.jobs.command.option.ConfigurationOptions;
import org.cellineage.jobs.command.option.InputOptions;
import org.cellineage.jobs.command.option.StoreOptions;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.pipeline.Pipeline;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.watch.Watch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Processes movies as they arrive. */
@Command(
        name = "watch",
        description = "Waits for movies in a location, and processes each that has arrived as 'run' does.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage watch --input 's3a://screen/plates/*' --output s3a://screen/lineages",
            "  cellineage watch -i incoming/P7 -o lineages --available-now      # for a scheduler",
            "  cellineage watch -i 'incoming/*' -o lineages --marker DONE --every 30",
            "",
            "A movie is processed once none of its files has changed for --settle seconds or, with --marker, once its folder",
            "or one above it within the input contains a file of that name. It is published once; if its files change",
            "later, it is processed again. A restarted watch with the same output or checkpoint continues where it stopped.",
            "Exit codes: 0 success; 1 invalid command line; 2 user action required; 3 internal error; 4 some movies failed."
        })
public final class WatchCommand extends JobCommand {

    private static final int HASH_DIGITS = 12;

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "URI",
            description = "Folder or bucket for the tables.")
    private String output = "";

    @Option(
            names = "--checkpoint",
            paramLabel = "URI",
            description = "Where the watch stores its progress. Default: OUTPUT/_watch/ and a hash of the inputs.")
    private String checkpoint = "";

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description =
                    "How long the files of a movie must be unchanged before it is processed. Default: ${DEFAULT-VALUE}.")
    private int settleSeconds = 300;

    @Option(
            names = "--marker",
            paramLabel = "NAME",
            description =
                    "A movie is complete once a file of this name exists, and not before; there is no waiting period.")
    private String marker = "";

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Time between two checks. Default: ${DEFAULT-VALUE}.")
    private int everySeconds = 60;

    @Option(names = "--available-now", description = "Process the movies that are complete now, and exit.")
    private boolean availableNow;

    @Option(
            names = "--discard-segmented",
            description = "Remove the segmented frames afterwards; without them, 'track' cannot be run again.")
    private boolean discardSegmented;

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        if (settleSeconds < 0 || everySeconds < 1) {
            throw new picocli.CommandLine.ParameterException(
                    parsed(), "--settle must be at least 0, --every at least 1.");
        }
        SparkSession spark = SparkSessions.open(name());
        PipelineConfiguration settings = configuration.load(
                new HadoopStorage(spark.sparkContext().hadoopConfiguration()), store.and(input.settings()));
        Pipeline pipeline = new Pipeline(spark);
        AtomicBoolean someFailed = new AtomicBoolean();
        Watch.run(
                spark,
                new Watch.Request(
                        input.inputs(),
                        input.layout(),
                        settings.input().readOptions(),
                        output,
                        checkpoint.isEmpty() ? ownCheckpoint(settings.input().readOptions()) : checkpoint,
                        settleSeconds,
                        marker,
                        availableNow ? 0 : everySeconds),
                (location, movies) -> {
                    RunRequest request = new RunRequest(
                            List.of(location),
                            input.layout(),
                            Optional.empty(),
                            Optional.empty(),
                            MovieSelection.CHANGED,
                            settings);
                    RunReport report = pipeline.runOnly(request, movies, output, !discardSegmented);
                    if (Reports.print(report, output, out) != ExitCode.DONE) {
                        someFailed.set(true);
                    }
                    out.flush();
                });
        return someFailed.get() ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }

    /** Includes the read options, because movies that were refused under other options must arrive again. */
    private String ownCheckpoint(ReadOptions options) {
        String watched = String.join("\n", input.inputs()) + "\n" + input.layout();
        String inputs =
                ConfigurationLoader.sha256(options.equals(ReadOptions.DEFAULTS) ? watched : watched + "\n" + options);
        return output + "/_watch/" + inputs.substring(0, HASH_DIGITS);
    }
}
