package site.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.Conditions;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.PlateMap;
import org.cellineage.jobs.store.PublishedMovie;
import org.cellineage.jobs.store.PublishedMovies;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * Tables as JSON, a folder a run, and one file that lists which run each well shows. For one plate and a few wells: enough
 * to see that nothing counts on Parquet.
 */
final class JsonStore implements LineageStore {

    private static final String SHOWN = "json/shown.txt";

    private final SparkSession spark;
    private final OutputFolder output;

    JsonStore(SparkSession spark, OutputFolder output) {
        this.spark = spark;
        this.output = output;
    }

    @Override
    public void recover(Set<String> plates) throws IOException {
        output.removeUnfinished(SHOWN);
    }

    @Override
    public void write(String table, String runId, Set<String> plates, Dataset<Row> rows) {
        rows.write().json(output.resolve(folder(table, runId)));
    }

    private static String folder(String table, String runId) {
        return "json/" + table + "/" + runId;
    }

    /** Lines such as {@code movies/P7/A01} to the run whose rows are shown; failures have lines of their own. */
    private TreeMap<String, String> shown() throws IOException {
        TreeMap<String, String> shown = new TreeMap<>();
        output.read(SHOWN).orElse("").lines().forEach(line -> shown.put(line.split(" ")[0], line.split(" ")[1]));
        return shown;
    }

    private static String kind(String table) {
        return table.equals(TableSchemas.FAILURES_TABLE) ? "failures" : "wells";
    }

    @Override
    public void publish(String runId, String plate, Set<String> wells, Set<String> covered) throws IOException {
        TreeMap<String, String> shown = shown();
        wells.forEach(well -> shown.put("wells/" + plate + "/" + well, runId));
        covered.forEach(well -> {
            shown.put("failures/" + plate + "/" + well, runId);
            shown.putIfAbsent("wells/" + plate + "/" + well, runId);
        });
        StringBuilder text = new StringBuilder();
        shown.forEach((well, run) -> text.append(well).append(' ').append(run).append('\n'));
        output.replace(SHOWN, text.toString());
    }

    private Dataset<Row> rows(String table, String prefix) throws IOException {
        StructType columns = TableSchemas.withPartitions(TableSchemas.all().get(table));
        Set<String> folders = new TreeSet<>();
        List<Object> wells = new ArrayList<>();
        for (Map.Entry<String, String> one : shown().entrySet()) {
            if (one.getKey().startsWith(kind(table) + "/" + prefix)) {
                wells.add(one.getKey() + "/" + one.getValue());
                if (output.exists(folder(table, one.getValue()))) {
                    folders.add(output.resolve(folder(table, one.getValue())));
                }
            }
        }
        if (folders.isEmpty()) {
            return spark.createDataFrame(List.of(), columns);
        }
        return spark.read()
                .schema(columns)
                .json(folders.toArray(new String[0]))
                .where(functions.concat_ws(
                                "/",
                                functions.lit(kind(table)),
                                functions.col("plate"),
                                functions.col("well"),
                                functions.col("run_id"))
                        .isin(wells.toArray()));
    }

    @Override
    public Dataset<Row> published(String table, Map<String, Set<String>> wells) throws IOException {
        List<Object> asked = new ArrayList<>();
        wells.forEach((plate, ofPlate) -> ofPlate.forEach(well -> asked.add(plate + "/" + well)));
        return rows(table, "")
                .where(functions.concat_ws("/", functions.col("plate"), functions.col("well"))
                        .isin(asked.toArray()));
    }

    @Override
    public List<PublishedMovie> movies(Set<String> plates) throws IOException {
        return PublishedMovies.read(tables()).stream()
                .filter(movie -> plates.contains(movie.key().plate()))
                .toList();
    }

    @Override
    public boolean hasTables() throws IOException {
        return output.exists(SHOWN);
    }

    @Override
    public PublishedTables tables() {
        return new PublishedTables() {
            @Override
            public Dataset<Row> table(String name) {
                return read(name, "");
            }

            @Override
            public Dataset<Row> ofWells(String name, Map<String, Set<String>> wells) {
                return wells.entrySet().stream()
                        .flatMap(plate -> plate.getValue().stream().map(well -> plate.getKey() + "/" + well))
                        .map(prefix -> read(name, prefix))
                        .reduce(Dataset::union)
                        .orElseThrow();
            }

            private Dataset<Row> read(String name, String prefix) {
                try {
                    return rows(name, prefix);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
    }

    @Override
    public Map<String, Set<String>> wells() throws IOException {
        Map<String, Set<String>> wells = new TreeMap<>();
        shown().keySet().forEach(line -> {
            String[] parts = line.split("/");
            wells.computeIfAbsent(parts[1], plate -> new TreeSet<>()).add(parts[2]);
        });
        return wells;
    }

    @Override
    public Conditions conditions() throws IOException {
        return Conditions.stored(output);
    }

    @Override
    public void keep(PlateMap map, Set<String> plates) throws IOException {
        for (Map.Entry<String, Set<String>> plate : wells().entrySet()) {
            if (plates.contains(plate.getKey())) {
                Conditions.store(output, plate.getKey(), map.columns(), map.of(plate.getKey(), plate.getValue()));
            }
        }
    }

    @Override
    public void publishViews() {
        // No other engine reads these.
    }
}
