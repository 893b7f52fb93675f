package org.cellineage.jobs.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.Reports;
import org.cellineage.jobs.command.option.LineageOptions;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.report.Report;
import org.cellineage.jobs.report.ReportJob;

/**
 * Writes a report for a command and prints what it shows.
 *
 * @param lineage output of a run
 * @param output where to write the pages
 * @param only {@code PLATE[/WELL[/SITE]]} of the movies to show; empty for all
 * @param budget bytes that it may take
 */
record PageReport(String lineage, String output, List<String> only, long budget) {

    /** What a report may take unless a user says otherwise, as on the command line. */
    static final String BUDGET = "200MB";

    ExitCode write(SparkSession spark, PrintWriter out) throws IOException {
        var hadoop = spark.sparkContext().hadoopConfiguration();
        var store = LineageOptions.open(spark, lineage);
        OutputFolder source = OutputFolder.openExisting(hadoop, lineage);
        OutputFolder target = OutputFolder.open(hadoop, output);
        Report report = new ReportJob(spark, store, source, target, only).run(budget);
        ExitCode code = Reports.printFailures(report.movies(), out);
        report.lines().forEach(out::println);
        out.println("open " + target.resolve("index.html"));
        return code;
    }
}
