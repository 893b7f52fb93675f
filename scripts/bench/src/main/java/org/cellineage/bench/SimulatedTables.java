package org.cellineage.bench;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.tables.CellTable;
import org.cellineage.jobs.tables.DivisionTable;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.jobs.tables.TrackTable;
import org.cellineage.track.Division;
import org.cellineage.track.Origin;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;
import org.jspecify.annotations.Nullable;

/**
 * Writes and publishes a plate of simulated lineages through the job's own store: the layout is that of a run. Wells are
 * named A01, A02, …; the dose rises from column to column.
 */
final class SimulatedTables implements Serializable {

    private static final long serialVersionUID = 1L;
    static final String RUN = "20260101T000000Z-bench";
    private static final double PIXEL_UM = 0.65;
    private static final double FRAME_S = 600;
    private static final List<String> CHANNELS = List.of("channel0", "channel1");
    private static final int COLUMNS = 6;

    private final String plate;
    private final int wells;
    private final int sites;
    private final int frames;
    private final int cells;

    SimulatedTables(String plate, int wells, int sites, int frames, int cells) {
        this.plate = plate;
        this.wells = wells;
        this.sites = sites;
        this.frames = frames;
        this.cells = cells;
    }

    /** Rows of one movie, one after the other. */
    private interface Rows extends Serializable {
        Iterator<Row> of(SimulatedTables tables, int well, int site);
    }

    void write(SparkSession spark, LineageStore store) throws IOException {
        write(spark, store, TableSchemas.CELLS_TABLE, SimulatedTables::cellRows);
        write(spark, store, TableSchemas.TRACKS_TABLE, SimulatedTables::trackRows);
        write(spark, store, TableSchemas.DIVISIONS_TABLE, SimulatedTables::divisionRows);
        write(spark, store, TableSchemas.MOVIES_TABLE, SimulatedTables::movieRows);
        store.publish(RUN, plate, names(), names());
        store.publishViews();
    }

    /** Writes and publishes the same plate again under another name of the same length. */
    void copy(LineageStore store, Path folder, String other) throws IOException {
        for (String table :
                List.of(TableSchemas.TRACKS_TABLE, TableSchemas.DIVISIONS_TABLE, TableSchemas.MOVIES_TABLE)) {
            store.write(
                    table,
                    RUN,
                    Set.of(other),
                    store.published(table, Map.of(plate, names()))
                            .withColumn("plate", functions.lit(other))
                            .withColumn(
                                    "movie_id",
                                    functions.concat_ws(
                                            "/", functions.lit(other), functions.col("well"), functions.col("site"))));
        }
        Path cells = folder.resolve(TableSchemas.CELLS_TABLE);
        new PlateCopy(plate, other).copy(cells.resolve("plate=" + plate), cells.resolve("plate=" + other));
        store.publish(RUN, other, names(), names());
        store.publishViews();
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (int well = 0; well < wells; well++) {
            names.add(name(well));
        }
        return names;
    }

    /** A plate map of the plate and its copies: CSV. */
    String plateMap() {
        StringBuilder csv = new StringBuilder("well,compound,dose\n");
        for (int well = 0; well < wells; well++) {
            csv.append(String.join(",", name(well), well % COLUMNS == 0 ? "none" : "inhibitor", "" + dose(well)))
                    .append('\n');
        }
        return csv.toString();
    }

    private static String name(int well) {
        return String.format("%c%02d", 'A' + well / COLUMNS, well % COLUMNS + 1);
    }

    private static double dose(int well) {
        return (double) (well % COLUMNS) / (COLUMNS - 1);
    }

