package org.cellineage.jobs.correct;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.codec.LocalRows;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.tables.MovieTable;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.jobs.tables.TrackingSummary;
import org.cellineage.jobs.track.TrackedRows;
import org.cellineage.track.MovieSummary;
import org.jspecify.annotations.Nullable;

/** Published movies, read back as tracking had written them. */
public final class PublishedRows {

    private final SparkSession spark;
    private final LineageStore store;

    public PublishedRows(SparkSession spark, LineageStore store) {
        this.spark = spark;
        this.store = store;
    }

    /**
     * A published movie.
     *
     * @param info the movie
     * @param trackedBy the run that tracked it
     * @param corrected whether its rows contain corrections
     * @param correctionsHash hash of the corrections that were applied; empty if there are none
     * @param summary its counts
     */
    public record Movie(
            MovieInfo info, String trackedBy, boolean corrected, String correctionsHash, TrackingSummary summary) {

        /** The movie as images of it are looked for. */
        public TableMovie table() {
            return TableMovie.of(info, trackedBy, summary.movie().cells());
        }
    }

    /** The movies of plates that have rows in all tables, by key. */
    public Map<MovieKey, Movie> movies(Collection<String> plates) throws IOException {
        Map<MovieKey, Movie> movies = new TreeMap<>();
        Map<String, Set<String>> wells = new TreeMap<>(store.wells());
        wells.keySet().retainAll(plates);
        for (Row row : store.published(TableSchemas.MOVIES_TABLE, wells)
                .where("status <> 'failed'")
                .collectAsList()) {
            Values values = new Values(row);
            Movie movie = movie(values, new MovieKey(values.text("plate"), values.text("well"), values.text("site")));
            movies.put(movie.info().key(), movie);
        }
        return movies;
    }

    /** A movie that has rows in all tables, read without a Spark job; empty if there is none with this key. */
    public Optional<Movie> movie(MovieKey key) throws IOException {
        List<Movie> found = new ArrayList<>();
        store.rows(TableSchemas.MOVIES_TABLE, key.plate(), key.well())
                .where("site", key.site())
                .forEach(TableSchemas.MOVIES, row -> {
                    if (!"failed".equals(row.getAs("status"))) {
                        found.add(movie(new Values(row), key));
                    }
                });
        return found.stream().findFirst();
    }

    /** The rows of a movie in one table, read without a Spark job. */
    public LocalRows rows(String table, MovieKey key) throws IOException {
        return store.rows(table, key.plate(), key.well()).where("site", key.site());
    }

    /** Values of a row of the movies table; unknown numbers are NaN or 0, unknown texts empty. */
    private record Values(Row row) {
        String text(String column) {
            return Optional.ofNullable(row.<String>getAs(column)).orElse("");
        }

        double number(String column) {
            return Optional.ofNullable(row.<Double>getAs(column)).orElse(Double.NaN);
        }

        int count(String column) {
            return Optional.ofNullable(row.<Integer>getAs(column)).orElse(0);
        }

        long largeCount(String column) {
            return Optional.ofNullable(row.<Long>getAs(column)).orElse(0L);
        }

        boolean flag(String column) {
            return Optional.ofNullable(row.<Boolean>getAs(column)).orElse(false);
        }

        <T> List<T> list(String column) {
            int index = row.fieldIndex(column);
            return row.isNullAt(index) ? List.of() : row.getList(index);
        }
    }

    private static Movie movie(Values row, MovieKey key) {
        MovieInfo info = new MovieInfo(
                key,
                row.text("input"),
                row.text("layout"),
                row.text("source"),
                row.count("width_px"),
                row.count("height_px"),
                row.text("pixel_type"),
                row.list("channels"),
                row.number("pixel_size_um"),
                row.number("frame_interval_s"),
                row.count("frames"),
                row.text("input_hash"),
                row.largeCount("input_bytes"),
                MovieTable.predicted(row.row()),
                row.text("flat_field_hash"));
        MovieSummary summary = new MovieSummary(
                row.count("frames"),
                row.largeCount("cells"),
                row.count("tracks"),
                row.count("divisions"),
                row.largeCount("links"),
                row.number("mean_link_probability"),
                row.number("low_margin_link_fraction"),
                row.number("drift_px_per_frame"),
                row.number("drift_y_px"),
                row.number("drift_x_px"),
                row.list("outage_frames"));
        return new Movie(
                info,
                row.text("processed_run_id"),
                row.flag("corrected"),
                row.text("corrections_hash"),
                new TrackingSummary(summary, row.number("segment_seconds"), row.number("track_seconds")));
    }

    /** The rows of some movies, of {@link TrackedRows#SCHEMA}; without divisions, which follow from the tracks. */
    public Dataset<Row> tracked(Collection<Movie> movies) throws IOException {
        Map<String, Set<String>> wells = new TreeMap<>();
        Set<MovieKey> keys = new TreeSet<>();
        List<Row> summaries = new ArrayList<>();
        for (Movie movie : movies) {
            MovieKey key = movie.info().key();
            keys.add(key);
            wells.computeIfAbsent(key.plate(), plate -> new TreeSet<>()).add(key.well());
            summaries.add(summaryRow(key, movie.summary()));
        }
        return FoundStore.only(
                        rows(TableSchemas.CELLS_TABLE, wells, TrackedRows.CELL, TableSchemas.CELLS)
                                .unionByName(
                                        rows(TableSchemas.TRACKS_TABLE, wells, TrackedRows.TRACK, TableSchemas.TRACKS)),
                        keys)
                .unionByName(spark.createDataFrame(summaries, TrackedRows.SCHEMA));
    }

    private static Row summaryRow(MovieKey key, TrackingSummary summary) {
        @Nullable Object[] values = new @Nullable Object[TrackedRows.SCHEMA.size()];
        values[0] = key.plate();
        values[1] = key.well();
        values[2] = key.site();
        values[3] = TrackedRows.SUMMARY;
        values[TrackedRows.SCHEMA.fieldIndex(TrackedRows.SUMMARY)] = TrackingSummary.CODEC.toRow(summary);
        return RowFactory.create(values);
    }

    private Dataset<Row> rows(String table, Map<String, Set<String>> wells, String kind, StructType columns)
            throws IOException {
        Column own = struct(
                Arrays.stream(columns.fieldNames()).map(name -> col(name)).toArray(Column[]::new));
        List<Column> all = new ArrayList<>();
        for (StructField field : TrackedRows.SCHEMA.fields()) {
            all.add(
                    switch (field.name()) {
                        case "plate", "well", "site" -> col(field.name());
                        case "kind" -> lit(kind).as("kind");
                        default ->
                            (field.name().equals(kind) ? own : lit(null).cast(field.dataType())).as(field.name());
                    });
        }
        return store.published(table, wells).select(all.toArray(new Column[0]));
    }
}
