package org.cellineage.jobs.command.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.command.base.ErrorBox;
import org.cellineage.problem.BadConfigurationException;

/** Executes SQL statements and prints the results. */
public final class SqlAnswers {

    private static final String SHELL_HELP = """
            A statement ends with a semicolon. Besides Spark SQL:
              show views;                        tables and views
              describe cells;                    columns of a table or view
              describe function extended NAME;   what a function does, with an example
              show user functions;               functions
              help;  exit;
            """;

    private final SparkSession spark;
    private final ResultFormat format;
    private final int rows;
    private final PrintWriter out;

    /** @param rows maximum number of rows of a result printed as a table */
    SqlAnswers(SparkSession spark, ResultFormat format, int rows, PrintWriter out) {
        this.spark = spark;
        this.format = format;
        this.rows = rows;
        this.out = out;
    }

    /** Executes all statements of a text; stops at the first error. */
    void askAll(String text, String where) {
        for (String statement : SqlScript.statements(text)) {
            ask(statement, where);
        }
    }

    private void ask(String statement, String where) {
        try {
            Dataset<Row> answer = spark.sql(statement);
            if (answer.columns().length > 0) {
                ResultPrinter.print(answer, format, rows, out);
            }
            out.flush();
        } catch (Exception e) {
            throw explained(e, where);
        }
    }

    /** Executes statements as they arrive. On a terminal it continues after an error; a file or pipe stops. */
    void readStatements(InputStream input) throws IOException {
        boolean atTerminal = System.console() != null;
        SqlScript script = new SqlScript();
        BufferedReader in = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        prompt(atTerminal, script);
        String line;
        while ((line = in.readLine()) != null) {
            for (String statement : script.add(line + "\n")) {
                if (isWord(statement, "exit") || isWord(statement, "quit")) {
                    return;
                }
                answerTyped(statement, atTerminal);
            }
            prompt(atTerminal, script);
        }
        for (String statement : script.finish()) {
            answerTyped(statement, atTerminal);
        }
    }

    private void answerTyped(String statement, boolean atTerminal) {
        if (isWord(statement, "help")) {
            out.print(SHELL_HELP);
            return;
        }
        try {
            ask(statement, statement);
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

    private void prompt(boolean atTerminal, SqlScript script) {
        if (atTerminal) {
            out.print(script.isOpen() ? "       -> " : "lineage=> ");
            out.flush();
        }
    }

    /** The result of a query as a table. */
    public static String answer(SparkSession spark, String query, int rows) {
        try {
            return TextTable.of(spark.sql(query), rows);
        } catch (Exception e) {
            throw explained(e, "-e " + query);
        }
    }

    /**
     * Converts Spark's errors about a query that it cannot parse or execute to user errors; other exceptions are
     * unchanged.
     */
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
                "Correct the query; docs/TABLES.md lists tables, views and functions.",
                failure);
    }
}
