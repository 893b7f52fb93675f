package org.cellineage.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.tables.TableSchemas;
import org.junit.jupiter.api.Test;

/** docs/TABLES.md names every column of tables and views with its type, in order, and no other. */
class TablesDocumentTest {

    @Test
    void theDocumentSaysWhatTheTablesHold() throws IOException {
        Map<String, List<String>> documented = new LinkedHashMap<>();
        String table = "";
        for (String line : Files.readAllLines(Path.of("../docs/TABLES.md"))) {
            if (line.startsWith("## ")) {
                table = line.substring(3);
            } else if (line.startsWith("| ") && !line.startsWith("| column") && !table.isEmpty()) {
                String[] parts = line.split("\\|");
                documented.computeIfAbsent(table, t -> new ArrayList<>()).add(parts[1].trim() + ": " + parts[2].trim());
                assertThat(parts[3].trim()).as(line).isNotEmpty();
            }
        }
        Map<String, List<String>> held = new LinkedHashMap<>();
        TableSchemas.all().forEach((name, schema) -> {
            List<String> columns = new ArrayList<>();
            for (StructField field : schema.fields()) {
                columns.add(field.name() + ": " + type(field.dataType()));
            }
            held.put(name, columns);
        });
        held.putAll(views());
        assertThat(documented).isEqualTo(held);
    }

    /** The views over empty tables, without plate and well, which all have. */
    private static Map<String, List<String>> views() {
        SparkSession spark = SparkSessions.open("test");
        TableSchemas.all()
                .forEach((name, schema) -> spark.createDataFrame(List.of(), TableSchemas.withPartitions(schema))
                        .createOrReplaceTempView(name));
        new Conditions(List.of(), List.of()).dataset(spark).createOrReplaceTempView(Conditions.VIEW);
        LineageViews.registerViews(spark);
        List<String> names = new ArrayList<>(LineageViews.NAMES);
        names.add(Conditions.VIEW);
        Map<String, List<String>> views = new LinkedHashMap<>();
        for (String name : names) {
            List<String> columns = new ArrayList<>();
            for (StructField field : spark.table(name).schema().fields()) {
                columns.add(field.name() + ": " + type(field.dataType()));
            }
            assertThat(columns.subList(0, 2)).containsExactly("plate: string", "well: string");
            views.put(name, columns.subList(2, columns.size()));
        }
        return views;
    }

    private static String type(DataType type) {
        if (type instanceof ArrayType array) {
            return "array of " + type(array.elementType());
        }
        if (type instanceof MapType map) {
            return "map of " + type(map.keyType()) + " to " + type(map.valueType());
        }
        return type.simpleString();
    }
}
