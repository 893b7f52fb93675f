package org.cellineage.jobs.store.script;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.store.Calibration;
import org.cellineage.jobs.store.Conditions;
import org.cellineage.jobs.store.Dialect;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * The file {@value #FILE} in the output folder: DuckDB views of the published rows, with paths relative to the folder, so
 * that {@code duckdb -init views.sql} works inside it.
 */
public final class DuckDbViews {

    /** Its name. */
    public static final String FILE = "views.sql";

    private static final String HEADER =
            "-- Views of the published rows. Start DuckDB in this folder: duckdb -init views.sql\n";
    private static final String BY_FOLDER =
            ", hive_partitioning = true, hive_types = {'plate': varchar, 'well': varchar, 'run_id': varchar}";
    private static final String BY_COLUMN = ", hive_partitioning = false";

    private DuckDbViews() {}

    /**
     * The text of the file.
     *
     * @param files for each table, patterns of its files, as DuckDB reads them
     * @param byFolder whether folders say which plate, well and run their files are of; if not, columns do
     */
    public static String sql(
            Map<String, List<String>> files, boolean byFolder, Conditions conditions, Calibration calibration) {
        StringBuilder sql = new StringBuilder(HEADER);
        TableSchemas.all().forEach((table, schema) -> {
            List<String> patterns = files.getOrDefault(table, List.of());
            sql.append("create or replace view ").append(table).append(" as ");
            if (patterns.isEmpty()) {
                sql.append(empty(TableSchemas.withPartitions(schema)));
            } else {
                String list = patterns.stream()
                        .map(pattern -> "'" + pattern.replace("'", "''") + "'")
                        .collect(Collectors.joining(", "));
                sql.append("select * from read_parquet([")
                        .append(list)
                        .append("], union_by_name = true")
                        .append(byFolder ? BY_FOLDER : BY_COLUMN)
                        .append(")");
            }
            sql.append(";\n");
        });
        return sql.append(conditions.definition(Dialect.DUCKDB))
                .append(LineageViews.definitions(Dialect.DUCKDB, calibration))
                .toString();
    }

    private static String empty(StructType schema) {
        StringBuilder columns = new StringBuilder();
        for (StructField field : schema.fields()) {
            columns.append(columns.length() == 0 ? "" : ", ")
                    .append("cast(null as ")
                    .append(type(field.dataType()))
                    .append(") as \"")
                    .append(field.name())
                    .append('"');
        }
        return "select " + columns + " where false";
    }

    private static String type(DataType type) {
        if (type instanceof ArrayType array) {
            return type(array.elementType()) + "[]";
        }
        if (type instanceof MapType map) {
            return "map(" + type(map.keyType()) + ", " + type(map.valueType()) + ")";
        }
        if (type.equals(DataTypes.StringType)) {
            return "varchar";
        }
        return type.equals(DataTypes.BinaryType) ? "blob" : type.simpleString();
    }
}
