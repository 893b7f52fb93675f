package org.cellineage.jobs.command.sql;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Prints the rows of query results. */
final class ResultPrinter {

    private ResultPrinter() {}

    /**
     * Prints rows as they arrive; at most one partition is held in memory.
     *
     * @param most maximum number of rows of a table; the other formats print all
     */
    static void print(Dataset<Row> result, ResultFormat format, int most, PrintWriter out) {
        switch (format) {
            case TABLE -> out.print(TextTable.of(result, most));
            case CSV -> printCsv(result, out);
            case JSON -> printJson(result, out);
        }
    }

    private static void printCsv(Dataset<Row> result, PrintWriter out) {
        out.print(csvLine(List.of(result.columns())));
        Iterator<Row> rows = asTexts(result).toLocalIterator();
        while (rows.hasNext()) {
            Row row = rows.next();
            List<String> values = new ArrayList<>();
            for (int c = 0; c < row.size(); c++) {
                values.add(row.isNullAt(c) ? "" : row.getString(c));
            }
            out.print(csvLine(values));
        }
    }

    private static void printJson(Dataset<Row> result, PrintWriter out) {
        // By position, because names may occur twice or contain dots.
        List<Column> columns = new ArrayList<>();
        for (StructField field : result.schema().fields()) {
            columns.add(functions.to_json(
                    functions.struct(functions.col("c" + columns.size()).as(field.name())),
                    java.util.Map.of("ignoreNullFields", "false")));
        }
        Iterator<Row> rows =
                numbered(result).select(columns.toArray(new Column[0])).toLocalIterator();
        while (rows.hasNext()) {
            Row row = rows.next();
            StringBuilder line = new StringBuilder("{");
            for (int c = 0; c < row.size(); c++) {
                String pair = row.getString(c);
                line.append(c == 0 ? "" : ",").append(pair, 1, pair.length() - 1);
            }
            out.println(line.append('}'));
        }
    }

    /** Converts every column to readable text; null stays null. */
    static Dataset<Row> asTexts(Dataset<Row> result) {
        return numbered(result).select(texts(result.schema()));
    }

    private static Dataset<Row> numbered(Dataset<Row> result) {
        String[] names = new String[result.columns().length];
        for (int c = 0; c < names.length; c++) {
            names[c] = "c" + c;
        }
        return result.toDF(names);
    }

    private static Column[] texts(StructType schema) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            columns.add(text(functions.col("c" + columns.size()), field.dataType()));
        }
        return columns.toArray(new Column[0]);
    }

    private static Column text(Column column, DataType type) {
        if (type instanceof BinaryType) {
            return functions.lower(functions.hex(column));
        }
        return type instanceof ArrayType || type instanceof MapType || type instanceof StructType
                ? functions.to_json(column, java.util.Map.of("ignoreNullFields", "false"))
                : column.cast("string");
    }

    private static String csvLine(List<String> values) {
        List<String> fields = new ArrayList<>();
        for (String value : values) {
            boolean quoted = value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            fields.add(quoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
        }
        return String.join(",", fields) + "\n";
    }
}
