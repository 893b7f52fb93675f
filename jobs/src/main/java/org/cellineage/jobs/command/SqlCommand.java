package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.ExitCode;
import org.cellineage.problem.BadConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Questions to the tables. */
@Command(
        name = "sql",
        description = "Asks the tables in Spark SQL: movies, cells, tracks, divisions, failures.",
        footerHeading = "%nExample:%n",
        footer = "  cellineage sql --lineage lineages -e 'select well, count(*) from divisions group by well'")
public final class SqlCommand extends JobCommand {

    @Option(names = "--lineage", required = true, paramLabel = "URI", description = "The output of 'run'.")
    private String lineage = "";

    @Option(names = "-e", required = true, paramLabel = "SQL", description = "A query. May be repeated.")
    private List<String> queries = new ArrayList<>();

    @Option(names = "--rows", defaultValue = "50", description = "Most rows to print. Default: ${DEFAULT-VALUE}.")
    private int rows = 50;

    @Override
    ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = spark();
        LineageOptions.open(spark, lineage).registerViews();
        for (String query : queries) {
            out.print(answer(spark, query, rows));
        }
        return ExitCode.DONE;
    }

    static String answer(SparkSession spark, String query, int rows) {
        try {
            return TextTable.of(spark.sql(query), rows);
        } catch (Exception e) {
            if (e instanceof AnalysisException) {
                String message = e.getMessage() == null ? "" : e.getMessage();
                throw new BadConfigurationException(
                        "-e " + query,
                        message.lines().findFirst().orElse("The query cannot be understood."),
                        "Correct the query; docs/TABLES.md lists tables and columns.",
                        e);
            }
            throw e;
        }
    }
}
