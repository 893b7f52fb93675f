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
            "  cellineage export --lineage lineages --format ctc --output ctc",
            "  cellineage export --lineage lineages --format ctc,trk --output exports --only P7/B02/1",
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
            description = "One or more formats, separated by commas: ${COMPLETION-CANDIDATES}.",
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
