package org.cellineage.jobs.store.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.Calibration;
import org.cellineage.jobs.store.Conditions;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.PlateMap;
import org.cellineage.jobs.store.PublishedMovie;
import org.cellineage.jobs.store.PublishedMovies;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.jobs.store.script.DuckDbViews;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * Tables as Parquet files in {@code TABLE/plate=…/well=…/run_id=…/}. Files are never modified; publishing replaces the
 * plate's pointer file and removes the folders of runs that no well shows any more.
 */
public final class ParquetLineageStore implements LineageStore {

    private static final String PUBLISHED = "_published";
    private static final String SPARK_VIEWS = "views.spark.sql";
    /** Limit on rewrites of the view files; this many runs never finish while one small file is written. */
    private static final int MAX_VIEW_WRITES = 100;

    /**
     * How files are written; {@code scripts/bench/tables layouts} compares alternatives. The dictionaries are large
     * enough for positions in a frame of 2048 pixels, rounded to 1/64.
     */
    private static final Map<String, String> LAYOUT =
            Map.of("compression", "zstd", "parquet.dictionary.page.size", Integer.toString(2 << 20));

    private final SparkSession spark;
    private final OutputFolder output;
    /** What the plates claimed by the caller show; others may change at any time. */
    private final Map<String, PublishedWells> held = new TreeMap<>();

    public ParquetLineageStore(SparkSession spark, OutputFolder output) {
        this.spark = spark;
        this.output = output;
    }

