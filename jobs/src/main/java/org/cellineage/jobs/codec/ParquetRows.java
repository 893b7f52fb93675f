package org.cellineage.jobs.codec;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads Parquet files that Spark wrote as the rows that Spark would read, in this thread and without a job: numbers,
 * texts, bytes, and lists, maps and records of these. A column that a file does not have is null.
 */
public final class ParquetRows extends ReadSupport<Row> {

    private final StructType columns;
    private final Set<String> leftOut;

    private ParquetRows(StructType columns, Set<String> leftOut) {
        this.columns = columns;
        this.leftOut = leftOut;
    }

    /**
     * Opens a file.
     *
     * @param columns the columns of the rows; no other is looked at
     * @param leftOut those of them that are not needed: they are not read, and null
     */
    public static ParquetReader<Row> open(
            String file, Configuration conf, StructType columns, Set<String> leftOut, FilterCompat.Filter filter)
            throws IOException {
        return ParquetReader.builder(new ParquetRows(columns, leftOut), new Path(file))
                .withConf(conf)
                .withFilter(filter)
                .build();
    }

    /** Location of a file that Spark names, as it does, by an encoded URI. */
    public static String location(String uri) {
        return new Path(URI.create(uri)).toString();
    }

    @Override
    public ReadContext init(InitContext context) {
        MessageType file = context.getFileSchema();
        List<Type> wanted = new ArrayList<>();
        for (StructField field : columns.fields()) {
            if (file.containsField(field.name()) && !leftOut.contains(field.name())) {
                wanted.add(file.getType(field.name()));
            }
        }
        return new ReadContext(new MessageType(file.getName(), wanted));
    }

    @Override
    public RecordMaterializer<Row> prepareForRead(
            Configuration conf, Map<String, String> metadata, MessageType file, ReadContext context) {
        Record root = new Record(columns, context.getRequestedSchema(), row -> {});
        return new RecordMaterializer<>() {
            @Override
            public Row getCurrentRecord() {
                return root.row();
            }

            @Override
            public GroupConverter getRootConverter() {
                return root;
            }
        };
    }

    /** Takes a value when it is complete. */
    @FunctionalInterface
    private interface Sink {
        void take(Object value);
    }

    private static Converter converter(DataType type, Type stored, Sink sink) {
        if (type instanceof StructType struct) {
            return new Record(struct, stored.asGroupType(), sink);
        }
        if (type instanceof ArrayType list) {
            return new Items(list, stored.asGroupType(), sink);
        }
        if (type instanceof MapType map) {
            return new Entries(map, stored.asGroupType(), sink);
        }
        return new Value(type.equals(DataTypes.StringType), sink);
    }

    /** A row. */
    private static final class Record extends GroupConverter {
        private final StructType type;
        private final Converter[] converters;
        private final Sink sink;
        private @Nullable Object[] values;

        Record(StructType type, GroupType stored, Sink sink) {
            this.type = type;
            this.sink = sink;
            this.values = new @Nullable Object[type.size()];
            this.converters = new Converter[stored.getFieldCount()];
            Map<String, Integer> places = new HashMap<>();
            for (int i = 0; i < type.size(); i++) {
                places.put(type.fields()[i].name(), i);
            }
            for (int i = 0; i < converters.length; i++) {
                Type field = stored.getType(i);
                Integer place = places.get(field.getName());
                if (place == null) {
                    converters[i] = new Ignored(field).converter();
                } else {
                    converters[i] =
                            converter(type.fields()[place].dataType(), field, value -> this.values[place] = value);
                }
            }
        }

        @Override
        public Converter getConverter(int field) {
            return converters[field];
        }

        @Override
        public void start() {
            values = new @Nullable Object[type.size()];
        }

        @Override
        public void end() {
            sink.take(row());
        }

        Row row() {
            return new GenericRowWithSchema(values, type);
        }
    }

    /** A field of a record that nobody asked for. */
    private record Ignored(Type stored) {
        Converter converter() {
            if (stored.isPrimitive()) {
                return new Value(false, value -> {});
            }
            GroupType group = stored.asGroupType();
            Converter[] fields = new Converter[group.getFieldCount()];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = new Ignored(group.getType(i)).converter();
            }
            return new Group(fields);
        }
    }

    /** A group whose parts do what is to be done. */
    private static final class Group extends GroupConverter {
        private final Converter[] fields;

        Group(Converter... fields) {
            this.fields = fields;
        }

        @Override
        public Converter getConverter(int field) {
            return fields[field];
        }

        @Override
        public void start() {
            // Its parts keep what they are given.
        }

        @Override
        public void end() {
            // Its parts keep what they are given.
        }
    }

    /** A list: a repeated group of one element each. */
    private static final class Items extends GroupConverter {
        private final Converter repeated;
        private final Sink sink;
        private List<@Nullable Object> items = new ArrayList<>();
        private @Nullable Object item;

        Items(ArrayType type, GroupType stored, Sink sink) {
            this.sink = sink;
            Type element = stored.getType(0).asGroupType().getType(0);
            this.repeated = new GroupConverter() {
                private final Converter value = converter(type.elementType(), element, one -> item = one);

                @Override
                public Converter getConverter(int field) {
                    return value;
                }

                @Override
                public void start() {
                    item = null;
                }

                @Override
                public void end() {
                    items.add(item);
                }
            };
        }

        @Override
        public Converter getConverter(int field) {
            return repeated;
        }

        @Override
        public void start() {
            items = new ArrayList<>();
        }

        @Override
        public void end() {
            sink.take(CollectionConverters.asScala(items).toSeq());
        }
    }

    /** A map: a repeated group of a key and a value each. */
    private static final class Entries extends GroupConverter {
        private final Converter repeated;
        private final Sink sink;
        private Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        private @Nullable Object key;
        private @Nullable Object value;

        Entries(MapType type, GroupType stored, Sink sink) {
            this.sink = sink;
            GroupType entry = stored.getType(0).asGroupType();
            this.repeated = new GroupConverter() {
                private final Converter[] fields = {
                    converter(type.keyType(), entry.getType(0), one -> key = one),
                    converter(type.valueType(), entry.getType(1), one -> value = one)
                };

                @Override
                public Converter getConverter(int field) {
                    return fields[field];
                }

                @Override
                public void start() {
                    key = null;
                    value = null;
                }

                @Override
                public void end() {
                    entries.put(key, value);
                }
            };
        }

        @Override
        public Converter getConverter(int field) {
            return repeated;
        }

        @Override
        public void start() {
            entries = new LinkedHashMap<>();
        }

        @Override
        public void end() {
            sink.take(CollectionConverters.asScala(entries));
        }
    }

    /** A number, text or bytes. */
    private static final class Value extends PrimitiveConverter {
        private final boolean isText;
        private final Sink sink;

        Value(boolean isText, Sink sink) {
            this.isText = isText;
            this.sink = sink;
        }

        @Override
        public void addBinary(Binary value) {
            sink.take(isText ? value.toStringUsingUTF8() : value.getBytes());
        }

        @Override
        public void addBoolean(boolean value) {
            sink.take(value);
        }

        @Override
        public void addDouble(double value) {
            sink.take(value);
        }

        @Override
        public void addFloat(float value) {
            sink.take(value);
        }

        @Override
        public void addInt(int value) {
            sink.take(value);
        }

        @Override
        public void addLong(long value) {
            sink.take(value);
        }
    }
}
