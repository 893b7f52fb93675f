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
import org.cellineage.cell.Cell;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.track.Origin;
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

    private Row row(int well, int site, @Nullable Object... values) {
        List<@Nullable Object> all = new ArrayList<>(values.length + 5);
        all.add(movie(well, site));
        all.add(Integer.toString(site));
        Collections.addAll(all, values);
        Collections.addAll(all, plate, name(well), RUN);
        return RowFactory.create(all.toArray());
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private Iterator<Row> cellRows(int well, int site) {
        SimulatedLineages lineages = lineages(well, site);
        return IntStream.range(0, frames)
                .boxed()
                .flatMap(frame -> lineages.next().stream().map(seen -> cellRow(well, site, frame, seen)))
                .iterator();
    }

    private Row cellRow(int well, int site, int frame, SimulatedLineages.Seen seen) {
        Cell cell = seen.cell();
        return row(
                well,
                site,
                seen.trackId(),
                frame,
                frame * FRAME_S,
                cell.yPx(),
                cell.xPx(),
                cell.yPx() * PIXEL_UM,
                cell.xPx() * PIXEL_UM,
                cell.box().minY(),
                cell.box().minX(),
                cell.box().maxY(),
                cell.box().maxX(),
                cell.areaPx(),
                cell.areaPx() * PIXEL_UM * PIXEL_UM,
                cell.perimeterPx(),
                cell.eccentricity(),
                cell.majorAxisPx(),
                cell.minorAxisPx(),
                cell.orientationRad(),
                cell.solidity(),
                cell.touchesBorder(),
                known(cell.cellProbability()),
                cell.weak(),
                byChannel(cell.intensities(), ChannelIntensity::mean),
                byChannel(cell.intensities(), ChannelIntensity::std),
                byChannel(cell.intensities(), ChannelIntensity::min),
                byChannel(cell.intensities(), ChannelIntensity::max),
                cell.mask().toBytes(),
                known(seen.linkProbability()),
                known(seen.linkMargin()),
                false);
    }

    private static scala.collection.Map<String, Double> byChannel(
            List<ChannelIntensity> channels, java.util.function.ToDoubleFunction<ChannelIntensity> figure) {
        Map<String, Double> map = new LinkedHashMap<>();
        for (int c = 0; c < channels.size(); c++) {
            map.put("channel" + c, figure.applyAsDouble(channels.get(c)));
        }
        return scala.jdk.javaapi.CollectionConverters.asScala(map);
    }

    private Iterator<Row> trackRows(int well, int site) {
        return finished(well, site).lives().stream()
                .map(life -> trackRow(well, site, life))
                .iterator();
    }

    private Row trackRow(int well, int site, SimulatedLineages.Life life) {
        int length = life.lastFrame() - life.firstFrame() + 1;
        double[] places = life.firstAndLast();
        return row(
                well,
                site,
                life.trackId(),
                life.origin() == Origin.DIVISION ? life.parent() : null,
                life.root(),
                life.generation(),
                life.path(),
                life.firstFrame(),
                life.lastFrame(),
                length,
                length,
                0,
                length * FRAME_S,
                life.origin().label(),
                life.fate().label(),
                known(life.divisionProbability()),
                places[0],
                places[1],
                places[2],
                places[3],
                life.pathLength(),
                Math.hypot(places[2] - places[0], places[3] - places[1]),
                length == 1 ? null : life.pathLength() / (length - 1),
                life.meanArea(),
                known(life.meanLinkProbability()),
                null,
                false);
    }

    private Iterator<Row> divisionRows(int well, int site) {
        return finished(well, site).splits().stream()
                .map(split -> row(
                        well,
                        site,
                        split.mother(),
                        split.daughter1(),
                        split.daughter2(),
                        split.frame(),
                        split.frame() * FRAME_S,
                        split.y(),
                        split.x(),
                        split.probability(),
                        false))
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
        known.put("channels", new String[] {"channel0", "channel1"});
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
