package org.cellineage.jobs.command.sql;

import java.io.IOException;
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
import org.cellineage.jobs.store.RunHistory;
import org.cellineage.problem.BadConfigurationException;
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
            "  cellineage sql --lineage lineages --run 20261130T081500Z-3fa2c1 -e 'select count(*) from cells'",
            "  rlwrap cellineage sql --lineage lineages",
            "",
            "docs/QUERIES.md answers twenty-one questions."
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

    @Option(
            names = "--run",
            paramLabel = "RUN_ID",
            description = "The tables as they were after this run, if the store keeps earlier runs (docs/ICEBERG.md)."
                    + " Default: as they are now.")
    private String run = "";

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
        List<Script> scripts = scripts(new HadoopStorage(spark.sparkContext().hadoopConfiguration()));
        List<String> statements = scripts.stream()
                .flatMap(script -> SqlScript.statements(script.text()).stream())
                .toList();
        if (!run.isEmpty()) {
            LineageViews.registerFor(spark, store, history(store).asOf(run), statements);
        } else if (scripts.isEmpty()) {
            LineageViews.register(spark, store);
        } else {
            LineageViews.registerFor(spark, store, statements);
        }
        if (!plateMap.isEmpty()) {
            LineageViews.registerConditions(spark, store, PlateMap.read(spark, plateMap));
        }
        SqlAnswers answers = new SqlAnswers(spark, format, rows, out);
        if (scripts.isEmpty()) {
            answers.readStatements(System.in);
        }
        scripts.forEach(script -> answers.askAll(script.text(), script.where()));
        return ExitCode.DONE;
    }

    private RunHistory history(LineageStore store) throws IOException {
        return store.history()
                .orElseThrow(
                        () -> new BadConfigurationException(
                                "--run " + run,
                                "The store of " + lineage + " keeps only what is published now.",
                                "Leave --run out. The store iceberg keeps earlier runs: 'run --store iceberg' into a new output."));
    }

    /** The scripts of -e or -f; none if statements are read from standard input. */
    private List<Script> scripts(Storage storage) throws IOException {
        List<Script> scripts = new ArrayList<>();
        questions.queries.forEach(query -> scripts.add(new Script("-e " + query, query)));
        if (!questions.file.isEmpty()) {
            scripts.add(new Script(questions.file, OptionFile.read(storage, questions.file, "-f")));
        }
        return scripts;
    }

    /** Statements, each ending with a semicolon, and where they stand, for messages. */
    private record Script(String where, String text) {}
}