    @Override
    public void recover(Set<String> plates) throws IOException {
        for (String plate : plates) {
            output.removeUnfinished(pointerPath(plate));
            held.put(plate, read(plate));
            removeUnseen(pointer(plate));
        }
        if (hasTables()) {
            publishViews();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>One job for all plates writes into a folder of the run's own, from which the finished folders are moved. Spark
     * must not write into a table's folder, where runs over different plates would share one job's temporary files. A
     * bucket copies instead of moving; there, and if there is only one plate, Spark writes into the plate's folder.
     */
    @Override
    public void write(String table, String runId, Set<String> plates, Dataset<Row> rows) throws IOException {
        if (plates.size() > 1 && output.moves()) {
            String staged = "_work/" + runId + "/" + table;
            write(rows, table, staged, List.of("plate", "well", "run_id"));
            // Plate, well and run: other files of Spark, such as _SUCCESS, stay and are removed with the run.
            for (String folder : output.foldersBelow(staged, 3)) {
                if (folder.chars().filter(c -> c == '/').count() == 2) {
                    output.move(staged + "/" + folder, table + "/" + folder);
                }
            }
            return;
        }
        for (String plate : plates) {
            Dataset<Row> own =
                    plates.size() > 1 ? rows.where(functions.col("plate").equalTo(plate)) : rows;
            write(own.drop("plate"), table, PublishedFolders.plateFolder(table, plate), List.of("well", "run_id"));
        }
    }

    private void write(Dataset<Row> rows, String table, String folder, List<String> partitions) {
        List<org.apache.spark.sql.Column> sort = new ArrayList<>();
        partitions.forEach(column -> sort.add(functions.col(column)));
        TableSchemas.order(table).forEach(column -> sort.add(functions.col(column)));
        try {
            rows.withMetadata(
                            "movie_id",
                            new MetadataBuilder()
                                    .putLong(TableSchemas.VERSION_KEY, TableSchemas.VERSION)
                                    .build())
                    .sortWithinPartitions(sort.toArray(new org.apache.spark.sql.Column[0]))
                    .write()
                    .mode(SaveMode.Append)
                    .options(LAYOUT)
                    .partitionBy(partitions.toArray(new String[0]))
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
            // A well that shows nothing yet at least shows that its movies failed.
            pointer.wells().putIfAbsent(well, runId);
        }
        output.replace(pointerPath(plate), pointer.toJson());
        removeUnseen(pointer);
    }

    @Override
    public Calibration calibration() throws IOException {
        return Calibration.read(output);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Runs over other plates may publish at the same time. Each reads the pointers again after writing, so the last
     * writer has seen all of them.
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

    /** The files that define the views, by name. */
    private Map<String, String> views() throws IOException {
        Map<String, List<String>> paths = folders().all();
        Conditions conditions = conditions();
        Calibration calibration = calibration();
        return Map.of(
                DuckDbViews.FILE,
                DuckDbViews.sql(patterns(paths), true, conditions, calibration),
                SPARK_VIEWS,
                SparkViews.sql(paths, conditions, calibration));
    }

    private static Map<String, List<String>> patterns(Map<String, List<String>> folders) {
        Map<String, List<String>> patterns = new TreeMap<>();
        folders.forEach((table, paths) -> patterns.put(
                table, paths.stream().map(path -> path + "/*.parquet").toList()));
        return patterns;
    }

    @Override
    public Dataset<Row> published(String table, Map<String, Set<String>> wells) throws IOException {
        List<PublishedWells> plates = new ArrayList<>();
        for (String plate : wells.keySet()) {
            plates.add(pointer(plate));
        }
        return read(table, PublishedFolders.of(output, plates, Set.of(table)).of(table, wells));
    }

    @Override
    public List<PublishedMovie> movies(Set<String> plates) throws IOException {
        List<PublishedWells> pointers = new ArrayList<>();
        for (String plate : plates) {
            pointers.add(pointer(plate));
        }
        return PublishedMovies.read(new ParquetTables(
                spark,
                output,
                PublishedFolders.of(output, pointers, Set.of(TableSchemas.MOVIES_TABLE, TableSchemas.FAILURES_TABLE))));
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

    @Override
    public Map<String, Set<String>> wells() throws IOException {
        Map<String, Set<String>> wells = new TreeMap<>();
        for (PublishedWells pointer : pointers()) {
            wells.put(pointer.plate(), pointer.wells().keySet());
        }
        return wells;
    }

    @Override
    public String publication(String plate) throws IOException {
        PublishedWells pointer = pointer(plate);
        return pointer.wells().isEmpty() ? "" : pointer.toJson();
    }

    @Override
    public Conditions conditions() throws IOException {
        return Conditions.stored(output);
    }

    private List<PublishedWells> pointers() throws IOException {
        List<PublishedWells> pointers = new ArrayList<>();
        Map<String, PublishedWells> byFile = new HashMap<>();
        held.values().forEach(own -> byFile.put(escape(own.plate()) + ".json", own));
        for (String file : output.names(PUBLISHED)) {
            if (file.endsWith(".json")) {
                String path = PUBLISHED + "/" + file;
                PublishedWells own = byFile.get(file);
                pointers.add(
                        own != null
                                ? own
                                : PublishedWells.parse(output.read(path).orElse("{}"), output.resolve(path)));
            }
        }
        return pointers;
    }

    private static String pointerPath(String plate) {
        return PUBLISHED + "/" + escape(plate) + ".json";
    }

    private PublishedWells pointer(String plate) throws IOException {
        PublishedWells own = held.get(plate);
        return own != null ? own : read(plate);
    }

    private PublishedWells read(String plate) throws IOException {
        String path = pointerPath(plate);
        Optional<String> json = output.read(path);
        return json.map(text -> PublishedWells.parse(text, output.resolve(path)))
                .orElseGet(() -> PublishedWells.empty(plate));
    }

    /** Escapes partition values as Spark does for folder names. */
    static String escape(String value) {
        return ExternalCatalogUtils.escapePathName(value);
    }

    /** Removes this plate's rows of runs that no well shows, and leftovers of killed jobs' committers. */
    private void removeUnseen(PublishedWells pointer) throws IOException {
        for (String table : TableSchemas.all().keySet()) {
            Set<String> shown = new TreeSet<>();
            pointer.runs(table).forEach((well, run) -> shown.add(PublishedFolders.runFolder(well, run)));
            String plateFolder = PublishedFolders.plateFolder(table, pointer.plate());
            for (String folder : output.foldersBelow(plateFolder, 2)) {
                boolean ofRun = folder.startsWith("well=") && folder.contains("/");
                boolean ofJob = !folder.startsWith("well=") && !folder.contains("/");
                if (ofJob || (ofRun && !shown.contains(folder))) {
                    output.delete(plateFolder + "/" + folder);
                }
            }
        }
    }

    /** Folders of the currently published rows. */
    private PublishedFolders folders() throws IOException {
        return PublishedFolders.of(output, pointers(), TableSchemas.all().keySet());
    }

    @Override
    public PublishedTables tables() throws IOException {
        return new ParquetTables(spark, output, folders());
    }

    @Override
    public Dataset<Row> table(String name) throws IOException {
        return read(name, PublishedFolders.of(output, pointers(), Set.of(name)).of(name));
    }

    private Dataset<Row> read(String table, List<String> folders) {
        return ParquetTables.read(spark, output, table, folders);
    }

    @Override
    public boolean hasTables() throws IOException {
        return !output.names(PUBLISHED).isEmpty();
    }
}
