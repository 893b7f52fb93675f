package org.cellineage.jobs.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.codec.RecordCodec;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table, each with a function that extracts its value: name, type and value are defined together, so
 * that nothing depends on positions.
 *
 * @param <S> the source of a row
 */
public final class Columns<S> {

    /**
     * A column.
     *
     * @param value its value for a source; null if unknown
     */
    private record Column<S>(String name, DataType type, Function<S, @Nullable Object> value) {}

    private final List<Column<S>> columns = new ArrayList<>();

    Columns() {}

    /** Appends a column. */
    Columns<S> add(String name, DataType type, Function<S, @Nullable Object> value) {
        columns.add(new Column<>(name, type, value));
        return this;
    }

    /** Appends a column of numbers in which NaN is unknown. */
    Columns<S> number(String name, DataType type, Function<S, @Nullable Double> value) {
        return add(name, type, source -> {
            Double number = value.apply(source);
            return number == null || !Double.isFinite(number) ? null : number;
        });
    }

    /** Inserts a column after another. */
    Columns<S> addAfter(String before, String name, DataType type, Function<S, @Nullable Object> value) {
        int at = 0;
        while (!columns.get(at).name().equals(before)) {
            at++;
        }
        columns.add(at + 1, new Column<>(name, type, value));
        return this;
    }

    /**
     * Appends all components of a record in their order; null if there is no record.
     *
     * @param without columns of the record to omit
     */
    <R extends Record> Columns<S> addAll(RecordCodec<R> record, Function<S, @Nullable R> of, Set<String> without) {
        for (int i = 0; i < record.schema().size(); i++) {
            int index = i;
            String name = record.schema().fields()[i].name();
            if (!without.contains(name)) {
                add(name, record.schema().fields()[i].dataType(), source -> {
                    R own = of.apply(source);
                    return own == null ? null : record.column(own, index);
                });
            }
        }
        return this;
    }

    /** Appends the components of a record that are not yet columns. */
    <R extends Record> Columns<S> addRest(RecordCodec<R> record, Function<S, @Nullable R> of) {
        Set<String> present = columns.stream().map(Column::name).collect(Collectors.toSet());
        return addAll(record, of, present);
    }

    /** The schema of the table. */
    public StructType schema() {
        StructType schema = new StructType();
        for (Column<S> column : columns) {
            schema = schema.add(column.name(), column.type());
        }
        return schema;
    }

    /** The row for a source. */
    public Row row(S source) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = columns.get(i).value().apply(source);
            // Unknown numbers are null in tables.
            values[i] = value instanceof Double number && !Double.isFinite(number) ? null : value;
        }
        return RowFactory.create(values);
    }
}