    private void write(SparkSession spark, LineageStore store, String table, Rows rows) throws IOException {
        // A task a well, as in a run on as many wells.
        var all = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, wells).boxed().toList(), wells)
                .flatMap(well -> IntStream.rangeClosed(1, sites)
                        .boxed()
                        .flatMap(site -> stream(rows.of(this, well, site)))
                        .iterator());
        var schema = TableSchemas.withPartitions(
                Objects.requireNonNull(TableSchemas.all().get(table), table));
        store.write(table, RUN, Set.of(plate), spark.createDataFrame(all, schema));
    }

    private static Stream<Row> stream(Iterator<Row> rows) {
        return java.util.stream.StreamSupport.stream(
                java.util.Spliterators.spliteratorUnknownSize(rows, java.util.Spliterator.ORDERED), false);
    }

    private SimulatedLineages lineages(int well, int site) {
        long seed = 1_000_003L * plate.hashCode() + 1_009L * well + site;
        return new SimulatedLineages(new SimulatedLineages.Options(seed, frames, cells, dose(well)));
    }

    private SimulatedLineages finished(int well, int site) {
        SimulatedLineages lineages = lineages(well, site);
        lineages.drain();
        return lineages;
    }

    private String movie(int well, int site) {
        return plate + "/" + name(well) + "/" + site;
    }

    private MovieInfo info(int well, int site) {
        return new MovieInfo(
                new MovieKey(plate, name(well), Integer.toString(site)),
                plate,
                "stacks",
                plate,
                SimulatedLineages.SIDE,
                SimulatedLineages.SIDE,
                "u16",
                CHANNELS,
                PIXEL_UM,
                FRAME_S,
                frames,
                "",
                0,
                List.of(),
                "");
    }

    /** The row of a table with the columns by which it is partitioned. */
    private Row withPartitions(Row row, int well) {
        List<@Nullable Object> all = new ArrayList<>(row.size() + 3);
        for (int i = 0; i < row.size(); i++) {
            all.add(row.get(i));
        }
        Collections.addAll(all, plate, name(well), RUN);
        return RowFactory.create(all.toArray());
    }

    private Iterator<Row> cellRows(int well, int site) {
        SimulatedLineages lineages = lineages(well, site);
        MovieInfo info = info(well, site);
        return IntStream.range(0, frames)
                .boxed()
                .flatMap(frame -> lineages.next().stream()
                        .map(seen -> new TrackedCell(
                                frame, seen.trackId(), seen.cell(), seen.linkProbability(), seen.linkMargin())))
                .map(cell -> withPartitions(CellTable.COLUMNS.row(new CellTable(info, cell, false)), well))
                .iterator();
    }

    private Iterator<Row> trackRows(int well, int site) {
        MovieInfo info = info(well, site);
        return finished(well, site).lives().stream()
                .map(life -> new TrackTable(info, track(life), false))
                .map(row -> withPartitions(TrackTable.COLUMNS.row(row), well))
                .iterator();
    }

    private static Track track(SimulatedLineages.Life life) {
        double[] places = life.firstAndLast();
        return new Track(
                life.trackId(),
                life.origin() == Origin.DIVISION ? life.parent() : Track.NO_PARENT,
                life.root(),
                life.generation(),
                life.path(),
                life.firstFrame(),
                life.lastFrame(),
                life.lastFrame() - life.firstFrame() + 1,
                life.origin(),
                life.fate(),
                life.divisionProbability(),
                places[0],
                places[1],
                places[2],
                places[3],
                life.pathLength(),
                life.meanArea(),
                life.meanLinkProbability(),
                Double.NaN);
    }

    private Iterator<Row> divisionRows(int well, int site) {
        MovieInfo info = info(well, site);
        return finished(well, site).splits().stream()
                .map(split -> new Division(
                        split.mother(),
                        split.daughter1(),
                        split.daughter2(),
                        split.frame(),
                        split.y(),
                        split.x(),
                        split.probability()))
                .map(division -> withPartitions(
                        DivisionTable.COLUMNS.row(new DivisionTable(info, division, false)), well))
                .iterator();
    }

    private Iterator<Row> movieRows(int well, int site) {
        SimulatedLineages lineages = finished(well, site);
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("movie_id", movie(well, site));
        known.put("site", Integer.toString(site));
        known.put("status", "ok");
        known.put("frames", frames);
        known.put("frames_failed", 0);
        known.put("channels", CHANNELS.toArray(new String[0]));
        known.put("pixel_size_um", PIXEL_UM);
        known.put("frame_interval_s", FRAME_S);
        known.put("cells", lineages.cells());
        known.put("tracks", lineages.lives().size());
        known.put("divisions", lineages.splits().size());
        known.put("links", lineages.links());
        known.put("mean_link_probability", lineages.meanLinkProbability());
        known.put("low_margin_link_fraction", lineages.lowMarginFraction());
        known.put("plate", plate);
        known.put("well", name(well));
        known.put("run_id", RUN);
        return Stream.of(TableSchemas.withPartitions(TableSchemas.MOVIES).fieldNames())
                .map(known::get)
                .collect(java.util.stream.Collectors.collectingAndThen(
                        java.util.stream.Collectors.toCollection(ArrayList<Object>::new),
                        values -> List.of(RowFactory.create(values.toArray()))))
                .iterator();
    }
}
