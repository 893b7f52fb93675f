package org.cellineage.jobs.published;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.format.MovieKey;
import org.cellineage.format.TrackSpan;
import org.cellineage.jobs.cluster.MovieShares;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.jobs.tables.MovieTable;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * Processes published movies in parallel. The tables are listed and read once, whatever the number of movies; the rows of
 * each movie go to one task, which holds one movie in memory at a time. The driver holds one row per movie, and no cell.
 *
 * <p>A unit that fails does not stop the others. If Spark repeats a task, its units are processed again and must give the
 * same result.
 */
public final class MovieJob {

    /** Cost of a frame without cells, in cells; affects only the balance of tasks. */
    private static final long CELLS_OF_A_FRAME = 20;

    private static final int ROUNDS = 4;
    /** Keeps the results of a task small. */
    private static final int MAX_UNITS_A_TASK = 8;

    /** The columns of {@link #movie}, in its order. */
    private static final List<String> MOVIE_COLUMNS = List.of(
            "plate",
            "well",
            "site",
            "input",
            "layout",
            "source",
            "processed_run_id",
            "frames",
            "width_px",
            "height_px",
            "cells",
            "channels",
            "predicted_channel",
            "prediction_from",
            "prediction_model",
            "prediction_model_version",
            "prediction_model_hash",
            "flat_field_hash");

    private static final String PARENT = "parent_track_id";
    private static final String[] KEY = {"plate", "well", "site"};
    private static final StructType PLACES = new StructType()
            .add("plate", DataTypes.StringType)
            .add("well", DataTypes.StringType)
            .add("site", DataTypes.StringType)
            .add(UnitRows.PLACE, DataTypes.IntegerType)
            .add(UnitRows.UNIT, DataTypes.IntegerType)
            .add(UnitRows.TASK, DataTypes.IntegerType);

    private final SparkSession spark;
    private final PublishedTables tables;
    private final boolean measures;

    public MovieJob(SparkSession spark, PublishedTables tables) {
        this(spark, tables, false);
    }

    private MovieJob(SparkSession spark, PublishedTables tables, boolean measures) {
        this.spark = spark;
        this.tables = tables;
        this.measures = measures;
    }

    /** The same job over the same tables, whose cells have {@link TableCell#measures} if they are needed. */
    public MovieJob withMeasures(boolean needed) {
        return new MovieJob(spark, tables, needed);
    }

    /** All movies that have rows in the tables, sorted by key. */
    public List<TableMovie> movies() {
        return movieRows(List.of()).stream().map(MovieJob::movie).toList();
    }

    /**
     * The rows of all movies that have rows in the tables, sorted by key: what {@link #movie} needs, and other columns.
     *
     * @param more names of these columns
     */
    public List<Row> movieRows(List<String> more) {
        List<String> columns = new ArrayList<>(MOVIE_COLUMNS);
        more.stream().filter(column -> !columns.contains(column)).forEach(columns::add);
        List<Row> rows = new ArrayList<>(tables.table(TableSchemas.MOVIES_TABLE)
                .where("status <> 'failed'")
                .selectExpr(columns.toArray(new String[0]))
                .collectAsList());
        rows.sort(Comparator.comparing(row -> movie(row).key()));
        return rows;
    }

