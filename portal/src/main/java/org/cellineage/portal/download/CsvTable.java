package org.cellineage.portal.download;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.codec.LocalRows;
import org.cellineage.jobs.tables.TableSchemas;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A table as CSV (RFC 4180, UTF-8): all columns but masks. A column by channel is one column, {@code channel=value} joined
 * by semicolons, because movies of a plate may have different channels.
 */
final class CsvTable {

    private final String table;
    private final StructType columns;
    private final Writer out;

    /** Where rows are, and of which site; all if empty. */
    record Place(String plate, String well, Optional<String> site) {}

    CsvTable(String table, OutputStream out) throws IOException {
        this.table = table;
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        StructType shown = new StructType();
        for (StructField field :
                Optional.ofNullable(TableSchemas.all().get(table)).orElseThrow().fields()) {
            if (!field.dataType().equals(DataTypes.BinaryType)) {
                shown = shown.add(field);
            }
        }
        this.columns = shown;
        List<String> names = new ArrayList<>(List.of("plate", "well"));
        names.addAll(List.of(columns.fieldNames()));
        line(names);
    }

    void write(LocalRows all, Place place) throws IOException {
        LocalRows own = place.site().map(site -> all.where("site", site)).orElse(all);
        // A table without rows has no files, and no session needs to be asked.
        own.forEach(columns, row -> {
            List<String> values = new ArrayList<>(List.of(place.plate(), place.well()));
            for (int i = 0; i < columns.size(); i++) {
                values.add(text(row.get(row.fieldIndex(columns.fieldNames()[i])), columns.fields()[i]));
            }
            line(values);
        });
    }

    private static String text(@Nullable Object value, StructField field) {
        if (value == null) {
            return "";
        }
        if (field.dataType() instanceof MapType) {
            Map<Object, @Nullable Object> sorted =
                    new TreeMap<>(CollectionConverters.asJava((scala.collection.Map<?, ?>) value));
            List<String> entries = new ArrayList<>();
            sorted.forEach((name, one) -> entries.add(name + "=" + (one == null ? "" : one)));
            return String.join(";", entries);
        }
        if (field.dataType() instanceof ArrayType) {
            List<String> items = new ArrayList<>();
            CollectionConverters.asJava((scala.collection.Seq<?>) value).forEach(one -> items.add(String.valueOf(one)));
            return String.join(";", items);
        }
        return String.valueOf(value);
    }

    private void line(List<String> values) throws IOException {
        for (int i = 0; i < values.size(); i++) {
            out.write(i == 0 ? "" : ",");
            out.write(quoted(values.get(i)));
        }
        out.write("\r\n");
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    /** Ends the table; what it is written to stays open. */
    void end() throws IOException {
        out.flush();
    }

    @Override
    public String toString() {
        return table;
    }
}
