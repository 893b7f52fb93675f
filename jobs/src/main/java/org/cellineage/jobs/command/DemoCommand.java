package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.base.Reports;
import org.cellineage.jobs.command.option.LineageOptions;
import org.cellineage.jobs.command.sql.SqlAnswers;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.evaluate.PlateEvaluation;
import org.cellineage.jobs.pipeline.Pipeline;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.simulate.PlateJob;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the whole pipeline once, on a small simulated plate. */
@Command(
        name = "demo",
        description =
                "Simulates a small plate, runs the whole pipeline on it, compares the lineages with the ground truth,"
                        + " and answers one question in SQL.",
        footerHeading = "%nExample:%n",
        footer = "  cellineage demo --output demo")
public final class DemoCommand extends JobCommand {

    private static final int WELLS = 4;
    private static final int SITES = 2;

    private static final String QUESTION = "select t.well, count(distinct t.movie_id) as sites, count(*) as tracks,"
            + " sum(case when t.fate = 'division' then 1 else 0 end) as divisions,"
            + " sum(case when t.fate = 'lost' then 1 else 0 end) as lost,"
            + " max(t.generation) as generations, round(avg(t.mean_speed_px_per_frame), 2) as speed_px_per_frame"
            + " from tracks t group by t.well order by t.well";

    @Option(
            names = {"-o", "--output"},
            defaultValue = "demo",
            paramLabel = "DIR",
            description = "Folder for the plate and the tables. Default: ${DEFAULT-VALUE}.")
    private String output = "demo";

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = SparkSessions.open(name());
        Path folder = Path.of(output).toAbsolutePath();
        String plates = folder.resolve("plates").toString();
        String lineages = folder.resolve("lineages").toString();
        PlateSimulator simulator = new PlateSimulator(SimulationOptions.DEFAULTS, 1, WELLS, SITES, true);
        String plate = new PlateJob(spark).write(simulator, SimulationOptions.DEFAULTS, plates, "P1");
        RunRequest request = new RunRequest(
                List.of(plate),
                "auto",
                Optional.empty(),
                Optional.empty(),
                MovieSelection.CHANGED,
                PipelineConfiguration.DEFAULTS);
        RunReport report = new Pipeline(spark).run(request, lineages, true);
        ExitCode code = Reports.print(report, lineages, out);
        out.printf(
                "%nCompared with the ground truth:%n%s",
                PlateEvaluation.table(new PlateEvaluation(spark, plate, false, "").evaluateAll(lineages)));
        LineageViews.register(spark, LineageOptions.open(spark, lineages));
        out.printf("%nThe dose increases from well to well. %s:%n%s", QUESTION, SqlAnswers.answer(spark, QUESTION, 50));
        out.printf("%nImages: %s%nTables: %s%n", plate, lineages);
        out.printf("Ask more: scripts/cellineage sql --lineage %s -e 'select * from divisions limit 5'%n", lineages);
        return code;
    }
}
