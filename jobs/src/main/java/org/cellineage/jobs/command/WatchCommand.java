package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.ReadOptions;
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

/** Movies as they come, lineage tables out. */
@Command(
        name = "watch",
        description = "Waits for movies under a location, and does with each that has arrived what 'run' does.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage watch --input 's3a://screen/plates/*' --output s3a://screen/lineages",
            "  cellineage watch -i incoming/P7 -o lineages --available-now      # for a scheduler",
            "  cellineage watch -i 'incoming/*' -o lineages --marker DONE --every 30",
            "",
            "A movie is taken when none of its files has changed for --settle seconds, or when its folder, or one above",
            "it in the input, holds a file of the name --marker. It is published once; when its files change later, it",
            "is done again. Started again, with the same output or checkpoint, it goes on where it was.",
            "Exit codes: 0 done; 1 command line; 2 user action required; 3 internal error; 4 done, but some movies failed."
        })
public final class WatchCommand extends JobCommand {

    private static final int HASH_DIGITS = 12;

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "URI",
            description = "Folder or bucket for the tables.")
    private String output = "";

    @Option(
            names = "--checkpoint",
            paramLabel = "URI",
            description = "Where the watch keeps how far it is. Default: OUTPUT/_watch/ and a hash of the inputs.")
    private String checkpoint = "";

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long a movie's files must be unchanged until it is taken. Default: ${DEFAULT-VALUE}.")
    private int settleSeconds = 300;

    @Option(
            names = "--marker",
            paramLabel = "NAME",
            description = "A movie is whole when a file of this name is there, and not before; no time is waited.")
    private String marker = "";

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Pause between two looks. Default: ${DEFAULT-VALUE}.")
    private int everySeconds = 60;

    @Option(names = "--available-now", description = "Do the movies that are there as a whole now, and end.")
    private boolean availableNow;

    @Option(
            names = "--discard-segmented",
            description = "Remove the segmented frames afterwards; 'track' cannot be run again without them.")
    private boolean discardSegmented;

    @Override
    ExitCode execute(PrintWriter out) throws Exception {
        if (settleSeconds < 0 || everySeconds < 1) {
            throw new picocli.CommandLine.ParameterException(
                    parsed(), "--settle must be at least 0, --every at least 1.");
        }
        SparkSession spark = SparkSessions.open(name());
        PipelineConfiguration settings =
                configuration.load(new HadoopStorage(spark.sparkContext().hadoopConfiguration()), input.settings());
        Pipeline pipeline = new Pipeline(spark);
        AtomicBoolean someFailed = new AtomicBoolean();
        Watch.run(
                spark,
                new Watch.Request(
                        input.inputs(),
                        input.layout(),
                        settings.input().readOptions(),
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

    /** Movies that were refused under other options must arrive again. */
    private String ownCheckpoint(ReadOptions options) {
        String watched = String.join("\n", input.inputs()) + "\n" + input.layout();
        String inputs = ConfigurationLoader.sha256(
                options.equals(ReadOptions.DEFAULTS) ? watched : watched + "\n" + options);
        return output + "/_watch/" + inputs.substring(0, HASH_DIGITS);
    }
}
