package org.cellineage.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadOutputException;

/**
 * The view {@code conditions}, one row per well, from plate maps. A run stores them with the tables as
 * {@code plate_maps/PLATE.json}, one JSON object per line; a later map of a plate replaces the earlier one.
 */
public final class Conditions {

    /** Key of {@link #byWell} for wells that no map names. */
    public static final List<String> NO_WELL = List.of();

    static final String VIEW = "conditions";

    /** Columns that are text, whatever is in them. */
    private static final Set<String> TEXTS = Set.of("compound", "control");

    private static final String FOLDER = "plate_maps";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<PlateMap.Condition> rows;
    /** Types of the columns other than plate and well: numbers if all values are. */
    private final Map<String, DataType> columns = new LinkedHashMap<>();

    Conditions(List<String> names, List<PlateMap.Condition> rows) {
        this.rows = List.copyOf(rows);
        // Columns that every laboratory has, so that queries work before there is a map.
        columns.put("compound", DataTypes.StringType);
        columns.put("dose", DataTypes.DoubleType);
        columns.put("control", DataTypes.StringType);
        names.forEach(name -> columns.put(name, DataTypes.DoubleType));
        for (PlateMap.Condition row : rows) {
            row.values().forEach((name, value) -> {
                if (!isNumber(value)) {
                    columns.put(name, DataTypes.StringType);
                }
            });
        }
        columns.replaceAll((name, type) -> TEXTS.contains(name) ? DataTypes.StringType : type);
    }

    private static boolean isNumber(String value) {
        try {
            return Double.isFinite(Double.parseDouble(value)) && value.matches("[-+0-9.eE]+");
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Reads the conditions stored with the tables. */
    public static Conditions stored(OutputFolder output) throws IOException {
        List<PlateMap.Condition> rows = new ArrayList<>();
        Set<String> names = new java.util.LinkedHashSet<>();
        for (String file : output.names(FOLDER)) {
            if (!file.endsWith(".json")) {
                continue;
            }
            String path = FOLDER + "/" + file;
            for (String line : output.read(path).orElse("").lines().toList()) {
                JsonNode row = parse(line, output.resolve(path));
                Map<String, String> values = new LinkedHashMap<>();
                row.fields().forEachRemaining(field -> {
                    names.add(field.getKey());
                    if (!field.getValue().isNull()) {
                        values.put(field.getKey(), field.getValue().asText());
                    }
                });
                String plate = values.remove("plate");
                String well = values.remove("well");
                if (plate != null && well != null) {
                    rows.add(new PlateMap.Condition(plate, well, values));
                }
            }
        }
        names.removeAll(List.of("plate", "well"));
        return new Conditions(List.copyOf(names), rows);
    }

    private static JsonNode parse(String line, String where) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new BadOutputException(
                    where, "The plate map is damaged.", "Delete it and give the plate map again.", e);
        }
    }

    /** Stores the rows of a plate with the tables. */
    public static void store(OutputFolder output, String plate, List<String> names, List<PlateMap.Condition> rows)
            throws IOException {
        StringBuilder text = new StringBuilder();
        for (PlateMap.Condition row : rows) {
            ObjectNode object =
                    JSON.createObjectNode().put("plate", row.plate()).put("well", row.well());
            // Every column is in every row, so that one without values is not lost.
            names.forEach(name -> object.put(name, row.values().get(name)));
            text.append(JSON.writeValueAsString(object)).append('\n');
        }
        output.replace(FOLDER + "/" + ExternalCatalogUtils.escapePathName(plate) + ".json", text.toString());
    }

    /**
     * What was done to each well, by plate and well: every column of the maps with its value, which is empty where a map has
     * none. Columns come in the order in which they were read.
     */
    public Map<List<String>, Map<String, String>> byWell() {
        Map<String, String> none = new LinkedHashMap<>();
        rows.forEach(row -> row.values().keySet().forEach(name -> none.put(name, "")));
        Map<List<String>, Map<String, String>> wells = new HashMap<>();
        for (PlateMap.Condition row : rows) {
            wells.computeIfAbsent(List.of(row.plate(), row.well()), well -> new LinkedHashMap<>(none))
                    .putAll(row.values());
        }
        wells.put(NO_WELL, none);
        return wells;
    }

    private StructType schema() {
        StructType schema = new StructType().add("plate", DataTypes.StringType).add("well", DataTypes.StringType);
        for (Map.Entry<String, DataType> column : columns.entrySet()) {
            schema = schema.add(column.getKey(), column.getValue());
        }
        return schema;
    }

    /** The rows as a dataset. */
    Dataset<Row> dataset(SparkSession spark) {
        List<Row> all = new ArrayList<>();
        for (PlateMap.Condition row : rows) {
            List<Object> values = new ArrayList<>(List.of(row.plate(), row.well()));
            columns.forEach((name, type) -> {
                String value = row.values().get(name);
                values.add(value == null || type.equals(DataTypes.StringType) ? value : Double.valueOf(value));
            });
            all.add(RowFactory.create(values.toArray()));
        }
        return spark.createDataFrame(all, schema());
    }

    /** The definition of the view, including its rows. */
    public String definition(Dialect dialect) {
        char quote = dialect == Dialect.SPARK ? '`' : '"';
        String text = dialect == Dialect.SPARK ? "string" : "varchar";
        List<String> tuples = new ArrayList<>();
        for (PlateMap.Condition row : rows) {
            tuples.add("  " + tuple(row, quote, text));
        }
        String none = "";
        if (tuples.isEmpty()) {
            tuples.add("  " + tuple(new PlateMap.Condition("", "", Map.of()), quote, text));
            none = "\nwhere false";
        }
        List<String> names = new ArrayList<>();
        for (String name : schema().fieldNames()) {
            names.add(quote + name + quote);
        }
        return dialect.createView() + " " + VIEW + " as\nselect * from (values\n" + String.join(",\n", tuples)
                + "\n) as t(" + String.join(", ", names) + ")" + none + ";\n";
    }

    private String tuple(PlateMap.Condition row, char quote, String text) {
        List<String> values = new ArrayList<>();
        values.add("'" + literal(row.plate(), quote) + "'");
        values.add("'" + literal(row.well(), quote) + "'");
        columns.forEach((name, type) -> {
            String value = row.values().get(name);
            values.add("cast(" + (value == null ? "null" : "'" + literal(value, quote) + "'") + " as "
                    + (type.equals(DataTypes.StringType) ? text : "double") + ")");
        });
        return "(" + String.join(", ", values) + ")";
    }

    private static String literal(String value, char quote) {
        return quote == '`' ? value.replace("\\", "\\\\").replace("'", "\\'") : value.replace("'", "''");
    }
}
