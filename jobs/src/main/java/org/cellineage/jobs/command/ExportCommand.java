package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.option.LineageOptions;
import org.cellineage.jobs.export.CtcExporter;
import org.cellineage.jobs.export.Exporter;
import org.cellineage.jobs.export.TableMovie;
import org.cellineage.jobs.export.TrkExporter;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.PublishedTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exports published movies for other programs. */
@Command(
        name = "export",
        description = "Writes published movies in formats of other programs: Cell Tracking Challenge results and"
                + " deepcell-tracking files.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage export --lineage lineages --format ctc --output ctc",
            "  cellineage export --lineage lineages --format trk --output trk --only P7/B02/1",
        })
public final class ExportCommand extends JobCommand {

    /** Formats by the name that {@code --format} takes. */
    enum Format {
        ctc,
        trk,
        trks
    }

    @Option(names = "--lineage", required = true, paramLabel = "URI", description = "The output of 'run'.")
    private String lineage = "";

    @Option(names = "--format", required = true, description = "${COMPLETION-CANDIDATES}.")
    private Format format = Format.ctc;

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

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = SparkSessions.open(name());
        var hadoop = spark.sparkContext().hadoopConfiguration();
        PublishedTables tables = LineageOptions.open(spark, lineage).tables();
        Storage storage = new HadoopStorage(hadoop);
        Exporter exporter = switch (format) {
            case ctc -> new CtcExporter();
            case trk -> new TrkExporter(storage, false);
            case trks -> new TrkExporter(storage, true);
        };
        List<TableMovie> movies = TableMovie.all(tables).stream()
                .filter(movie -> only.isEmpty()
                        || only.stream().anyMatch(o -> (movie.key().id() + "/").startsWith(o + "/")))
                .toList();
        List<String> written = exporter.export(tables, movies, OutputFolder.open(hadoop, output));
        written.forEach(out::println);
        out.printf("%,d movies%n", movies.size());
        return ExitCode.DONE;
    }
}
