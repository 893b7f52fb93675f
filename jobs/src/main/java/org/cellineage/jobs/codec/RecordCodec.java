package org.cellineage.jobs.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Converts records of one type to rows of a Spark dataset and to bytes. The record's components are the columns
 * ({@code areaPx} is the column {@code area_px}), so a component added to the record is stored without further changes.
 *
 * <p>Components may be {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String}, {@code byte[]},
 * {@code float[]}, masks, other records, lists of these, and numbers by name
 * ({@code Map<String, Double>}). NaN becomes null. Rows are read by column name: extra
 * columns are ignored, and a missing one is an error. Bytes are in the record's order and can be read only by the
 * process that wrote them.
 *
 * @param <T> the record
 */
public final class RecordCodec<T extends Record> {

    private static final Map<Class<?>, RecordCodec<?>> KNOWN = new ConcurrentHashMap<>();

    private final Class<T> type;
    private final String[] names;
    private final ValueCodec<Object>[] values;
    /** Components that are records and may be null. */
    private final boolean[] mayBeNull;

    private final Method[] accessors;
    private final Constructor<T> constructor;
    private final StructType schema;

    /** Column positions for the schema read last; the rows of a dataset share their schema. */
    private volatile Positions positions;

    @SuppressWarnings("ArrayRecordComponent")
    private record Positions(StructType schema, int[] of) {}

    @SuppressWarnings({"unchecked", "rawtypes"})
    private RecordCodec(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        this.type = type;
        this.names = Arrays.stream(components)
                .map(component -> ColumnNames.of(component.getName()))
                .toArray(String[]::new);
        this.values = Arrays.stream(components)
                .map(component -> ValueCodecs.of(component.getGenericType()))
                .toArray(ValueCodec[]::new);
        this.mayBeNull = new boolean[components.length];
        for (int i = 0; i < components.length; i++) {
            mayBeNull[i] = components[i].getType().isRecord();
        }
        StructType columns = new StructType();
        for (int i = 0; i < names.length; i++) {
            columns = columns.add(names[i], values[i].type());
        }
        this.schema = columns;
        this.positions = new Positions(columns, identity(names.length));
        this.accessors =
                Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        for (Method accessor : accessors) {
            accessor.setAccessible(true);
        }
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " is not a record", e);
        }
        constructor.setAccessible(true);
    }

    /** Creates the codec of a record. */
    @SuppressWarnings("unchecked")
    public static <T extends Record> RecordCodec<T> of(Class<T> type) {
        RecordCodec<?> known = KNOWN.get(type);
        if (known == null) {
            known = new RecordCodec<>(type);
            KNOWN.putIfAbsent(type, known);
        }
        return (RecordCodec<T>) known;
    }

    /** The columns, in the record's order. */
    public StructType schema() {
        return schema;
    }

    /** Converts a record to a row of {@link #schema}. */
    public Row toRow(T record) {
        @Nullable Object[] columns = new @Nullable Object[names.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(record, i);
        }
        return RowFactory.create(columns);
    }

    /** The value of one column of a record. */
    public @Nullable Object column(T record, int index) {
        Object component = component(record, index);
        return component == null ? null : values[index].toColumn(component);
    }

    private @Nullable Object component(T record, int index) {
        try {
            return accessors[index].invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the component " + names[index] + " of " + type, e);
        }
    }

    /**
     * Reads a row.
     *
     * @throws IllegalArgumentException if a column is missing, or the record's constructor rejects the values
     */
    public T fromRow(Row row) {
        int[] at = positions(row.schema());
        @Nullable Object[] arguments = new @Nullable Object[names.length];
        for (int i = 0; i < arguments.length; i++) {
            Object column = row.get(at[i]);
            arguments[i] = column == null ? values[i].ofNull() : values[i].fromColumn(column);
        }
        return create(arguments);
    }

    /** A row without a schema, as an executor creates it, has its columns in the record's order. */
    private int[] positions(@Nullable StructType of) {
        Positions known = positions;
        if (of == null) {
            return identity(names.length);
        }
        if (known.schema() != of) {
            int[] at = new int[names.length];
            for (int i = 0; i < at.length; i++) {
                at[i] = of.fieldIndex(names[i]);
            }
            known = new Positions(of, at);
            positions = known;
        }
        return known.of();
    }

    private static int[] identity(int count) {
        int[] at = new int[count];
        for (int i = 0; i < count; i++) {
            at[i] = i;
        }
        return at;
    }

    private T create(@Nullable Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("a " + type.getName() + " that its constructor refuses", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    /** Writes a record as bytes, without loss. */
    public void write(T record, DataOutput out) throws IOException {
        for (int i = 0; i < names.length; i++) {
            Object component = component(record, i);
            if (mayBeNull[i]) {
                out.writeBoolean(component != null);
            }
            if (component != null) {
                values[i].write(component, out);
            } else if (!mayBeNull[i]) {
                throw new IllegalArgumentException("no value of " + names[i] + " of " + type.getName());
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    public T read(DataInput in) throws IOException {
        @Nullable Object[] arguments = new @Nullable Object[names.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = !mayBeNull[i] || in.readBoolean() ? values[i].read(in) : null;
        }
        return create(arguments);
    }
}
