package org.cellineage.jobs.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of a few movies, read by the calling thread: a server answers at once although all cores are busy with a run. If
 * the rows are in Parquet files, no Spark job is started; those of a store that keeps them otherwise are asked of Spark.
 */
public final class LocalRows {

    private static final String PARQUET = ".parquet";

    /** What is done with a row. */
    @FunctionalInterface
    public interface Visitor {
        void visit(Row row) throws IOException;
    }

    /**
     * Which rows.
     *
     * @param column of texts or whole numbers
     * @param values the text; or the first and the last number
     */
    private record Condition(String column, Object... values) {

        FilterPredicate parquet() {
            if (values[0] instanceof String text) {
                return FilterApi.eq(FilterApi.binaryColumn(column), Binary.fromString(text));
            }
            var number = FilterApi.intColumn(column);
            return FilterApi.and(
                    FilterApi.gtEq(number, (Integer) values[0]), FilterApi.ltEq(number, (Integer) values[1]));
        }

        Column spark() {
            Column own = functions.col(column);
            return values.length == 1 ? own.equalTo(values[0]) : own.between(values[0], values[1]);
        }
    }

    private final Dataset<Row> table;
    /** Paths of the files, if Spark does not know them. */
    private final Optional<List<String>> known;

    private final List<Condition> conditions;

    private LocalRows(Dataset<Row> table, Optional<List<String>> known, List<Condition> conditions) {
        this.table = table;
        this.known = known;
        this.conditions = conditions;
    }

    /**
     * The rows of a table.
     *
     * @param table as a store returns it: files, and nothing computed from them
     */
    public static LocalRows of(Dataset<Row> table) {
        return new LocalRows(table, Optional.empty(), List.of());
    }

    /**
     * The rows of a table of whose files Spark knows nothing.
     *
     * @param files paths of the Parquet files, as Hadoop writes them, with exactly the rows of the table
     */
    public static LocalRows of(Dataset<Row> table, List<String> files) {
        return new LocalRows(table, Optional.of(List.copyOf(files)), List.of());
    }

    /** Only rows with this text. */
    public LocalRows where(String column, String text) {
        return with(new Condition(column, text));
    }

    /** Only rows whose number is in this range, both ends included. */
    public LocalRows between(String column, int first, int last) {
        return with(new Condition(column, first, last));
    }

    private LocalRows with(Condition condition) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(condition);
        return new LocalRows(table, known, all);
    }

    /**
     * Visits the rows, in the order of their files.
     *
     * @param columns the columns to read, none of which may be a partition of the table
     */
    public void forEach(StructType columns, Visitor visitor) throws IOException {
        Optional<List<String>> files = known.or(this::ofSpark);
        if (files.isEmpty()) {
            askSpark(columns, visitor);
            return;
        }
        Configuration conf = table.sparkSession().sparkContext().hadoopConfiguration();
        FilterCompat.Filter filter = filter();
        for (String file : files.get()) {
            try (ParquetReader<Row> reader = ParquetRows.open(file, conf, withConditions(columns), Set.of(), filter)) {
                for (Row row = reader.read(); row != null; row = reader.read()) {
                    visitor.visit(row);
                }
            }
        }
    }

    /** The files that Spark would read; empty if it reads anything but Parquet files. */
    private Optional<List<String>> ofSpark() {
        List<String> files = List.of(table.inputFiles());
        boolean areParquet = !files.isEmpty() && files.stream().allMatch(file -> file.endsWith(PARQUET));
        return areParquet
                ? Optional.of(files.stream().map(ParquetRows::location).toList())
                : Optional.empty();
    }

    /** Parquet checks rows against the columns that it reads. */
    private StructType withConditions(StructType columns) {
        StructType all = columns;
        for (Condition condition : conditions) {
            if (!List.of(all.fieldNames()).contains(condition.column())) {
                all = all.add(table.schema().apply(condition.column()));
            }
        }
        return all;
    }

    private FilterCompat.Filter filter() {
        Optional<FilterPredicate> all =
                conditions.stream().map(Condition::parquet).reduce(FilterApi::and);
        return all.map(FilterCompat::get).orElse(FilterCompat.NOOP);
    }

    private void askSpark(StructType columns, Visitor visitor) throws IOException {
        Dataset<Row> rows = table;
        for (Condition condition : conditions) {
            rows = rows.where(condition.spark());
        }
        String[] names = withConditions(columns).fieldNames();
        Iterator<Row> all = rows.select(Arrays.stream(names).map(functions::col).toArray(Column[]::new))
                .toLocalIterator();
        while (all.hasNext()) {
            visitor.visit(all.next());
        }
    }
}
