package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.base.Reports;
import org.cellineage.jobs.command.option.LineageOptions;
import org.cellineage.jobs.export.ExportJob;
import org.cellineage.jobs.export.Exporter;
import org.cellineage.jobs.export.Exporters;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.published.UnitResult;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.PublishedTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exports published movies for other programs. */
@Command(
        name = "export",
        description = "Writes published movies in formats of other programs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  Open a movie in Fiji, with outlines and tracks (Plugins > Tracking > Load a TrackMate file):",
            "    cellineage export --lineage lineages --format trackmate --output fiji --only P7/B02/1",
            "  All movies of a well for napari, and a table of their cells:",
            "    cellineage export --lineage lineages --format napari,csv --output exports --only P7/B02",
            "  Results for the programs of the Cell Tracking Challenge, to a bucket:",
            "    cellineage export --lineage lineages --format ctc --output s3a://lab/ctc",
            "  Correct a movie in TrackMate, save it, and bring the differences back:",
            "    cellineage correct --lineage lineages --import fiji/P7/B02_s1.xml --movie P7/B02/1",
            "",
            "Files are called PLATE/WELL_sSITE and the ending of their format. Next to them, a file",
            "_FORMAT_provenance.json says which run, models and settings they come from, and what the format",
            "cannot hold. docs/EXCHANGE.md describes each format and how to open it.",
            "",
            "Movies are exported in parallel. One that fails does not stop the others: it is listed, and the",
            "exit code is 4. A jar on the class path can add formats; see docs/ARCHITECTURE.md."
        })
public final class ExportCommand extends JobCommand {

    @Option(names = "--lineage", required = true, paramLabel = "URI", description = "The output of 'run'.")
    private String lineage = "";

    @Option(
            names = "--format",
            required = true,
            split = ",",
            paramLabel = "NAME",
            description = "One or more formats, separated by commas, or one at a time: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Formats.class)
    private List<String> formats = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "URI",
            description = "Folder or bucket to write the files to.")
    private String output = "";

    @Option(
            names = "--only",
            paramLabel = "PLATE[/WELL[/SITE]]",
            description = "Export only these movies. May be repeated.")
    private List<String> only = List.of();

    /** The installed formats, for the help text. */
    static final class Formats extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Formats() {
            for (Exporter exporter : Exporters.all()) {
                add(exporter.name() + " (" + exporter.summary() + ")");
            }
        }
    }

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        List<Exporter> exporters = Exporters.named(formats);
        SparkSession spark = SparkSessions.open(name());
        var hadoop = spark.sparkContext().hadoopConfiguration();
        PublishedTables tables = LineageOptions.open(spark, lineage).tables();
        OutputFolder source = OutputFolder.openExisting(hadoop, lineage);
        OutputFolder target = OutputFolder.open(hadoop, output);
        ExportJob job = new ExportJob(spark, tables, source, target, only);
        List<ExitCode> codes = new ArrayList<>();
        for (Exporter exporter : exporters) {
            List<UnitResult<ExportJob.Written>> results = job.run(exporter, exporters);
            UnitResult.values(results)
                    .forEach(written -> written.files().forEach(file -> out.println(target.resolve(file))));
            out.printf("%,d movies%n", UnitResult.moviesDone(results));
            codes.add(Reports.printFailures(results, out));
        }
        return ExitCode.ofAll(codes);
    }
}
