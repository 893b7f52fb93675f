package org.cellineage.jobs.store.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.jobs.codec.LocalRows;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.Calibration;
import org.cellineage.jobs.store.Conditions;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.PlateMap;
import org.cellineage.jobs.store.PublishedMovie;
import org.cellineage.jobs.store.PublishedMovies;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.jobs.store.RunHistory;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * Tables in Apache Iceberg, partitioned by plate and well.
 *
 * <p>A run writes its rows to a branch of its own in every table ({@link StagedRuns}). To publish a plate, one commit to
 * each table replaces the plate's wells by the branch's files, without reading them; then the plate's pointer, one small
 * file in the output folder, is replaced ({@link Plates}). It names the snapshot of every table that belongs to the
 * publication.
 *
 * <p>Readers of Cellineage go by the pointers, because Iceberg commits to one table at a time: a run that has changed
 * three of five tables is not seen at all. They do not filter rows by run: a filter would have to be repeated by every
 * other program, whereas now each table, whatever program reads it, shows one run a well at any time. What such a program
 * may see, for the second that publishing a plate takes, is one table before and another after; afterwards, and after a
 * run that was killed has been completed, the current snapshots are what is published ({@link Slices}).
 *
 * <p>A publication that was interrupted is completed by {@link #recover}, not undone: all its rows are written by then.
 * Earlier runs stay readable until they are expired ({@link #history}).
 */
public final class IcebergLineageStore implements LineageStore {

    private final SparkSession spark;
    private final OutputFolder output;
    /** Runs of which this instance has written rows, with their plates. */
    private final Map<String, Set<String>> own = new TreeMap<>();
    /** What publishes their plates; it remembers their files. */
    private Optional<Plates> writing = Optional.empty();

    IcebergLineageStore(SparkSession spark, OutputFolder output) {
        this.spark = spark;
        this.output = output;
    }

    private TablePlace place() throws IOException {
        return TablePlace.of(spark, output);
    }

    private Plates plates() throws IOException {
        return plates(place());
    }

    private Plates plates(TablePlace place) {
        return new Plates(output, place, new StagedRuns(output, place));
    }

    /** The tables as pointers show them. The first run records the place before it publishes, so it is read after them. */
    private IcebergTables tables(List<PlatePointer> pointers) throws IOException {
        return new IcebergTables(spark, place(), pointers);
    }

    @Override
    public void recover(Set<String> plates) throws IOException {
        TablePlace place = place();
        StagedRuns staged = new StagedRuns(output, place);
        Plates all = new Plates(output, place, staged);
        for (String plate : plates) {
            all.complete(plate);
        }
        staged.removeDead(plates, all.pendingRuns());
        if (hasTables()) {
            writeViews();
        }
    }

    @Override
    public void write(String table, String runId, Set<String> plates, Dataset<Row> rows) throws IOException {
        own.computeIfAbsent(runId, run -> new TreeSet<>()).addAll(plates);
        new StagedRuns(output, place().record()).write(table, runId, plates, rows);
    }

    @Override
    public void publish(String runId, String plate, Set<String> wells, Set<String> covered) throws IOException {
        if (writing.isEmpty()) {
            writing = Optional.of(plates(place().record()));
        }
        writing.get().publish(runId, plate, wells, covered);
    }

    @Override
    public void publishViews() throws IOException {
        StagedRuns staged = new StagedRuns(output, place());
        for (Map.Entry<String, Set<String>> run : own.entrySet()) {
            staged.forget(run.getKey(), run.getValue());
        }
        own.clear();
        writing = Optional.empty();
        writeViews();
    }

    private void writeViews() throws IOException {
        new ViewFiles(output, place()).write(this::current, conditions(), calibration());
    }

    private IcebergTables current() {
        try {
            return tables(plates().pointers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasTables() throws IOException {
        return plates().hasAny();
    }

    @Override
    public PublishedTables tables() throws IOException {
        return tables(plates().pointers());
    }

    @Override
    public Dataset<Row> published(String table, Map<String, Set<String>> wells) throws IOException {
        List<PlatePointer> pointers = new ArrayList<>();
        for (String plate : wells.keySet()) {
            pointers.add(plates().pointer(plate));
        }
        return tables(pointers).ofWells(table, wells);
    }

    @Override
    public LocalRows rows(String table, String plate, String well) throws IOException {
        IcebergTables tables = tables(List.of(plates().pointer(plate)));
        Dataset<Row> rows = tables.ofWells(table, Map.of(plate, Set.of(well)));
        Optional<List<String>> file = tables.onlyFile(table, plate, well);
        if (file.isPresent()) {
            return LocalRows.of(rows, file.get());
        }
        return LocalRows.of(rows.orderBy(
                TableSchemas.order(table).stream().map(functions::col).toArray(Column[]::new)));
    }

    @Override
    public List<PublishedMovie> movies(Set<String> plates) throws IOException {
        List<PlatePointer> pointers = new ArrayList<>();
        Map<String, Set<String>> wells = new TreeMap<>();
        for (String plate : plates) {
            PlatePointer pointer = plates().pointer(plate);
            pointers.add(pointer);
            if (!pointer.wells().isEmpty()) {
                wells.put(plate, pointer.wells().keySet());
            }
        }
        IcebergTables tables = tables(pointers);
        return PublishedMovies.read(new PublishedTables() {
            @Override
            public Dataset<Row> table(String name) {
                return tables.ofWells(name, wells);
            }

            @Override
            public Dataset<Row> ofWells(String name, Map<String, Set<String>> some) {
                return tables.ofWells(name, some);
            }
        });
    }

    @Override
    public Map<String, Set<String>> wells() throws IOException {
        Map<String, Set<String>> wells = new TreeMap<>();
        for (PlatePointer pointer : plates().pointers()) {
            wells.put(pointer.plate(), pointer.wells().keySet());
        }
        return wells;
    }

    @Override
    public String publication(String plate) throws IOException {
        return plates().pointer(plate).publication();
    }

    @Override
    public Conditions conditions() throws IOException {
        return Conditions.stored(output);
    }

    @Override
    public Calibration calibration() throws IOException {
        return Calibration.read(output);
    }

    @Override
    public void keep(PlateMap map, Set<String> plates) throws IOException {
        for (Map.Entry<String, Set<String>> plate : wells().entrySet()) {
            if (plates.contains(plate.getKey())) {
                Conditions.store(output, plate.getKey(), map.columns(), map.of(plate.getKey(), plate.getValue()));
            }
        }
        writeViews();
    }

    @Override
    public Optional<RunHistory> history() throws IOException {
        return Optional.of(new IcebergHistory(spark, place(), this::current));
    }
}