    /** The movie of such a row. */
    public static TableMovie movie(Row row) {
        return new TableMovie(
                new MovieKey(row.getString(0), row.getString(1), row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getInt(7),
                row.getInt(8),
                row.getInt(9),
                row.getLong(10),
                MovieTable.predicted(row),
                Optional.ofNullable(row.<String>getAs("flat_field_hash")).orElse(""));
    }

    /**
     * Processes movies.
     *
     * @param movies sorted by key
     * @param attachments objects to send with the movies; not every movie needs one
     * @param scope which movies are processed together
     * @param work runs in the tasks
     * @return one result per unit, in the order of the movies
     */
    public <A extends Serializable, R extends Record> List<UnitResult<R>> run(
            List<TableMovie> movies, Map<MovieKey, A> attachments, MovieScope scope, UnitWork<A, R> work) {
        if (movies.isEmpty()) {
            return List.of();
        }
        Units units = Units.of(movies, scope);
        int tasks = tasks(units.names().size());
        Map<MovieKey, Integer> taskOf = MovieShares.of(units.work(), tasks);
        List<Row> places = new ArrayList<>();
        List<Row> movieRows = new ArrayList<>();
        for (int place = 0; place < movies.size(); place++) {
            TableMovie movie = movies.get(place);
            MovieKey key = movie.key();
            int unit = units.unitOf()[place];
            int task = taskOf.getOrDefault(units.first().get(unit), 0);
            places.add(RowFactory.create(key.plate(), key.well(), key.site(), place, unit, task));
            A attachment = attachments.get(key);
            Row own = UnitRows.MOVIES.toRow(
                    new UnitRows.Movie(movie, attachment == null ? new byte[0] : Attachments.bytes(attachment)));
            movieRows.add(RowFactory.create(place, unit, task, own));
        }
        Dataset<Row> rows = rows(movies, places, movieRows)
                .repartitionById(tasks, col(UnitRows.TASK))
                .sortWithinPartitions(
                        UnitRows.PLACE, UnitRows.KIND, UnitRows.CELL + ".frame", UnitRows.CELL + ".track_id");
        UnitResults<R> results = new UnitResults<>(work.result(), units.names(), units.movies());
        rows.toJavaRDD().mapPartitions(new UnitTask<>(scope, work)).collect().forEach(results::add);
        return results.inOrder();
    }

    private int tasks(int units) {
        int atOnce = spark.sparkContext().defaultParallelism();
        return Math.min(units, Math.max(ROUNDS * atOnce, (units + MAX_UNITS_A_TASK - 1) / MAX_UNITS_A_TASK));
    }

    /**
     * Assigns movies to units.
     *
     * @param names names of the units
     * @param movies number of movies in each unit
     * @param first key of each unit's first movie
     * @param work work of each unit, by its first movie
     * @param unitOf 0-based unit of each movie
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Units(
            List<String> names, List<Integer> movies, List<MovieKey> first, Map<MovieKey, Long> work, int[] unitOf) {

        static Units of(List<TableMovie> movies, MovieScope scope) {
            Units units = new Units(
                    new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>(), new int[movies.size()]);
            for (int place = 0; place < movies.size(); place++) {
                TableMovie movie = movies.get(place);
                String name = scope.unitOf(movie.key());
                int unit = units.names.size() - 1;
                if (unit < 0 || !units.names.get(unit).equals(name)) {
                    units.names.add(name);
                    units.movies.add(0);
                    units.first.add(movie.key());
                    unit++;
                }
                units.unitOf[place] = unit;
                units.movies.set(unit, units.movies.get(unit) + 1);
                units.work.merge(
                        units.first.get(unit), movie.cells() + CELLS_OF_A_FRAME * movie.frameCount(), Long::sum);
            }
            return units;
        }
    }

    private Dataset<Row> rows(List<TableMovie> movies, List<Row> places, List<Row> movieRows) {
        Map<String, Set<String>> wells = new TreeMap<>();
        movies.forEach(movie -> wells.computeIfAbsent(movie.key().plate(), plate -> new TreeSet<>())
                .add(movie.key().well()));
        Dataset<Row> placed = broadcast(spark.createDataFrame(places, PLACES));
        Dataset<Row> ownRows = spark.createDataFrame(movieRows, UnitRows.OF_MOVIES);
        Dataset<Row> tracks = tables.ofWells(TableSchemas.TRACKS_TABLE, wells)
                .withColumn(PARENT, coalesce(col(PARENT), lit(TrackSpan.NO_PARENT)))
                .join(placed, KEY, "inner");
        Dataset<Row> cells = tables.ofWells(TableSchemas.CELLS_TABLE, wells).join(placed, KEY, "inner");
        return kind(ownRows, 0, col(UnitRows.MOVIE), none(UnitRows.TRACKS), none(UnitRows.CELLS))
                .union(kind(tracks, 1, none(UnitRows.MOVIES), columns(UnitRows.TRACKS), none(UnitRows.CELLS)))
                .union(kind(cells, 2, none(UnitRows.MOVIES), none(UnitRows.TRACKS), columns(UnitRows.CELLS)));
    }

    private static Dataset<Row> kind(Dataset<Row> rows, int kind, Column movie, Column track, Column cell) {
        return rows.select(
                col(UnitRows.PLACE),
                col(UnitRows.UNIT),
                col(UnitRows.TASK),
                lit(kind).as(UnitRows.KIND),
                movie.as(UnitRows.MOVIE),
                track.as(UnitRows.TRACK),
                cell.as(UnitRows.CELL));
    }

    private static Column none(RecordCodec<?> codec) {
        return lit(null).cast(codec.schema());
    }

    private Column columns(RecordCodec<?> codec) {
        return struct(Arrays.stream(codec.schema().fieldNames())
                .map(name -> name.equals(UnitRows.MEASURES) ? measures() : col(name))
                .toArray(Column[]::new));
    }

    /** One column for all measures, without values if they are not needed. */
    private Column measures() {
        Column values = array(TableCell.Measures.names().stream()
                .map(name -> coalesce(col(name).cast(DataTypes.DoubleType), lit(Double.NaN)))
                .toArray(Column[]::new));
        return struct(Arrays.stream(UnitRows.OF_MEASURES.fields())
                        .map(field -> (measures ? measure(field.name(), values) : notAsked(field.name()))
                                .cast(field.dataType())
                                .as(field.name()))
                        .toArray(Column[]::new))
                .as(UnitRows.MEASURES);
    }

    private static Column measure(String component, Column values) {
        return switch (component) {
            case "values" -> values;
            case TableCell.Measures.CLASS_COMPONENT -> coalesce(col(TableCell.Measures.CLASS_COLUMN), lit(""));
            default -> col(component);
        };
    }

    private static Column notAsked(String component) {
        return component.equals(TableCell.Measures.CLASS_COMPONENT) ? lit("") : lit(null);
    }
}
