package org.cellineage.jobs.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.udf.CellineageFunctions;

/**
 * Tables as Parquet files in {@code TABLE/plate=…/well=…/run_id=…/}. Files are never changed; publishing replaces the
 * plate's pointer file, and removes the folders of runs that no well shows any more.
 */
public final class ParquetLineageStore implements LineageStore {

    private static final String PUBLISHED = "_published";

    private final SparkSession spark;
    private final OutputFolder output;

    public ParquetLineageStore(SparkSession spark, OutputFolder output) {
        this.spark = spark;
        this.output = output;
    }

    @Override
    public void write(String table, Dataset<Row> rows, String... order) {
        List<org.apache.spark.sql.Column> sort = new ArrayList<>();
        for (String column : List.of("plate", "well", "run_id")) {
            sort.add(functions.col(column));
        }
        for (String column : order) {
            sort.add(functions.col(column));
        }
        rows.withMetadata(
                        "movie_id",
                        new MetadataBuilder()
                                .putLong(TableSchemas.VERSION_KEY, TableSchemas.VERSION)
                                .build())
                .sortWithinPartitions(sort.toArray(new org.apache.spark.sql.Column[0]))
                .write()
                .mode(SaveMode.Append)
                .partitionBy("plate", "well", "run_id")
                .parquet(output.resolve(table));
    }

    @Override
    public void publish(String runId, Map<String, Set<String>> wells, Map<String, Set<String>> covered)
            throws IOException {
        for (Map.Entry<String, Set<String>> plate : new TreeMap<>(covered).entrySet()) {
            Pointer pointer = pointer(plate.getKey());
            for (String well : wells.getOrDefault(plate.getKey(), Set.of())) {
                pointer.wells().put(well, runId);
            }
            for (String well : plate.getValue()) {
                pointer.failures().put(well, runId);
                // A well that shows nothing yet shows at least that its movies failed.
                pointer.wells().putIfAbsent(well, runId);
            }
            output.replace(pointerPath(plate.getKey()), pointer.toJson());
            removeUnseen(pointer);
        }
        writeViews();
    }

    private void writeViews() throws IOException {
        Map<String, List<String>> paths = paths();
        Conditions conditions = Conditions.stored(output);
        output.replace("views.sql", DuckDbViews.sql(paths, conditions));
        output.replace("views.spark.sql", SparkViews.sql(paths, conditions));
    }

    /** Keeps a plate map beside the tables, for the plates that a run published. */
    public void keep(PlateMap map, String runId) throws IOException {
        for (Pointer pointer : pointers()) {
            if (pointer.wells().containsValue(runId)) {
                Conditions.store(
                        output,
                        pointer.plate(),
                        map.columns(),
                        map.of(pointer.plate(), pointer.wells().keySet()));
            }
        }
        writeViews();
    }

    /** Puts a plate map in the place of those that are kept, in this session. */
    public void registerConditions(PlateMap map) throws IOException {
        List<PlateMap.Condition> rows = new ArrayList<>();
        for (Pointer pointer : pointers()) {
            rows.addAll(map.of(pointer.plate(), pointer.wells().keySet()));
        }
        new Conditions(map.columns(), rows).dataset(spark).createOrReplaceTempView(Conditions.VIEW);
    }

    private List<Pointer> pointers() throws IOException {
        List<Pointer> pointers = new ArrayList<>();
        for (String file : output.names(PUBLISHED)) {
            if (file.endsWith(".json")) {
                String path = PUBLISHED + "/" + file;
                pointers.add(Pointer.parse(output.read(path).orElse("{}"), output.resolve(path)));
            }
        }
        return pointers;
    }

    private static String pointerPath(String plate) {
        return PUBLISHED + "/" + escape(plate) + ".json";
    }

    private Pointer pointer(String plate) throws IOException {
        String path = pointerPath(plate);
        Optional<String> json = output.read(path);
        return json.map(text -> Pointer.parse(text, output.resolve(path))).orElseGet(() -> Pointer.empty(plate));
    }

    /** Partition values as Spark writes them into folder names. */
    static String escape(String value) {
        return ExternalCatalogUtils.escapePathName(value);
    }

    /** Removes this plate's rows of runs that no well shows; they are what earlier or broken runs left. */
    private void removeUnseen(Pointer pointer) throws IOException {
        for (String table : TableSchemas.all().keySet()) {
            String plateFolder = table + "/plate=" + escape(pointer.plate());
            for (String wellFolder : output.names(plateFolder)) {
                Set<String> shown = new TreeSet<>();
                runs(table, pointer).forEach((well, run) -> {
                    if (wellFolder.equals("well=" + escape(well))) {
                        shown.add("run_id=" + run);
                    }
                });
                for (String runFolder : output.names(plateFolder + "/" + wellFolder)) {
                    if (!shown.contains(runFolder)) {
                        output.delete(plateFolder + "/" + wellFolder + "/" + runFolder);
                    }
                }
            }
        }
    }

    private static TreeMap<String, String> runs(String table, Pointer pointer) {
        return table.equals(TableSchemas.FAILURES_TABLE) ? pointer.failures() : pointer.wells();
    }

    /** Published folders of each table, relative to the output, sorted; a run without rows has none. */
    private Map<String, List<String>> paths() throws IOException {
        Map<String, List<String>> paths = new TreeMap<>();
        TableSchemas.all().keySet().forEach(table -> paths.put(table, new ArrayList<>()));
        for (Pointer pointer : pointers()) {
            for (Map.Entry<String, List<String>> table : paths.entrySet()) {
                for (Map.Entry<String, String> well :
                        runs(table.getKey(), pointer).entrySet()) {
                    String folder = table.getKey() + "/plate=" + escape(pointer.plate()) + "/well="
                            + escape(well.getKey()) + "/run_id=" + well.getValue();
                    if (output.exists(folder)) {
                        table.getValue().add(folder);
                    }
                }
            }
        }
        return paths;
    }

    /** A table as published; empty, with its columns, where nothing is. */
    public Dataset<Row> table(String name) throws IOException {
        StructType schema = TableSchemas.all().get(name);
        if (schema == null) {
            throw new IllegalArgumentException("there is no table " + name);
        }
        StructType columns = TableSchemas.withPartitions(schema);
        String[] folders = paths().getOrDefault(name, List.of()).stream()
                .map(output::resolve)
                .toArray(String[]::new);
        if (folders.length == 0) {
            return spark.createDataFrame(List.of(), columns);
        }
        return spark.read()
                .schema(columns)
                .option("basePath", output.resolve(name))
                .parquet(folders);
    }

    /** Makes tables and views under their names, and the SQL functions, known to this session. */
    public void registerViews() throws IOException {
        CellineageFunctions.register(spark);
        for (String table : TableSchemas.all().keySet()) {
            table(table).createOrReplaceTempView(table);
        }
        Conditions.stored(output).dataset(spark).createOrReplaceTempView(Conditions.VIEW);
        LineageViews.register(spark);
    }

    /** Whether anything has been published here. */
    public boolean hasTables() throws IOException {
        return !output.names(PUBLISHED).isEmpty();
    }
}
