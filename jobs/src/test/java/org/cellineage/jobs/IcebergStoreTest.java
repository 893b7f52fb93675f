package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.RunHistory;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.problem.UserException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/** Tables in Iceberg, through the store: what runs publish that are killed, follow or meet each other. */
class IcebergStoreTest {

    private static final String MOVIES = TableSchemas.MOVIES_TABLE;
    private static final String FAILURES = TableSchemas.FAILURES_TABLE;
    private static final String NAMESPACE = "spark.cellineage.iceberg.namespace";

    @TempDir
    static Path temp;

    private static SparkSession spark;

    private static @Nullable RestCatalogServer rest;

    private Path output;

    @BeforeAll
    static void start() {
        spark = Job.spark("local[2]");
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        HaltingFileSystem.settings("", temp.resolve("never"))
                .forEach((key, value) -> hadoop.set(key.substring("spark.hadoop.".length()), value));
    }

    @AfterAll
    static void stop() {
        if (rest != null) {
            rest.close();
        }
    }

    @BeforeEach
    void newOutput() throws IOException {
        output = Files.createTempDirectory(temp, "output");
    }

    @AfterEach
    void mend() {
        HaltingFileSystem.fault = (operation, path) -> {};
        spark.conf().unset(NAMESPACE);
    }

    private static LineageStore open(SparkSession session, Object location) throws IOException {
        OutputFolder folder = OutputFolder.open(session.sparkContext().hadoopConfiguration(), String.valueOf(location));
        return LineageStores.load().open(session, folder, "iceberg");
    }

    private LineageStore store() throws IOException {
        return open(spark, output);
    }

    /** Rows of a table of which nothing but the identifiers is known. */
    private static Dataset<Row> rows(
            SparkSession session, String table, String run, String plate, Map<String, List<String>> wells) {
        StructType schema = TableSchemas.withPartitions(TableSchemas.all().get(table));
        List<Row> rows = new ArrayList<>();
        wells.forEach((well, ids) -> {
            for (String id : ids) {
                Object[] values = new Object[schema.size()];
                values[schema.fieldIndex("movie_id")] = id;
                values[schema.fieldIndex("site")] = id;
                values[schema.fieldIndex("plate")] = plate;
                values[schema.fieldIndex("well")] = well;
                values[schema.fieldIndex("run_id")] = run;
                rows.add(RowFactory.create(values));
            }
        });
        return session.createDataFrame(rows, schema);
    }

    /** A run over wells of a plate, with as many failures as movies. */
    private static void run(
            SparkSession session, Object location, String run, String plate, Map<String, List<String>> wells)
            throws IOException {
        LineageStore store = open(session, location);
        store.recover(Set.of(plate));
        for (String table : List.of(MOVIES, FAILURES)) {
            store.write(table, run, Set.of(plate), rows(session, table, run, plate, wells));
        }
        store.publish(run, plate, wells.keySet(), wells.keySet());
        store.publishViews();
    }

    private void run(String run, String plate, Map<String, List<String>> wells) throws IOException {
        run(spark, output, run, plate, wells);
    }

    private static List<String> seen(Dataset<Row> rows) {
        return rows.selectExpr("concat_ws(' ', plate, well, movie_id, run_id)").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    /** The movies of wells and the run that wrote them, read without Spark. */
    private static Map<String, List<String>> local(LineageStore store, String table, String plate) throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        for (String well : store.wells().getOrDefault(plate, Set.of())) {
            List<String> ids = new ArrayList<>();
            store.rows(table, plate, well)
                    .forEach(
                            new StructType().add("movie_id", "string").add("run_id", "string"),
                            row -> ids.add(row.getString(0) + " " + row.getString(1)));
            found.put(well, ids);
        }
        return found;
    }

    private static Table hadoopTable(Object location, String name) {
        return new HadoopTables(spark.sparkContext().hadoopConfiguration()).load(location + "/" + name);
    }

    private Table table(String name) {
        return hadoopTable(output, name);
    }

