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
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.hadoop.GlobText;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.udf.CellineageFunctions;

/**
 * Tables as Parquet files in {@code TABLE/plate=…/well=…/run_id=…/}. Files are never changed; publishing replaces the
 * plate's pointer file, and removes the folders of runs that no well shows any more.
 */
public final class ParquetLineageStore implements LineageStore {

    private static final String PUBLISHED = "_published";
    private static final String VIEWS = "views.sql";
    private static final String SPARK_VIEWS = "views.spark.sql";
    /** More than this many runs never end within one write of a small file. */
    private static final int MAX_VIEW_WRITES = 100;

    /**
     * How files are written; {@code scripts/bench/tables layouts} measures this beside other ways. Positions in a frame of
     * 2048 pixels, kept to 1/64, still fit the dictionaries.
     */
    private static final Map<String, String> LAYOUT =
            Map.of("compression", "zstd", "parquet.dictionary.page.size", Integer.toString(2 << 20));

    private final SparkSession spark;
    private final OutputFolder output;

    public ParquetLineageStore(SparkSession spark, OutputFolder output) {
        this.spark = spark;
        this.output = output;
    }

    @Override
    public void recover(String plate) throws IOException {
        output.removeUnfinished(pointerPath(plate));
        removeUnseen(pointer(plate));
        if (hasTables()) {
            publishViews();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Spark writes into the plate's own folder, so that runs over different plates of one output do not meet in one
     * job's temporary files.
     */
    @Override
    public void write(String table, String plate, Dataset<Row> rows) {
        List<org.apache.spark.sql.Column> sort = new ArrayList<>();
        for (String column : List.of("well", "run_id")) {
            sort.add(functions.col(column));
        }
        for (String column : TableSchemas.order(table)) {
            sort.add(functions.col(column));
        }
        String folder = plateFolder(table, plate);
        try {
            rows.drop("plate")
                    .withMetadata(
                            "movie_id",
                            new MetadataBuilder()
                                    .putLong(TableSchemas.VERSION_KEY, TableSchemas.VERSION)
                                    .build())
                    .sortWithinPartitions(sort.toArray(new org.apache.spark.sql.Column[0]))
                    .write()
                    .mode(SaveMode.Append)
                    .options(LAYOUT)
                    .partitionBy("well", "run_id")
                    .parquet(output.resolve(folder));
        } catch (Exception e) {
            throw output.explained(folder, e);
        }
    }

    @Override
    public void publish(String runId, String plate, Set<String> wells, Set<String> covered) throws IOException {
        PublishedWells pointer = pointer(plate);
        for (String well : wells) {
            pointer.wells().put(well, runId);
        }
        for (String well : covered) {
            pointer.failures().put(well, runId);
            // A well that shows nothing yet shows at least that its movies failed.
            pointer.wells().putIfAbsent(well, runId);
        }
        output.replace(pointerPath(plate), pointer.toJson());
        removeUnseen(pointer);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Runs over other plates publish at the same time; whoever writes last has seen all pointers, because each looks
     * again after writing.
     */
    @Override
    public void publishViews() throws IOException {
        Map<String, String> views = views();
        for (int i = 0; i < MAX_VIEW_WRITES && !areWritten(views); i++) {
            for (Map.Entry<String, String> file : views.entrySet()) {
                output.replace(file.getKey(), file.getValue());
            }
            views = views();
        }
    }

    private boolean areWritten(Map<String, String> views) throws IOException {
        for (Map.Entry<String, String> file : views.entrySet()) {
            if (!output.read(file.getKey()).equals(Optional.of(file.getValue()))) {
                return false;
            }
        }
        return true;
    }

    /** The files that open the tables, by name. */
    private Map<String, String> views() throws IOException {
        Map<String, List<String>> paths = paths();
        Conditions conditions = Conditions.stored(output);
        return Map.of(VIEWS, DuckDbViews.sql(paths, conditions), SPARK_VIEWS, SparkViews.sql(paths, conditions));
    }

    @Override
    public Dataset<Row> published(String table, String plate, Set<String> wells) throws IOException {
        Set<String> there = output.foldersBelow(plateFolder(table, plate), 2);
        List<String> folders = new ArrayList<>();
        runs(table, pointer(plate)).forEach((well, run) -> {
            String folder = runFolder(well, run);
            if (wells.contains(well) && there.contains(folder)) {
                folders.add(plateFolder(table, plate) + "/" + folder);
            }
        });
        return read(table, folders);
    }

    @Override
    public List<PublishedMovie> movies(String plate) throws IOException {
        PublishedWells pointer = pointer(plate);
        Set<String> failed = new TreeSet<>();
        for (Row row : published(
                        TableSchemas.FAILURES_TABLE, plate, pointer.failures().keySet())
                .where("frame is null and movie_id is not null")
                .select("movie_id")
                .collectAsList()) {
            failed.add(row.getString(0));
        }
        List<PublishedMovie> movies = new ArrayList<>();
        for (Row row : published(
                        TableSchemas.MOVIES_TABLE, plate, pointer.wells().keySet())
                .selectExpr(
                        "well",
                        "site",
                        "status",
                        "coalesce(input_hash, '')",
                        "coalesce(config_hash, '')",
                        "coalesce(model_hash, '')",
                        "coalesce(link_model_hash, '')",
                        "coalesce(software_version, '')")
                .collectAsList()) {
            MovieKey key = new MovieKey(plate, row.getString(0), row.getString(1));
            movies.add(new PublishedMovie(
                    key,
                    row.getString(2),
                    failed.contains(key.id()),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7)));
        }
        return movies;
    }

    private static String runFolder(String well, String run) {
        return "well=" + escape(well) + "/run_id=" + run;
    }

    private static String plateFolder(String table, String plate) {
        return table + "/plate=" + escape(plate);
    }

    @Override
    public void keep(PlateMap map, Set<String> plates) throws IOException {
        for (PublishedWells pointer : pointers()) {
            if (plates.contains(pointer.plate())) {
                Conditions.store(
                        output,
                        pointer.plate(),
                        map.columns(),
                        map.of(pointer.plate(), pointer.wells().keySet()));
            }
        }
        publishViews();
    }

    /** Puts a plate map in the place of those that are kept, in this session. */
    public void registerConditions(PlateMap map) throws IOException {
        List<PlateMap.Condition> rows = new ArrayList<>();
        for (PublishedWells pointer : pointers()) {
            rows.addAll(map.of(pointer.plate(), pointer.wells().keySet()));
        }
        new Conditions(map.columns(), rows).dataset(spark).createOrReplaceTempView(Conditions.VIEW);
    }

    private List<PublishedWells> pointers() throws IOException {
        List<PublishedWells> pointers = new ArrayList<>();
        for (String file : output.names(PUBLISHED)) {
            if (file.endsWith(".json")) {
                String path = PUBLISHED + "/" + file;
                pointers.add(PublishedWells.parse(output.read(path).orElse("{}"), output.resolve(path)));
            }
        }
        return pointers;
    }

    private static String pointerPath(String plate) {
        return PUBLISHED + "/" + escape(plate) + ".json";
    }

    private PublishedWells pointer(String plate) throws IOException {
        String path = pointerPath(plate);
        Optional<String> json = output.read(path);
        return json.map(text -> PublishedWells.parse(text, output.resolve(path)))
                .orElseGet(() -> PublishedWells.empty(plate));
    }

    /** Partition values as Spark writes them into folder names. */
    static String escape(String value) {
        return ExternalCatalogUtils.escapePathName(value);
    }

    /**
     * Removes this plate's rows of runs that no well shows, and what committers of killed jobs left; both are what
     * earlier or broken runs left.
     */
    private void removeUnseen(PublishedWells pointer) throws IOException {
        for (String table : TableSchemas.all().keySet()) {
            Set<String> shown = new TreeSet<>();
            runs(table, pointer).forEach((well, run) -> shown.add(runFolder(well, run)));
            String plateFolder = plateFolder(table, pointer.plate());
            for (String folder : output.foldersBelow(plateFolder, 2)) {
                boolean ofRun = folder.startsWith("well=") && folder.contains("/");
                boolean ofJob = !folder.startsWith("well=") && !folder.contains("/");
                if (ofJob || (ofRun && !shown.contains(folder))) {
                    output.delete(plateFolder + "/" + folder);
                }
            }
        }
    }

    private static TreeMap<String, String> runs(String table, PublishedWells pointer) {
        return table.equals(TableSchemas.FAILURES_TABLE) ? pointer.failures() : pointer.wells();
    }

    /** Published folders of each table, relative to the output, sorted; a run without rows has none. */
    private Map<String, List<String>> paths() throws IOException {
        Map<String, List<String>> paths = new TreeMap<>();
        for (String table : TableSchemas.all().keySet()) {
            List<String> folders = new ArrayList<>();
            for (PublishedWells pointer : pointers()) {
                String plateFolder = plateFolder(table, pointer.plate());
                Set<String> there = output.foldersBelow(plateFolder, 2);
                runs(table, pointer).forEach((well, run) -> {
                    if (there.contains(runFolder(well, run))) {
                        folders.add(plateFolder + "/" + runFolder(well, run));
                    }
                });
            }
            paths.put(table, folders);
        }
        return paths;
    }

    /** A table as published; empty, with its columns, where nothing is. */
    public Dataset<Row> table(String name) throws IOException {
        return read(name, paths().getOrDefault(name, List.of()));
    }

    private Dataset<Row> read(String table, List<String> folders) {
        StructType schema = TableSchemas.all().get(table);
        if (schema == null) {
            throw new IllegalArgumentException("there is no table " + table);
        }
        StructType columns = TableSchemas.withPartitions(schema);
        if (folders.isEmpty()) {
            return spark.createDataFrame(List.of(), columns);
        }
        return spark.read()
                .schema(columns)
                .option("basePath", output.resolve(table))
                .parquet(folders.stream()
                        .map(output::resolve)
                        .map(GlobText::escape)
                        .toArray(String[]::new));
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
