package org.cellineage.jobs.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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

    private final Dataset<Row> table;
    /** Paths of the files, if Spark does not know them. */
    private final Optional<List<String>> known;

    private final List<StoredRows.Condition> conditions;

    private LocalRows(Dataset<Row> table, Optional<List<String>> known, List<StoredRows.Condition> conditions) {
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
        return with(StoredRows.Condition.equal(column, text));
    }

    /** Only rows whose number is in this range, both ends included. */
    public LocalRows between(String column, int first, int last) {
        return with(StoredRows.Condition.between(column, first, last));
    }

    private LocalRows with(StoredRows.Condition condition) {
        List<StoredRows.Condition> all = new ArrayList<>(conditions);
        all.add(condition);
        return new LocalRows(table, known, all);
    }

    /**
     * Visits the rows, in the order of their files.
     *
     * @param columns the columns to read, none of which may be a partition of the table
     */
    public void forEach(StructType columns, StoredRows.Visitor visitor) throws IOException {
        Optional<List<String>> files = known.or(this::ofSpark);
        if (files.isEmpty()) {
            askSpark(columns, visitor);
            return;
        }
        new StoredRows(files.get(), conditions)
                .forEach(columns, table.sparkSession().sparkContext().hadoopConfiguration(), visitor);
    }

    /** The files that Spark would read; empty if it reads anything but Parquet files. */
    private Optional<List<String>> ofSpark() {
        List<String> files = List.of(table.inputFiles());
        boolean areParquet = !files.isEmpty() && files.stream().allMatch(file -> file.endsWith(PARQUET));
        return areParquet
                ? Optional.of(files.stream().map(ParquetRows::location).toList())
                : Optional.empty();
    }

    private void askSpark(StructType columns, StoredRows.Visitor visitor) throws IOException {
        Dataset<Row> rows = table;
        for (StoredRows.Condition condition : conditions) {
            rows = rows.where(condition.spark());
        }
        String[] names = StoredRows.withConditions(columns, conditions).fieldNames();
        Iterator<Row> all = rows.select(Arrays.stream(names).map(functions::col).toArray(Column[]::new))
                .toLocalIterator();
        while (all.hasNext()) {
            visitor.visit(all.next());
        }
    }
}
