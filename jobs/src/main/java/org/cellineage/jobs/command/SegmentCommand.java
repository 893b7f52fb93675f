package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.base.Reports;
import org.cellineage.jobs.command.option.ConfigurationOptions;
import org.cellineage.jobs.command.option.InputOptions;
import org.cellineage.jobs.command.option.SelectionOptions;
import org.cellineage.jobs.export.LabelExport;
import org.cellineage.jobs.export.OverlayExport;
import org.cellineage.jobs.export.PredictionExport;
import org.cellineage.jobs.export.SegmentedFrames;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.pipeline.Pipeline;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.problem.BadConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Segments without tracking. */
@Command(
        name = "segment",
        description = "The first half of 'run': segments and measures every frame, and stores the result for 'track'.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage segment --input plates/P7 --output lineages",
            "  cellineage segment -i images -o work --labels-out masks      # also label TIFFs",
            "  cellineage segment -i stills -o work --layout stacks --overlays-out pictures",
            "",
            "A folder of numbered files is read as a movie; with --layout stacks, every file is read separately.",
            "'evaluate --labels' compares label TIFFs with a ground truth."
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
            description = "Measure this segmentation instead of computing one: label images, CTC masks or .trk.")
    private String labels = "";

    @Option(
            names = "--labels-out",
            paramLabel = "URI",
            description =
                    "Also write label TIFFs here, under the file names of the images; stacks as one file per frame.")
    private String labelsOut = "";

    @Option(
            names = "--overlays-out",
            paramLabel = "URI",
            description =
                    "Also write PNG images here, to check the segmentation by eye: the first channel in grey, each cell"
                            + " outlined in a colour that differs from its neighbours'; named like the images.")
    private String overlaysOut = "";

    @Option(
            names = "--predicted-out",
            paramLabel = "URI",
            description =
                    "Also write the channel that prediction.model predicts here, as TIFFs under the file names of the"
                            + " images.")
    private String predictedOut = "";

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = SparkSessions.open(name());
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Storage storage = new HadoopStorage(hadoop);
        RunRequest request = new RunRequest(
                input.inputs(),
                input.layout(),
                given(labels),
                Optional.empty(),
                selection.selection(false),
                configuration.load(storage, input.settings()));
        // Check that the folders are writable before the work, not after it.
        Optional<OutputFolder> labelFolder = given(labelsOut).map(at -> OutputFolder.open(hadoop, at));
        Optional<OutputFolder> pictureFolder = given(overlaysOut).map(at -> OutputFolder.open(hadoop, at));
        Optional<OutputFolder> predictedFolder = given(predictedOut).map(at -> OutputFolder.open(hadoop, at));
        if (predictedFolder.isPresent() && !request.configuration().prediction().isOn()) {
            throw new BadConfigurationException(
                    "--predicted-out",
                    "No channel is predicted.",
                    "Say which model predicts it with --set prediction.model=NAME, or leave --predicted-out out.");
        }
        RunReport report = new Pipeline(spark).segmentOnly(request, output);
        if (labelFolder.isPresent() || pictureFolder.isPresent() || predictedFolder.isPresent()) {
            SegmentedFrames frames = SegmentedFrames.newest(spark, storage, request, output);
            if (labelFolder.isPresent()) {
                long written = new LabelExport(labelFolder.get()).write(frames);
                out.printf("%,d label images: %s%n", written, labelsOut);
            }
            if (pictureFolder.isPresent()) {
                long written = new OverlayExport(storage, pictureFolder.get()).write(frames);
                out.printf("%,d pictures: %s%n", written, overlaysOut);
            }
            if (predictedFolder.isPresent()) {
                FrameSegmentation segmentation = FrameSegmentation.read(storage, request);
                long written =
                        new PredictionExport(storage, predictedFolder.get(), segmentation.predictor()).write(frames);
                out.printf("%,d predicted images: %s%n", written, predictedOut);
            }
        }
        return Reports.print(report, output, out);
    }

    private static Optional<String> given(String option) {
        return option.isEmpty() ? Optional.empty() : Optional.of(option);
    }
}
