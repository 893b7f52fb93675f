package org.cellineage.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DuckDB over the tables of an output folder, as its {@code views.sql} opens them. */
final class Duck implements AutoCloseable {

    private final Connection connection;

    private Duck(Connection connection) {
        this.connection = connection;
    }

    static Duck open(Path output) throws SQLException, IOException {
        Duck duck = new Duck(DriverManager.getConnection("jdbc:duckdb:"));
        try (Statement statement = duck.connection.createStatement()) {
            statement.execute("set file_search_path = '" + output + "'");
            statement.execute("set threads = 1");
            statement.execute(Files.readString(output.resolve("views.sql")));
        }
        return duck;
    }

    /** Runs a statement that has no answer. */
    void run(String statement) throws SQLException {
        try (Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    /** The rows of an answer. */
    List<List<Object>> ask(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            int columns = answer.getMetaData().getColumnCount();
            List<List<Object>> rows = new ArrayList<>();
            while (answer.next()) {
                List<Object> row = new ArrayList<>();
                for (int c = 1; c <= columns; c++) {
                    row.add(answer.getObject(c));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The columns of an answer, by name. */
    Map<String, List<Object>> table(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            Map<String, List<Object>> columns = new LinkedHashMap<>();
            int count = answer.getMetaData().getColumnCount();
            for (int c = 1; c <= count; c++) {
                columns.put(answer.getMetaData().getColumnLabel(c), new ArrayList<>());
            }
            while (answer.next()) {
                int c = 1;
                for (List<Object> column : columns.values()) {
                    column.add(answer.getObject(c++));
                }
            }
            return columns;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
