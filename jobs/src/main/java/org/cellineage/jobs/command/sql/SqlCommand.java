package org.cellineage.jobs.command.sql;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.option.LineageOptions;
import org.cellineage.jobs.command.option.OptionFile;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.jobs.store.PlateMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Queries the tables. */
@Command(
        name = "sql",
        description = "Queries the tables in Spark SQL, with the views of docs/TABLES.md and the functions of"
                + " docs/FUNCTIONS.md. Without -e or -f, reads statements from standard input, each ending with a"
                + " semicolon.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage sql --lineage lineages -e 'select well, count(*) from divisions group by well'",
            "  cellineage sql --lineage lineages -f question.sql --format csv > answer.csv",
            "  cellineage sql --lineage lineages --plate-map doses.csv \\",
            "    -e 'select dose, avg(median_cycle_frames) from wells join conditions using (plate, well) group by dose'",
            "  rlwrap cellineage sql --lineage lineages",
            "",
            "docs/QUERIES.md answers twenty questions."
        })
public final class SqlCommand extends JobCommand {

    @Option(names = "--lineage", required = true, paramLabel = "URI", description = "The output of 'run'.")
    private String lineage = "";

    @ArgGroup
    private Questions questions = new Questions();

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "table, csv (with a header), or json (one object per line). Default: ${DEFAULT-VALUE}.")
    private ResultFormat format = ResultFormat.TABLE;

    @Option(
            names = "--rows",
            defaultValue = "50",
            description = "Maximum number of rows of a table; csv and json print all. Default: ${DEFAULT-VALUE}.")
    private int rows = 50;

    @Option(
            names = "--plate-map",
            paramLabel = "FILE",
            description =
                    "What was done to each well, as CSV or Parquet with a column 'well', and 'plate' if there are several"
                            + " plates: the content of the view 'conditions', instead of the map given to 'run'.")
    private String plateMap = "";

    /** Queries given on the command line. */
    static final class Questions {
        @Option(names = "-e", paramLabel = "SQL", description = "A query. May be repeated.")
        private List<String> queries = new ArrayList<>();

        @Option(names = "-f", paramLabel = "URI", description = "A file of statements, each ending with a semicolon.")
        private String file = "";
    }

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = SparkSessions.openForAnyStatement(name());
        LineageStore store = LineageOptions.open(spark, lineage);
        LineageViews.register(spark, store);
        if (!plateMap.isEmpty()) {
            LineageViews.registerConditions(spark, store, PlateMap.read(spark, plateMap));
        }
        SqlAnswers answers = new SqlAnswers(spark, format, rows, out);
        if (!questions.queries.isEmpty()) {
            for (String query : questions.queries) {
                answers.askAll(query, "-e " + query);
            }
        } else if (!questions.file.isEmpty()) {
            Storage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
            answers.askAll(OptionFile.read(storage, questions.file, "-f"), questions.file);
        } else {
            answers.readStatements(System.in);
        }
        return ExitCode.DONE;
    }
}