    private static Table tableIn(String namespace, String name) {
        try {
            return Spark3Util.loadIcebergTable(spark, namespace + "." + name);
        } catch (NoSuchTableException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Defines a catalog in a database, and gives the next output a namespace of it. */
    private static String jdbcNamespace(String catalog, Object warehouse) {
        String key = "spark.sql.catalog." + catalog;
        spark.conf().set(key, "org.apache.iceberg.spark.SparkCatalog");
        spark.conf().set(key + ".type", "jdbc");
        // SQLite has one writer at a time; the other waits.
        spark.conf().set(key + ".uri", "jdbc:sqlite:" + temp.resolve(catalog + ".db") + "?busy_timeout=60000");
        spark.conf().set(key + ".warehouse", warehouse.toString());
        String namespace = catalog + ".screens.n" + UUID.randomUUID().toString().replace("-", "");
        spark.conf().set(NAMESPACE, namespace);
        return namespace;
    }

    /** Defines a catalog behind a server, and gives the next output a namespace of it. */
    private static String restNamespace() throws IOException {
        String key = "spark.sql.catalog.rest_lake";
        if (rest == null) {
            rest = new RestCatalogServer(
                    spark.sparkContext().hadoopConfiguration(),
                    "jdbc:sqlite:" + temp.resolve("rest.db") + "?busy_timeout=60000",
                    "halting:" + temp.resolve("rest-warehouse"));
        }
        spark.conf().set(key, "org.apache.iceberg.spark.SparkCatalog");
        spark.conf().set(key + ".type", "rest");
        spark.conf().set(key + ".uri", rest.uri());
        spark.conf().set(key + ".io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
        String namespace = "rest_lake.screens.n" + UUID.randomUUID().toString().replace("-", "");
        spark.conf().set(NAMESPACE, namespace);
        return namespace;
    }

    /** Another session with the same catalogs. */
    private static SparkSession anotherSession() {
        SparkSession session = spark.newSession();
        CollectionConverters.asJava(spark.conf().getAll()).forEach((key, value) -> {
            if (key.startsWith("spark.sql.catalog.") || key.equals(NAMESPACE)) {
                session.conf().set(key, value);
            }
        });
        return session;
    }

    /** How to load the tables of an output, which lie in a catalog of this kind. */
    private static Function<String, Table> tablesOf(String catalog, String location) throws IOException {
        if (catalog.equals("hadoop")) {
            return name -> hadoopTable(location, name);
        }
        String namespace = catalog.equals("rest")
                ? restNamespace()
                : jdbcNamespace("halting_lake", "halting:" + temp.resolve("halting-warehouse"));
        return name -> tableIn(namespace, name);
    }

    /** Rows by plate and well in the current snapshot, as any other program finds them. */
    private Map<String, Long> current(String name) throws IOException {
        Map<String, Long> rows = new TreeMap<>();
        try (CloseableIterable<FileScanTask> tasks = table(name).newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                rows.merge(
                        task.file().partition().get(0, String.class) + " "
                                + task.file().partition().get(1, String.class),
                        task.file().recordCount(),
                        Long::sum);
            }
        }
        return rows;
    }

    private List<String> files(String below) throws IOException {
        return files(output.resolve(below));
    }

    private static List<String> files(Path root) throws IOException {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> !file.endsWith(".crc"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aRunReplacesItsWellsAndNothingElseInOneCommitATable() throws Exception {
        run("r1", "P1", Map.of("A01", List.of("a", "b"), "A02", List.of("c")));
        run("r2", "P2", Map.of("A01", List.of("d")));
        int before = table(MOVIES).history().size();
        run("r3", "P1", Map.of("A01", List.of(), "B/2", List.of("e")));

        assertThat(seen(store().table(MOVIES))).containsExactly("P1 A02 c r1", "P1 B/2 e r3", "P2 A01 d r2");
        assertThat(store().wells()).isEqualTo(Map.of("P1", Set.of("A01", "A02", "B/2"), "P2", Set.of("A01")));
        assertThat(current(MOVIES)).isEqualTo(Map.of("P1 A02", 1L, "P1 B/2", 1L, "P2 A01", 1L));
        Table movies = table(MOVIES);
        assertThat(movies.history()).hasSize(before + 1);
        assertThat(movies.currentSnapshot().summary())
                .containsEntry("cellineage.run-id", "r3")
                .containsEntry("cellineage.plate", "P1");
        // One file a well, whatever tasks its rows came from; no branch is left.
        assertThat(movies.refs().keySet()).containsExactly("main");
        assertThat(files("_staged")).isEmpty();
        assertThat(files("_publishing")).isEmpty();

        try (Duck duck = Duck.open(output)) {
            assertThat(duck.ask("select plate, well, movie_id, run_id from movies order by all")
                            .toString())
                    .isEqualTo("[[P1, A02, c, r1], [P1, B/2, e, r3], [P2, A01, d, r2]]");
            assertThat(duck.ask("select count(*) from cells")).isEqualTo(List.of(List.of(0L)));
        }
        SparkSession other = spark.newSession();
        other.conf().set("spark.sql.catalog.lineages", "org.apache.iceberg.spark.SparkCatalog");
        other.conf().set("spark.sql.catalog.lineages.type", "hadoop");
        other.conf().set("spark.sql.catalog.lineages.warehouse", output.toString());
        for (String statement :
                Files.readString(output.resolve("views.spark.sql")).split(";\n")) {
            other.sql(statement);
        }
        assertThat(seen(other.table("movies"))).isEqualTo(seen(store().table(MOVIES)));
        assertThat(other.table("lineages").count()).isZero();
    }

    /** What a process can be killed in: commits, pointers, and the making of data files. */
    private static boolean isNotable(String operation, String path) {
        return operation.equals("rename") && path.matches(".*/v\\d+\\.metadata\\.json")
                || operation.equals("create") && path.matches(".*/metadata/\\d+-.*\\.metadata\\.json")
                || operation.equals("create") && path.matches(".*/data/.*A02/.*\\.parquet")
                || !operation.equals("renamed") && path.matches(".*/_(published|publishing|staged)/[^.]+(/.+|\\.json)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hadoop", "jdbc"})
    void whereverARunIsKilledReadersSeeOneRunWholeAndTheNextFindsNothingOfIt(String catalog) throws IOException {
        killEverywhere(catalog);
    }

    /** A client of a server that fails tries again, for minutes in all. */
    @Test
    @Tag("slow")
    void whereverARunOnAServerIsKilledReadersSeeOneRunWholeAndTheNextFindsNothingOfIt() throws IOException {
        killEverywhere("rest");
    }

    private void killEverywhere(String catalog) throws IOException {
        String location = "halting:" + output;
        Function<String, Table> tables = tablesOf(catalog, location);
        Map<String, List<String>> shown = Map.of("A01", List.of("r r"), "A02", List.of("r r"));
        run(spark, location, "r", "P1", Map.of("A01", List.of("r"), "A02", List.of("r")));
        int died = 0;
        for (int step = 0; ; step++) {
            String run = "r" + step;
            Map<String, List<String>> after = new TreeMap<>(shown);
            after.put("A01", step % 3 == 0 ? List.of() : List.of(run + " " + run));
            after.put("A02", List.of(run + " " + run));
            AtomicInteger left = new AtomicInteger(step);
            HaltingFileSystem.fault = (operation, path) -> {
                // A process that is dead does nothing more.
                if (left.get() < 0 || isNotable(operation, path) && left.getAndDecrement() == 0) {
                    throw new IOException("killed in " + operation + " " + path);
                }
            };
            boolean survived = true;
            try {
                run(
                        spark,
                        location,
                        run,
                        "P1",
                        Map.of("A01", step % 3 == 0 ? List.of() : List.of(run), "A02", List.of(run)));
            } catch (Exception e) {
                survived = false;
                died++;
            }
            HaltingFileSystem.fault = (operation, path) -> {};
            Map<String, List<String>> meanwhile = local(open(spark, location), MOVIES, "P1");
            assertThat(meanwhile).as("step %d", step).isIn(shown, after);
            assertThat(local(open(spark, location), FAILURES, "P1")).isEqualTo(meanwhile);

            // The lock of a dead process expires.
            for (String lock : files("_locks")) {
                Files.setLastModifiedTime(
                        output.resolve("_locks").resolve(lock),
                        FileTime.from(Instant.now().minusSeconds(120)));
            }
            open(spark, location).recover(Set.of("P1"));
            Map<String, List<String>> recovered = local(open(spark, location), MOVIES, "P1");
            assertThat(recovered).as("step %d", step).isIn(shown, after);
            assertThat(local(open(spark, location), FAILURES, "P1")).isEqualTo(recovered);
            Map<String, Long> rows = new TreeMap<>();
            recovered.forEach((well, ids) -> {
                if (!ids.isEmpty()) {
                    rows.put("P1 " + well, (long) ids.size());
                }
            });
            for (String table : List.of(MOVIES, FAILURES)) {
                Table there = tables.apply(table);
                assertThat(there.refs().keySet()).as("step %d", step).containsExactly("main");
                assertThat(countOf(there)).as("step %d", step).isEqualTo(rows);
            }
            assertThat(files("_staged")).isEmpty();
            assertThat(files("_publishing")).isEmpty();
            shown = recovered;
            if (survived) {
                break;
            }
        }
        assertThat(died).as("steps at which it was killed").isGreaterThan(catalog.equals("hadoop") ? 15 : 10);
        // Files of killed jobs are gone; what earlier runs have shown is kept.
        Set<String> known = new TreeSet<>();
        Table movies = tables.apply(MOVIES);
        for (Snapshot snapshot : movies.snapshots()) {
            SnapshotChanges.builderFor(movies)
                    .snapshot(snapshot)
                    .build()
                    .addedDataFiles()
                    .forEach(file -> known.add(file.location().replaceAll(".*/", "")));
        }
        Path data = Path.of(URI.create(movies.location()).getPath()).resolve("data");
        assertThat(files(data).stream().map(file -> file.replaceAll(".*/", ""))).isSubsetOf(known);
    }

    private static Map<String, Long> countOf(Table table) throws IOException {
        Map<String, Long> rows = new TreeMap<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                rows.merge(
                        "P1 " + task.file().partition().get(1, String.class),
                        task.file().recordCount(),
                        Long::sum);
            }
        }
        return rows;
    }

    @Test
    void whatWasOpenedBeforeTheFirstRunKnowsNoTables() throws Exception {
        RunHistory before = store().history().orElseThrow();
        run(spark, output, "x", "P1", Map.of("A01", List.of("m")));
        assertThat(before.runs()).isEmpty();
        assertThat(store().history().orElseThrow().runs()).containsExactly("x");
    }

    @Test
    void publishedPlatesWithoutTheirTablesAreNotReadAsEmpty() throws Exception {
        run(spark, output, "x", "P1", Map.of("A01", List.of("m")));
        Path place = output.resolve("_iceberg.json");
        String text = Files.readString(place);
        Files.delete(place);
        assertThatThrownBy(() -> store().tables().table(MOVIES))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("_iceberg.json")
                .hasMessageContaining("is gone");
        Files.writeString(place, text);
        assertThat(seen(store().tables().table(MOVIES))).containsExactly("P1 A01 m x");

        Files.move(output.resolve(MOVIES), output.resolve("elsewhere"));
        assertThatThrownBy(() -> store().tables().table(MOVIES))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(MOVIES)
                .hasMessageContaining("is gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hadoop", "jdbc", "rest"})
    void runsOverDifferentPlatesAtOnceBothLand(String catalog) throws Exception {
        String location = "halting:" + output;
        tablesOf(catalog, location);
        List<CompletableFuture<Void>> runs = new ArrayList<>();
        for (String plate : List.of("P1", "P2")) {
            SparkSession session = anotherSession();
            runs.add(CompletableFuture.runAsync(() -> {
                try {
                    for (String run : List.of("x", "y")) {
                        run(session, location, run + plate, plate, Map.of("A01", List.of("m")));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        for (CompletableFuture<Void> one : runs) {
            one.get();
        }
        List<String> both = List.of("P1 A01 m yP1", "P2 A01 m yP2");
        assertThat(seen(open(spark, location).table(MOVIES))).isEqualTo(both);
        assertThat(open(spark, location).history().orElseThrow().runs())
                .containsExactlyInAnyOrder("xP1", "xP2", "yP1", "yP2");

        // A plate whose publication is only half done is read as it was, and all others as they are.
        HaltingFileSystem.fault = (operation, path) -> {
            if (path.endsWith("_published/P1.json")) {
                throw new IOException("killed");
            }
        };
        assertThatThrownBy(() -> run(spark, location, "z", "P1", Map.of("A01", List.of("n"))))
                .hasStackTraceContaining("killed");
        HaltingFileSystem.fault = (operation, path) -> {};
        assertThat(seen(open(spark, location).table(MOVIES))).isEqualTo(both);
        assertThat(seen(open(spark, location).tables().ofWells(FAILURES, Map.of("P1", Set.of("A01")))))
                .containsExactly(both.get(0));
        assertThat(seen(open(spark, location)
                        .history()
                        .orElseThrow()
                        .asOf("yP2")
                        .table(FAILURES)))
                .contains(both.get(1))
                .noneMatch(row -> row.endsWith(" z"));
        // A run over the other plate leaves it alone; one over this plate completes it.
        run(spark, location, "w", "P2", Map.of("A01", List.of("o")));
        assertThat(seen(open(spark, location).table(MOVIES))).containsExactly(both.get(0), "P2 A01 o w");
        open(spark, location).recover(Set.of("P1"));
        assertThat(seen(open(spark, location).table(MOVIES))).containsExactly("P1 A01 n z", "P2 A01 o w");
    }

    @Test
    void earlierRunsCanBeReadUntilTheyAreExpired() throws IOException, InterruptedException {
        run("r1", "P1", Map.of("A01", List.of("a"), "A02", List.of("b")));
        run("r2", "P2", Map.of("A01", List.of("c")));
        run("r3", "P1", Map.of("A01", List.of("d")));
        RunHistory history = store().history().orElseThrow();
        assertThat(history.runs()).containsExactly("r3", "r2", "r1");
        assertThat(seen(history.asOf("r1").table(MOVIES))).containsExactly("P1 A01 a r1", "P1 A02 b r1");
        assertThat(seen(history.asOf("r2").table(MOVIES))).containsExactly("P1 A01 a r1", "P1 A02 b r1", "P2 A01 c r2");
        List<String> now = List.of("P1 A01 d r3", "P1 A02 b r1", "P2 A01 c r2");
        assertThat(seen(history.asOf("r3").table(FAILURES))).isEqualTo(now);
        assertThatThrownBy(() -> history.asOf("r9"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("r9")
                .hasMessageContaining("r3, r2, r1");

        // Nothing is old enough.
        assertThat(history.expire(Instant.now().minus(Duration.ofDays(30)))).isEqualTo(new RunHistory.Expired(0, 0));
        assertThat(history.runs()).hasSize(3);

        Path orphans = output.resolve("movies/data/plate=P1");
        Path old = Files.writeString(orphans.resolve("old.parquet"), "left by a killed process");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        Path young = Files.writeString(orphans.resolve("young.parquet"), "being written");
        Thread.sleep(5);
        RunHistory.Expired expired = history.expire(Instant.now());
        // Two in each of five tables, and the empty ones with which the first branches of two tables began.
        assertThat(expired.snapshots()).isEqualTo(12);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(files("movies/data").stream().filter(file -> file.contains("plate=P1/well=A01")))
                .as("the file of r1 is gone, that of r3 is there")
                .hasSize(1);
        assertThat(seen(store().table(MOVIES))).isEqualTo(now);
        assertThat(seen(store().table(FAILURES))).isEqualTo(now);
        assertThat(history.runs()).containsExactly("r3");
        assertThat(seen(history.asOf("r3").table(MOVIES))).isEqualTo(now);
        run("r4", "P2", Map.of("A01", List.of("e")));
        assertThat(seen(store().table(MOVIES))).containsExactly(now.get(0), now.get(1), "P2 A01 e r4");
    }

    @Test
    void aColumnThatANewVersionAddsIsNullInOlderRowsAndAddedByTheNextRun() throws IOException {
        run("r1", "P1", Map.of("A01", List.of("a")));
        table(MOVIES)
                .updateSchema()
                .deleteColumn("status")
                .deleteColumn("outage_frames")
                .commit();
        assertThat(store().table(MOVIES).schema()).isEqualTo(TableSchemas.withPartitions(TableSchemas.MOVIES));
        assertThat(store().table(MOVIES)
                        .selectExpr("status")
                        .collectAsList()
                        .get(0)
                        .isNullAt(0))
                .isTrue();
        run("r2", "P2", Map.of("A01", List.of("b")));
        assertThat(table(MOVIES).schema().findField("outage_frames")).isNotNull();
        assertThat(seen(store().table(MOVIES))).containsExactly("P1 A01 a r1", "P2 A01 b r2");
        assertThat(seen(store().history().orElseThrow().asOf("r1").table(MOVIES)))
                .containsExactly("P1 A01 a r1");
    }

    @Test
    void aCatalogOfTheSiteIsRecordedAndBelongsToOneOutput() throws Exception {
        String first = jdbcNamespace("lake", temp.resolve("warehouse"));
        run("r1", "P1", Map.of("A01", List.of("a")));
        run("r2", "P1", Map.of("A01", List.of("b")));
        spark.conf().unset(NAMESPACE);
        assertThat(seen(store().table(MOVIES))).containsExactly("P1 A01 b r2");
        assertThat(output.resolve("movies")).doesNotExist();
        assertThat(seen(spark.table(first + ".movies"))).containsExactly("P1 A01 b r2");
        try (Duck duck = Duck.open(output)) {
            assertThat(duck.ask("select movie_id from movies").toString()).isEqualTo("[[b]]");
        }

        Path second = Files.createTempDirectory(temp, "second");
        spark.conf().set(NAMESPACE, first);
        assertThatThrownBy(() -> run(spark, second, "r1", "P1", Map.of("A01", List.of("a"))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("another output");
        spark.conf().set(NAMESPACE, "lake.other");
        assertThatThrownBy(() -> run("r3", "P1", Map.of("A01", List.of("a"))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(first);
        spark.conf().unset(NAMESPACE);
        LineageStore without = open(spark.newSession(), output);
        assertThatThrownBy(() -> without.table(MOVIES))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("spark.sql.catalog.lake");
    }

    @Test
    void aMovedOutputAndAMissingJarAreRefusedWithTheFix() throws IOException {
        run("r1", "P1", Map.of("A01", List.of("a")));
        Path moved = Files.move(output, output.resolveSibling("moved"));
        assertThatThrownBy(() -> open(spark, moved).table(MOVIES))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("moved")
                .hasMessageContaining("Move it back");

        ClassLoader own = Thread.currentThread().getContextClassLoader();
        LineageStores stores = LineageStores.load();
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], null));
        try {
            OutputFolder folder = OutputFolder.open(spark.sparkContext().hadoopConfiguration(), output.toString());
            String version = Files.readString(Path.of("../pom.xml"))
                    .replaceAll("(?s).*<iceberg.version>(.*)</iceberg.version>.*", "$1");
            assertThatThrownBy(() -> stores.open(spark, folder, "iceberg"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("--packages org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:" + version);
        } finally {
            Thread.currentThread().setContextClassLoader(own);
        }
    }
}
