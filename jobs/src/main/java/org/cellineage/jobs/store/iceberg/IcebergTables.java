package org.cellineage.jobs.store.iceberg;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.problem.BadOutputException;

/**
 * The tables as certain publications left them; a run that publishes later does not change them. A table is looked up
 * when it is first asked for, which gives the same rows.
 */
final class IcebergTables implements PublishedTables {

    private final SparkSession spark;
    private final TablePlace place;
    /** The snapshot to read each table from where possible; the current one if a table is not named. */
    private final Map<String, Long> bases;
    /** For each table, the snapshot of each plate's publication. */
    private final Map<String, SortedMap<String, Long>> wanted;

    /** The tables as pointers show them. */
    IcebergTables(SparkSession spark, TablePlace place, List<PlatePointer> pointers) {
        this(spark, place, Map.of(), byTable(pointers));
    }

    IcebergTables(
            SparkSession spark,
            TablePlace place,
            Map<String, Long> bases,
            Map<String, SortedMap<String, Long>> wanted) {
        this.spark = spark;
        this.place = place;
        this.bases = bases;
        this.wanted = wanted;
    }

    private static Map<String, SortedMap<String, Long>> byTable(List<PlatePointer> pointers) {
        Map<String, SortedMap<String, Long>> wanted = new TreeMap<>();
        for (PlatePointer pointer : pointers) {
            pointer.snapshots()
                    .forEach((table, snapshot) -> wanted.computeIfAbsent(table, name -> new TreeMap<>())
                            .put(pointer.plate(), snapshot));
        }
        return wanted;
    }

    private static StructType columns(String table) {
        return TableSchemas.withPartitions(
                Optional.ofNullable(TableSchemas.all().get(table))
                        .orElseThrow(() -> new IllegalArgumentException("there is no table " + table)));
    }

    @Override
    public Dataset<Row> table(String name) {
        return read(name, lit(true));
    }

    @Override
    public Dataset<Row> ofWells(String name, Map<String, Set<String>> wells) {
        List<Column> plates = new ArrayList<>();
        wells.forEach((plate, ofPlate) ->
                plates.add(col("plate").equalTo(plate).and(col("well").isin(ofPlate.toArray()))));
        return plates.isEmpty() ? spark.createDataFrame(List.of(), columns(name)) : read(name, anyOf(plates));
    }

    /** As a balanced tree: Spark visits conditions recursively. */
    private static Column anyOf(List<Column> conditions) {
        int half = conditions.size() / 2;
        return half == 0
                ? conditions.get(0)
                : anyOf(conditions.subList(0, half)).or(anyOf(conditions.subList(half, conditions.size())));
    }

    /**
     * A table in its current state; empty if no run has made it yet.
     *
     * @throws BadOutputException if plates are published in it, and it is gone
     */
    private Optional<Table> find(String name) {
        Optional<Table> table = place.load(name);
        if (table.isEmpty() && wanted.containsKey(name)) {
            throw place.missing(name);
        }
        return table;
    }

    private Dataset<Row> read(String name, Column rows) {
        StructType columns = columns(name);
        Optional<Table> table = find(name);
        Optional<Slices> slices = table.flatMap(there -> slices(name, there));
        if (slices.isEmpty()) {
            return spark.createDataFrame(List.of(), columns);
        }
        Column inBase = slices.get().excluded().isEmpty()
                ? rows
                : rows.and(not(col("plate").isin(slices.get().excluded().toArray())));
        Dataset<Row> all = read(name, slices.get().base(), columns, inBase);
        for (Map.Entry<Long, ? extends Set<String>> own : slices.get().own().entrySet()) {
            Column inOwn = rows.and(col("plate").isin(own.getValue().toArray()));
            all = all.union(read(name, own.getKey(), columns, inOwn));
        }
        return all;
    }

    private Dataset<Row> read(String name, long snapshot, StructType columns, Column condition) {
        Dataset<Row> rows = spark.read().option("versionAsOf", snapshot).table(place.name(name));
        List<String> there = Arrays.asList(rows.columns());
        List<Column> selected = new ArrayList<>();
        for (StructField field : columns.fields()) {
            // A snapshot has the columns that the table had then.
            Column value = there.contains(field.name()) ? col(field.name()) : lit(null);
            boolean fits = there.contains(field.name())
                    && rows.schema()
                            .apply(field.name())
                            .dataType()
                            .catalogString()
                            .equals(field.dataType().catalogString());
            selected.add(fits ? value : value.cast(field.dataType()).as(field.name()));
        }
        return rows.where(condition).select(selected.toArray(new Column[0]));
    }

    private Optional<Slices> slices(String name, Table table) {
        Optional<Long> base = Optional.ofNullable(bases.get(name))
                .or(() -> Optional.ofNullable(table.currentSnapshot()).map(Snapshot::snapshotId));
        return base.map(snapshot -> Slices.of(table, snapshot, wanted.getOrDefault(name, new TreeMap<>())));
    }

    /**
     * The file with the rows of a well, or none if there are no rows. Empty if there are several files, whose rows would
     * have to be sorted, or a file with rows that another program has deleted, or if Hadoop cannot read it.
     */
    Optional<List<String>> onlyFile(String name, String plate, String well) throws IOException {
        List<String> files = new ArrayList<>();
        for (Scan scan : scans(name)) {
            Expression own = Expressions.and(
                    scan.filter(), Expressions.and(Expressions.equal("plate", plate), Expressions.equal("well", well)));
            try (CloseableIterable<FileScanTask> tasks = new Scan(scan.table(), scan.snapshot(), own).tasks()) {
                for (FileScanTask task : tasks) {
                    if (!task.deletes().isEmpty() || !(scan.table().io() instanceof HadoopFileIO)) {
                        return Optional.empty();
                    }
                    files.add(task.file().location());
                }
            }
        }
        return files.size() > 1 ? Optional.empty() : Optional.of(files);
    }

    /** Whether the current snapshot of a table shows every plate as wanted. */
    boolean isCurrent(String name) {
        return find(name)
                .flatMap(table -> slices(name, table))
                .filter(slices -> !slices.isOne())
                .isEmpty();
    }

    /** A scan of files: a snapshot, and which of its files. */
    record Scan(Table table, long snapshot, Expression filter) {

        CloseableIterable<FileScanTask> tasks() {
            return table.newScan().useSnapshot(snapshot).filter(filter).planFiles();
        }
    }

    /** The scans that find the files of a table. */
    List<Scan> scans(String name) {
        List<Scan> scans = new ArrayList<>();
        Optional<Table> table = find(name);
        table.flatMap(there -> slices(name, there)).ifPresent(slices -> {
            scans.add(new Scan(
                    table.get(),
                    slices.base(),
                    slices.excluded().isEmpty()
                            ? Expressions.alwaysTrue()
                            : Expressions.notIn("plate", slices.excluded().toArray())));
            slices.own()
                    .forEach((snapshot, plates) ->
                            scans.add(new Scan(table.get(), snapshot, Expressions.in("plate", plates.toArray()))));
        });
        return scans;
    }
}
