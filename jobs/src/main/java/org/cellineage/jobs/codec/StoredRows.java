package org.cellineage.jobs.codec;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows in Parquet files that are read by the calling thread, on the driver or in a task.
 *
 * @param files paths of the files, as Hadoop writes them
 * @param conditions which rows
 */
public record StoredRows(List<String> files, List<Condition> conditions) implements Serializable {

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
    record Condition(String column, List<? extends Serializable> values) implements Serializable {

        /** Rows with this text. */
        static Condition equal(String column, String text) {
            return new Condition(column, List.of(text));
        }

        /** Rows whose number is in this range, both ends included. */
        static Condition between(String column, int first, int last) {
            return new Condition(column, List.of(first, last));
        }

        DataType type() {
            return values.size() == 1 ? DataTypes.StringType : DataTypes.IntegerType;
        }

        FilterPredicate parquet() {
            if (values.get(0) instanceof String text) {
                return FilterApi.eq(FilterApi.binaryColumn(column), Binary.fromString(text));
            }
            var number = FilterApi.intColumn(column);
            return FilterApi.and(
                    FilterApi.gtEq(number, (Integer) values.get(0)), FilterApi.ltEq(number, (Integer) values.get(1)));
        }

        Column spark() {
            Column own = functions.col(column);
            return values.size() == 1 ? own.equalTo(values.get(0)) : own.between(values.get(0), values.get(1));
        }
    }

    public StoredRows {
        files = List.copyOf(files);
        conditions = List.copyOf(conditions);
    }

    /** All rows of some files. */
    public static StoredRows of(List<String> files) {
        return new StoredRows(files, List.of());
    }

    /** Only rows with this text. */
    public StoredRows where(String column, String text) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(Condition.equal(column, text));
        return new StoredRows(files, all);
    }

    /**
     * Visits the rows, in the order of their files.
     *
     * @param columns the columns to read
     */
    public void forEach(StructType columns, Configuration configuration, Visitor visitor) throws IOException {
        Optional<FilterPredicate> all =
                conditions.stream().map(Condition::parquet).reduce(FilterApi::and);
        FilterCompat.Filter filter = all.map(FilterCompat::get).orElse(FilterCompat.NOOP);
        StructType read = withConditions(columns, conditions);
        for (String file : files) {
            try (ParquetReader<Row> reader = ParquetRows.open(file, configuration, read, Set.of(), filter)) {
                for (Row row = reader.read(); row != null; row = reader.read()) {
                    visitor.visit(row);
                }
            }
        }
    }

    /** Parquet checks rows against the columns that it reads. */
    static StructType withConditions(StructType columns, List<Condition> conditions) {
        StructType all = columns;
        for (Condition condition : conditions) {
            if (!List.of(all.fieldNames()).contains(condition.column())) {
                all = all.add(condition.column(), condition.type());
            }
        }
        return all;
    }
}
