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
 * The columns of a table, each with the value it takes from a source: names, types and values stand together, so that
 * nothing counts positions.
 *
 * @param <S> what a row is made from
 */
public final class Columns<S> {

    /**
     * One column.
     *
     * @param value what it holds of a source; null where that is unknown
     */
    private record Column<S>(String name, DataType type, Function<S, @Nullable Object> value) {}

    private final List<Column<S>> columns = new ArrayList<>();

    Columns() {}

    /** A column behind the others. */
    Columns<S> add(String name, DataType type, Function<S, @Nullable Object> value) {
        columns.add(new Column<>(name, type, value));
        return this;
    }

    /** A column of numbers behind the others; NaN is unknown. */
    Columns<S> number(String name, DataType type, Function<S, @Nullable Double> value) {
        return add(name, type, source -> {
            Double number = value.apply(source);
            return number == null || !Double.isFinite(number) ? null : number;
        });
    }

    /** A column behind the one of a name. */
    Columns<S> addAfter(String before, String name, DataType type, Function<S, @Nullable Object> value) {
        int at = 0;
        while (!columns.get(at).name().equals(before)) {
            at++;
        }
        columns.add(at + 1, new Column<>(name, type, value));
        return this;
    }

    /**
     * All components of a record behind the others, in the record's order; null where there is no record.
     *
     * @param without columns of the record that the table does not have
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

    /** Components of a record that no column is named after yet, behind the others. */
    <R extends Record> Columns<S> addRest(RecordCodec<R> record, Function<S, @Nullable R> of) {
        Set<String> present = columns.stream().map(Column::name).collect(Collectors.toSet());
        return addAll(record, of, present);
    }

    /** The table's columns. */
    public StructType schema() {
        StructType schema = new StructType();
        for (Column<S> column : columns) {
            schema = schema.add(column.name(), column.type());
        }
        return schema;
    }

    /** The row of a source. */
    public Row row(S source) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).value().apply(source);
        }
        return RowFactory.create(values);
    }
}
