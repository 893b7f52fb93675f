package org.cellineage.jobs.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.cellineage.cell.RunLengthMask;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** The supported types of record components. */
final class ValueCodecs {

    /** A type that Spark stores as it is. */
    private record Plain<V>(DataType type, Writer<V> writer, Reader<V> reader) implements ValueCodec<V> {

        interface Writer<V> {
            void write(DataOutput out, V value) throws IOException;
        }

        interface Reader<V> {
            V read(DataInput in) throws IOException;
        }

        @Override
        public Object toColumn(V value) {
            return value;
        }

        @Override
        @SuppressWarnings("unchecked")
        public V fromColumn(Object column) {
            return (V) column;
        }

        @Override
        public void write(V value, DataOutput out) throws IOException {
            writer.write(out, value);
        }

        @Override
        public V read(DataInput in) throws IOException {
            return reader.read(in);
        }
    }

    /** A number that may be unknown: NaN in the record, null in the column. */
    private record Number64() implements ValueCodec<Double> {
        @Override
        public DataType type() {
            return DataTypes.DoubleType;
        }

        @Override
        public @Nullable Object toColumn(Double value) {
            return Double.isNaN(value) ? null : value;
        }

        @Override
        public Double fromColumn(Object column) {
            return (Double) column;
        }

        @Override
        public Double ofNull() {
            return Double.NaN;
        }

        @Override
        public void write(Double value, DataOutput out) throws IOException {
            out.writeDouble(value);
        }

        @Override
        public Double read(DataInput in) throws IOException {
            return in.readDouble();
        }
    }

    /** A type that is stored as bytes. */
    private record Binary<V>(Function<V, byte[]> toBytes, Function<byte[], V> ofBytes) implements ValueCodec<V> {
        @Override
        public DataType type() {
            return DataTypes.BinaryType;
        }

        @Override
        public Object toColumn(V value) {
            return toBytes.apply(value);
        }

        @Override
        public V fromColumn(Object column) {
            return ofBytes.apply((byte[]) column);
        }

        @Override
        public void write(V value, DataOutput out) throws IOException {
            byte[] bytes = toBytes.apply(value);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        @Override
        public V read(DataInput in) throws IOException {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return ofBytes.apply(bytes);
        }
    }

    /** A list of values of one type. */
    private record Many<E>(ValueCodec<E> element) implements ValueCodec<List<E>> {
        @Override
        public DataType type() {
            return DataTypes.createArrayType(element.type());
        }

        @Override
        public Object toColumn(List<E> values) {
            Object[] columns = new Object[values.size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = element.toColumn(values.get(i));
            }
            return element.type() == DataTypes.StringType
                    ? Arrays.copyOf(columns, columns.length, String[].class)
                    : columns;
        }

        @Override
        @SuppressWarnings("unchecked")
        public List<E> fromColumn(Object column) {
            List<E> values = new ArrayList<>();
            for (Object one : CollectionConverters.asJava((scala.collection.Seq<Object>) column)) {
                values.add(element.fromColumn(one));
            }
            return values;
        }

        @Override
        public List<E> ofNull() {
            return List.of();
        }

        @Override
        public void write(List<E> values, DataOutput out) throws IOException {
            out.writeInt(values.size());
            for (E value : values) {
                element.write(value, out);
            }
        }

        @Override
        public List<E> read(DataInput in) throws IOException {
            int count = in.readInt();
            List<E> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.add(element.read(in));
            }
            return values;
        }
    }

    /** Numbers by name, each of which may be unknown: NaN in the record, null in the column. */
    private record NumbersByName() implements ValueCodec<Map<String, Double>> {
        @Override
        public DataType type() {
            return DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType);
        }

        @Override
        public Object toColumn(Map<String, Double> values) {
            Map<String, @Nullable Double> columns = new TreeMap<>();
            values.forEach((name, value) -> columns.put(name, Double.isNaN(value) ? null : value));
            return CollectionConverters.asScala(columns);
        }

        @Override
        @SuppressWarnings("unchecked")
        public Map<String, Double> fromColumn(Object column) {
            Map<String, Double> values = new TreeMap<>();
            CollectionConverters.asJava((scala.collection.Map<String, @Nullable Double>) column)
                    .forEach((name, value) -> values.put(name, value == null ? Double.NaN : value));
            return values;
        }

        @Override
        public Map<String, Double> ofNull() {
            return Map.of();
        }

        @Override
        public void write(Map<String, Double> values, DataOutput out) throws IOException {
            out.writeInt(values.size());
            for (Map.Entry<String, Double> entry : values.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeDouble(entry.getValue());
            }
        }

        @Override
        public Map<String, Double> read(DataInput in) throws IOException {
            Map<String, Double> values = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                values.put(in.readUTF(), in.readDouble());
            }
            return values;
        }
    }

    /** A nested record. */
    private record Nested<R extends Record>(RecordCodec<R> codec) implements ValueCodec<R> {
        @Override
        public DataType type() {
            return codec.schema();
        }

        @Override
        public Object toColumn(R value) {
            return codec.toRow(value);
        }

        @Override
        public R fromColumn(Object column) {
            return codec.fromRow((Row) column);
        }

        @Override
        public void write(R value, DataOutput out) throws IOException {
            codec.write(value, out);
        }

        @Override
        public R read(DataInput in) throws IOException {
            return codec.read(in);
        }
    }

    private static final Map<Type, ValueCodec<?>> PLAIN = Map.of(
            Integer.class, new Plain<>(DataTypes.IntegerType, DataOutput::writeInt, DataInput::readInt),
            int.class, new Plain<>(DataTypes.IntegerType, DataOutput::writeInt, DataInput::readInt),
            long.class, new Plain<>(DataTypes.LongType, DataOutput::writeLong, DataInput::readLong),
            boolean.class, new Plain<>(DataTypes.BooleanType, DataOutput::writeBoolean, DataInput::readBoolean),
            String.class, new Plain<>(DataTypes.StringType, DataOutput::writeUTF, DataInput::readUTF),
            double.class, new Number64(),
            Double.class, new Number64(),
            byte[].class, new Binary<byte[]>(Function.identity(), Function.identity()),
            float[].class, new Binary<>(ValueCodecs::bytes, ValueCodecs::floats),
            RunLengthMask.class, new Binary<>(RunLengthMask::toBytes, RunLengthMask::ofBytes));

    private ValueCodecs() {}

    @SuppressWarnings("unchecked")
    static ValueCodec<Object> of(Type type) {
        ValueCodec<?> plain = PLAIN.get(type);
        if (plain != null) {
            return (ValueCodec<Object>) plain;
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return (ValueCodec<Object>) (ValueCodec<?>) new Many<>(of(list.getActualTypeArguments()[0]));
        }
        if (type instanceof ParameterizedType map
                && map.getRawType() == Map.class
                && List.of(map.getActualTypeArguments()).equals(List.of(String.class, Double.class))) {
            return (ValueCodec<Object>) (ValueCodec<?>) new NumbersByName();
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return (ValueCodec<Object>) (ValueCodec<?>) new Nested<>(RecordCodec.of(record.asSubclass(Record.class)));
        }
        throw new IllegalArgumentException("no column can hold a " + type.getTypeName());
    }

    /** Little-endian. */
    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
