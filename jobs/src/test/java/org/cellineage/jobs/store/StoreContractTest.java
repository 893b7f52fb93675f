package org.cellineage.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.tables.TableSchemas;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every store: runs that publish, or die before they do, over plates with awkward names; what readers see against a plain
 * map.
 */
class StoreContractTest {

    private static final List<String> PLATES = List.of("P1", "a=b, {c}", "P 2%");
    private static final List<String> WELLS = List.of("A01", "B/2", "-");
    private static final int RUNS = 6;
    private static final Comparator<List<String>> ORDER =
            Comparator.comparing((List<String> well) -> well.get(0)).thenComparing(well -> well.get(1));

    @TempDir
    Path temp;

    private final SparkSession spark = spark();
    /** Well, with its plate, to the run and the movies that readers see; of movies, and of failures. */
    private final Map<String, TreeMap<List<String>, List<String>>> shown = new TreeMap<>(
            Map.of(TableSchemas.MOVIES_TABLE, new TreeMap<>(ORDER), TableSchemas.FAILURES_TABLE, new TreeMap<>(ORDER)));

    private static SparkSession spark() {
        System.setProperty("spark.master", System.getProperty("spark.master", "local[2]"));
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.sql.shuffle.partitions", "2");
        // Compiling a query takes longer than it does with rows as few as these.
        System.setProperty("spark.sql.codegen.wholeStage", "false");
        System.setProperty("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        return SparkSessions.open("test");
    }

    private String kind = "";

    private LineageStore store() throws IOException {
        return LineageStores.load()
                .open(spark, OutputFolder.open(spark.sparkContext().hadoopConfiguration(), temp.toString()), kind);
    }

    /** Rows of a table of which nothing but the identifiers is known. */
    private Dataset<Row> rows(String table, String run, Map<List<String>, List<String>> movies) {
        StructType schema = TableSchemas.withPartitions(TableSchemas.all().get(table));
        List<Row> rows = new ArrayList<>();
        movies.forEach((well, ids) -> {
            for (String id : ids) {
                Object[] values = new Object[schema.size()];
                values[schema.fieldIndex("movie_id")] = id;
                values[schema.fieldIndex("plate")] = well.get(0);
                values[schema.fieldIndex("well")] = well.get(1);
                values[schema.fieldIndex("run_id")] = run;
                rows.add(RowFactory.create(values));
            }
        });
        return spark.createDataFrame(rows, schema);
    }

    private static List<String> seen(Dataset<Row> rows) {
        return rows.selectExpr("plate", "well", "run_id", "movie_id").collectAsList().stream()
                .map(row -> row.mkString("|"))
                .sorted()
                .toList();
    }

    private List<String> expected(String table, Predicate<List<String>> wells) {
        List<String> expected = new ArrayList<>();
        shown.get(table).forEach((well, movies) -> {
            if (wells.test(well)) {
                movies.forEach(movie -> expected.add(String.join("|", well) + "|" + movie));
            }
        });
        expected.sort(null);
        return expected;
    }

    private void assertReadersSeeWhatWasPublished() throws IOException {
        LineageStore store = store();
        for (String table : shown.keySet()) {
            assertThat(seen(store.table(table))).isEqualTo(expected(table, well -> true));
            assertThat(seen(store.tables().table(table))).isEqualTo(expected(table, well -> true));
            String plate = PLATES.get(1);
            String well = WELLS.get(1);
            List<String> of = expected(table, key -> key.equals(List.of(plate, well)));
            assertThat(seen(store.tables().ofWells(table, Map.of(plate, Set.of(well)))))
                    .isEqualTo(of);
            assertThat(seen(store.published(table, Map.of(plate, Set.of(well)))))
                    .isEqualTo(of);
        }
        Map<String, Set<String>> wells = new TreeMap<>();
        shown.get(TableSchemas.MOVIES_TABLE)
                .keySet()
                .forEach(well -> wells.computeIfAbsent(well.get(0), plate -> new TreeSet<>())
                        .add(well.get(1)));
        assertThat(store.wells()).isEqualTo(wells);
        assertThat(store.hasTables()).isEqualTo(!wells.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"parquet,1", "parquet,2", "iceberg,3"})
    void readersSeeTheLastRunThatPublishedAndNothingElse(String store, long seed) throws IOException {
        kind = store;
        Random random = new Random(seed);
        for (int i = 0; i < RUNS; i++) {
            run("run-" + i, random);
            assertReadersSeeWhatWasPublished();
        }
        // Whoever claims a plate next clears what dead runs left of it.
        store().recover(new TreeSet<>(PLATES));
        assertReadersSeeWhatWasPublished();
        if (!kind.equals("parquet")) {
            return;
        }
        Set<String> folders = new TreeSet<>();
        try (Stream<Path> all = Files.walk(temp)) {
            all.filter(path -> path.getFileName().toString().startsWith("run_id="))
                    .forEach(path -> folders.add(temp.relativize(path).getName(0) + " " + path.getFileName()));
        }
        Set<String> used = new TreeSet<>();
        shown.forEach((table, wells) -> wells.forEach((well, movies) ->
                movies.forEach(movie -> used.add(table + " run_id=" + movie.substring(0, movie.indexOf('|'))))));
        assertThat(folders).isEqualTo(used);
    }

    /** Writes, then publishes the plates one by one; may die before any of them. */
    private void run(String run, Random random) throws IOException {
        Set<String> plates = new TreeSet<>(PLATES);
        plates.removeIf(plate -> random.nextInt(3) == 0);
        if (plates.isEmpty()) {
            plates.add(PLATES.get(0));
        }
        LineageStore store = store();
        store.recover(plates);
        Map<List<String>, List<String>> movies = new TreeMap<>(ORDER);
        Map<List<String>, List<String>> failures = new TreeMap<>(ORDER);
        for (String plate : plates) {
            for (String well : WELLS) {
                if (random.nextInt(4) > 0) {
                    failures.put(List.of(plate, well), ids(run, random));
                    if (random.nextBoolean()) {
                        movies.put(List.of(plate, well), ids(run, random));
                    }
                }
            }
        }
        store.write(TableSchemas.MOVIES_TABLE, run, plates, rows(TableSchemas.MOVIES_TABLE, run, movies));
        store.write(TableSchemas.FAILURES_TABLE, run, plates, rows(TableSchemas.FAILURES_TABLE, run, failures));
        for (String plate : plates) {
            if (random.nextInt(4) == 0) {
                return;
            }
            if (of(failures, plate).isEmpty()) {
                continue;
            }
            store.publish(run, plate, wells(movies, plate), wells(failures, plate));
            of(failures, plate).forEach((well, ids) -> {
                shown.get(TableSchemas.FAILURES_TABLE).put(well, marked(run, ids));
                // A well that shows nothing yet shows that its movies failed: it is there, without rows.
                shown.get(TableSchemas.MOVIES_TABLE).putIfAbsent(well, List.of());
            });
            of(movies, plate)
                    .forEach((well, ids) -> shown.get(TableSchemas.MOVIES_TABLE).put(well, marked(run, ids)));
        }
        store.publishViews();
    }

    private static List<String> ids(String run, Random random) {
        return Stream.of("1", "2", "3")
                .limit(random.nextInt(4))
                .map(id -> run + "/" + id)
                .toList();
    }

    private static List<String> marked(String run, List<String> ids) {
        return ids.stream().map(id -> run + "|" + id).toList();
    }

    private static Map<List<String>, List<String>> of(Map<List<String>, List<String>> rows, String plate) {
        Map<List<String>, List<String>> own = new TreeMap<>(ORDER);
        own.putAll(rows);
        own.keySet().removeIf(well -> !well.get(0).equals(plate));
        return own;
    }

    private static Set<String> wells(Map<List<String>, List<String>> rows, String plate) {
        Set<String> wells = new TreeSet<>();
        of(rows, plate).keySet().forEach(well -> wells.add(well.get(1)));
        return wells;
    }

    /** A reader that opened the tables goes on seeing them while a later run publishes. */
    @ParameterizedTest
    @ValueSource(strings = {"parquet", "iceberg"})
    void tablesThatWereOpenedStayAsTheyWere(String name) throws IOException {
        kind = name;
        Map<List<String>, List<String>> first = Map.of(List.of("P1", "A01"), List.of("1"));
        LineageStore store = store();
        store.write(TableSchemas.MOVIES_TABLE, "run-1", Set.of("P1"), rows(TableSchemas.MOVIES_TABLE, "run-1", first));
        store.publish("run-1", "P1", Set.of("A01"), Set.of("A01"));
        List<String> before = seen(store().table(TableSchemas.MOVIES_TABLE));
        PublishedTables opened = store().tables();
        store.write(
                TableSchemas.MOVIES_TABLE,
                "run-2",
                Set.of("P2"),
                rows(TableSchemas.MOVIES_TABLE, "run-2", Map.of(List.of("P2", "A01"), List.of("2"))));
        store.publish("run-2", "P2", Set.of("A01"), Set.of("A01"));
        assertThat(seen(opened.table(TableSchemas.MOVIES_TABLE))).isEqualTo(before);
        assertThat(seen(store().table(TableSchemas.MOVIES_TABLE))).hasSize(2).containsAll(before);
    }
}
