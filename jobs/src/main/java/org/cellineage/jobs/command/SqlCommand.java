package org.cellineage.jobs.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.ParquetLineageStore;
import org.cellineage.jobs.store.PlateMap;
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
            "  rlwrap cellineage sql --lineage lineages",
            "",
            "docs/QUERIES.md answers twenty questions."
        })
public final class SqlCommand extends JobCommand {

    private static final String SHELL_HELP = """
            Statements end with a semicolon. In addition to Spark SQL:
              show views;                        tables and views
              describe cells;                    columns of a table or view
              describe function extended NAME;   description of a function, with an example
              show user functions;               functions
              help;  exit;
            """;

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
    ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = spark();
        ParquetLineageStore store = LineageOptions.open(spark, lineage);
        store.registerViews();
        if (!plateMap.isEmpty()) {
            store.registerConditions(PlateMap.read(spark, plateMap));
        }
        if (!questions.queries.isEmpty()) {
            for (String query : questions.queries) {
                askAll(spark, query, "-e " + query, out);
            }
        } else if (!questions.file.isEmpty()) {
            Storage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
            askAll(spark, OptionFile.read(storage, questions.file, "-f"), questions.file, out);
        } else {
            readStatements(spark, out);
        }
        return ExitCode.DONE;
    }

    private void askAll(SparkSession spark, String text, String where, PrintWriter out) {
        for (String statement : SqlScript.statements(text)) {
            ask(spark, statement, where, out);
        }
    }

    private void ask(SparkSession spark, String statement, String where, PrintWriter out) {
        try {
            Dataset<Row> answer = spark.sql(statement);
            if (answer.columns().length > 0) {
                format.print(answer, rows, out);
            }
            out.flush();
        } catch (Exception e) {
            throw explained(e, where);
        }
    }

    /** A person at a terminal goes on after a mistake; statements from a file or pipe end with it. */
    private void readStatements(SparkSession spark, PrintWriter out) throws IOException {
        boolean atTerminal = System.console() != null;
        SqlScript script = new SqlScript();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        prompt(atTerminal, script, out);
        String line;
        while ((line = in.readLine()) != null) {
            for (String statement : script.add(line + "\n")) {
                if (isWord(statement, "exit") || isWord(statement, "quit")) {
                    return;
                }
                answerTyped(spark, statement, atTerminal, out);
            }
            prompt(atTerminal, script, out);
        }
        for (String statement : script.finish()) {
            answerTyped(spark, statement, atTerminal, out);
        }
    }

    private void answerTyped(SparkSession spark, String statement, boolean atTerminal, PrintWriter out) {
        if (isWord(statement, "help")) {
            out.print(SHELL_HELP);
            return;
        }
        try {
            ask(spark, statement, statement, out);
        } catch (BadConfigurationException e) {
            if (!atTerminal) {
                throw e;
            }
            out.print(ErrorBox.draw("no answer", e.problem()));
        }
    }

    private static boolean isWord(String statement, String word) {
        return statement.strip().equalsIgnoreCase(word);
    }

    private static void prompt(boolean atTerminal, SqlScript script, PrintWriter out) {
        if (atTerminal) {
            out.print(script.isOpen() ? "       -> " : "lineage=> ");
            out.flush();
        }
    }

    /** The answer to a query, as a table. */
    static String answer(SparkSession spark, String query, int rows) {
        try {
            return TextTable.of(spark.sql(query), rows);
        } catch (Exception e) {
            throw explained(e, "-e " + query);
        }
    }

    /** What Spark says of a query it cannot understand or finish is the user's to fix; anything else is not. */
    private static RuntimeException explained(Exception failure, String where) {
        String message = null;
        for (Throwable cause = failure; cause != null && message == null; cause = cause.getCause()) {
            boolean ofTheQuery = cause instanceof SparkThrowable spark && spark.getCondition() != null
                    || cause instanceof IllegalArgumentException;
            message = ofTheQuery ? cause.getMessage() : null;
        }
        if (message == null) {
            return failure instanceof RuntimeException other ? other : new IllegalStateException(failure);
        }
        return new BadConfigurationException(
                where,
                message.lines().findFirst().orElse("The query cannot be answered."),
                "Correct the query; docs/TABLES.md lists tables and views, docs/FUNCTIONS.md the functions.",
                failure);
    }

    @Override
    SparkSession spark() {
        return SparkSessions.openForAnyStatement(parsed().getCommandName());
    }
}
