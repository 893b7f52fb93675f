package org.cellineage.jobs.store.parquet;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.store.Calibration;
import org.cellineage.jobs.store.Conditions;
import org.cellineage.jobs.store.Dialect;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * The file {@code views.spark.sql} in the output folder: temporary views of the published rows for any Spark, with
 * paths relative to the folder, so that {@code spark-sql -i views.spark.sql} works inside it.
 */
final class SparkViews {

    private SparkViews() {}

    static String sql(Map<String, List<String>> folders, Conditions conditions, Calibration calibration) {
        StringBuilder sql = new StringBuilder(
                "-- Views of the published rows. Start Spark in this folder: spark-sql -i views.spark.sql\n");
        TableSchemas.all().forEach((table, schema) -> {
            StructType columns = TableSchemas.withPartitions(schema);
            List<String> paths = folders.getOrDefault(table, List.of());
            sql.append("create or replace temporary view ").append(table);
            if (paths.isEmpty()) {
                sql.append(" as ").append(empty(columns));
            } else {
                sql.append(" (")
                        .append(columns.toDDL())
                        .append(") using parquet options (path '")
                        .append(glob(table, paths))
                        .append("', basePath '")
                        .append(table)
                        .append("')");
            }
            sql.append(";\n");
        });
        return sql.append(conditions.definition(Dialect.SPARK))
                .append(LineageViews.definitions(Dialect.SPARK, calibration))
                .toString();
    }

    /**
     * A single pattern for all folders. Spark escapes pattern characters in folder names, except commas and brackets.
     */
    private static String glob(String table, List<String> paths) {
        List<String> below = paths.stream()
                .map(path -> path.substring(table.length() + 1).replaceAll("[,}'\\\\]", "?"))
                .toList();
        return table + "/{" + String.join(",", below) + "}";
    }

    private static String empty(StructType schema) {
        StringBuilder columns = new StringBuilder();
        for (StructField field : schema.fields()) {
            columns.append(columns.length() == 0 ? "" : ", ")
                    .append("cast(null as ")
                    .append(field.dataType().sql())
                    .append(") as `")
                    .append(field.name())
                    .append('`');
        }
        return "select " + columns + " where false";
    }
}
