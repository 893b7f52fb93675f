package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.ExitCode;
import org.cellineage.jobs.export.LabelExport;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.pipeline.Pipeline;
import org.cellineage.jobs.pipeline.RunReport;
import org.cellineage.jobs.pipeline.RunRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The first half of a run. */
@Command(
        name = "segment",
        description = "The first half of 'run': segments and measures every frame, and leaves the result for 'track'.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage segment --input plates/P7 --output lineages",
            "  cellineage segment -i images -o work --labels-out masks      # label TIFFs too",
        })
public final class SegmentCommand extends JobCommand {

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "URI",
            description = "Folder or bucket for the segmented frames.")
    private String output = "";

    @Option(
            names = "--labels",
            paramLabel = "URI",
            description = "Measure this segmentation instead of making one: label TIFFs, CTC masks or .trk.")
    private String labels = "";

    @Option(
            names = "--labels-out",
            paramLabel = "URI",
            description = "Also write label TIFFs here, under the images' file names; stacks as one file a frame.")
    private String labelsOut = "";

    @Override
    ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = spark();
        Storage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        RunRequest request = new RunRequest(
                input.inputs(),
                input.layout(),
                labels.isEmpty() ? Optional.empty() : Optional.of(labels),
                Optional.empty(),
                selection.selection(false),
                configuration.load(storage));
        RunReport report = new Pipeline(spark).segmentOnly(request, output);
        if (!labelsOut.isEmpty()) {
            long written = new LabelExport(spark, storage).write(request, output, labelsOut);
            out.printf("%,d label images: %s%n", written, labelsOut);
        }
        return Reports.print(report, output, out);
    }
}
