package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.List;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.option.ByteSize;
import org.cellineage.jobs.session.SparkSessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes pages that show plates and movies. */
@Command(
        name = "report",
        description = "Writes pages that show plates and movies: open index.html in a browser.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage report --lineage lineages --output report",
            "  cellineage report --lineage lineages --output report --only P7 --budget 1GB",
            "",
            "The pages need no server and no network; the folder can be copied or sent as it is. They show a map of",
            "the wells, growth curves and dose-response, failures and how to fix them; and for each movie a player",
            "with outlines and tracks, the lineage tree, traces of cells, and what to review first.",
            "",
            "Movies that do not fit into --budget are shown smaller, or with fewer frames: the command and the pages",
            "say which. docs/REPORT.md explains the pages."
        })
public final class ReportCommand extends JobCommand {

    @Option(names = "--lineage", required = true, paramLabel = "URI", description = "The output of 'run'.")
    private String lineage = "";

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "URI",
            description = "Folder or bucket to write the pages to. A report that is there is replaced.")
    private String output = "";

    @Option(
            names = "--budget",
            paramLabel = "SIZE",
            defaultValue = PageReport.BUDGET,
            converter = ByteSize.class,
            description = "How large the report may become, such as 500MB or 2GB. Default: ${DEFAULT-VALUE}.")
    private long budget;

    @Option(
            names = "--only",
            paramLabel = "PLATE[/WELL[/SITE]]",
            description = "Show only these movies. May be repeated.")
    private List<String> only = List.of();

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        return new PageReport(lineage, output, only, budget).write(SparkSessions.open(name()), out);
    }
}
