package org.cellineage.jobs.tables;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.cellineage.cell.Precision;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.jobs.run.Version;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.PlannedChannel;
import org.cellineage.jobs.segmented.Segmentation;
import org.cellineage.predict.PredictedChannel;
import org.cellineage.track.MovieSummary;
import org.jspecify.annotations.Nullable;

/**
 * A row of the movies table. Components added to {@link MovieSummary} become columns after the others.
 *
 * @param key plate, well and site
 * @param status {@code ok}, {@code partial} or {@code failed}
 * @param runId the run that processed it
 * @param info what is known about its files; null if nothing is
 * @param processed the results of processing; null if it failed
 */
public record MovieTable(
        MovieKey key,
        String status,
        String runId,
        @Nullable MovieInfo info,
        @Nullable Processed processed) {

    /**
     * How its links were determined.
     *
     * @param name the linker, or {@code given}
     * @param modelHash hash of its network, empty if it has none
     * @param configHash hash of all settings that the tables depend on
     */
    public record Linking(String name, String modelHash, String configHash) {}

    /**
     * Results of processing a movie.
     *
     * @param info what is known about its files
     * @param framesFailed number of frames that could not be used
     */
    public record Processed(
            MovieInfo info,
            MoviePlan plan,
            int framesFailed,
            Segmentation segmentation,
            Linking linking,
            TrackingSummary summary) {

        /** That of the movie's own model, or of the one of its run. */
        String modelHash() {
            return plan.cells().modelHash().isEmpty()
                    ? segmentation.modelHash()
                    : plan.cells().modelHash();
        }

        MovieSummary counts() {
            return summary.movie();
        }
    }

    private static final RecordCodec<MovieSummary> SUMMARY = RecordCodec.of(MovieSummary.class);

    /** Columns of the table. */
    public static final Columns<MovieTable> COLUMNS = columns();

    private static Columns<MovieTable> columns() {
        Columns<MovieTable> columns = new Columns<MovieTable>()
                .add("movie_id", StringType, row -> row.key.id())
                .add("site", StringType, row -> row.key.site())
                .add("status", StringType, MovieTable::status)
                .add("source", StringType, ofInfo(MovieInfo::source))
                .add("input", StringType, ofInfo(MovieInfo::input))
                .add("layout", StringType, ofInfo(MovieInfo::layout))
                .add("frames", IntegerType, ofInfo(MovieInfo::frameCount));
        addFiles(columns);
        addFigures(columns);
        addProvenance(columns);
        add(
                columns,
                "corrected",
                BooleanType,
                done -> done.summary().corrections().corrected());
        add(
                columns,
                "corrections_hash",
                StringType,
                done -> Unknown.asNull(done.summary().corrections().hash()));
        addPlan(columns);
        add(
                columns,
                "flat_field_hash",
                StringType,
                done -> Unknown.asNull(done.info().flatFieldHash()));
        return columns.addRest(SUMMARY, row -> row.processed == null ? null : row.processed.counts());
    }

    private static void addFiles(Columns<MovieTable> columns) {
        add(columns, "frames_failed", IntegerType, Processed::framesFailed);
        add(columns, "width_px", IntegerType, done -> done.info().width());
        add(columns, "height_px", IntegerType, done -> done.info().height());
        add(columns, "pixel_type", StringType, done -> done.info().pixelType());
        add(
                columns,
                "channels",
                DataTypes.createArrayType(StringType),
                done -> done.info().channels().toArray(new String[0]));
        number(columns, "pixel_size_um", done -> done.info().pixelSizeUm());
        number(columns, "frame_interval_s", done -> done.info().frameIntervalS());
        number(columns, "nucleus_diameter_px", done -> done.plan().diameter().px());
        number(columns, "nucleus_diameter_doubt", done -> done.plan().diameter().relativeSpread());
        add(
                columns,
                "nucleus_diameter_origin",
                StringType,
                done -> Unknown.asNull(done.plan().diameter().origin()));
    }

    private static void addFigures(Columns<MovieTable> columns) {
        add(columns, "cells", LongType, done -> done.counts().cells());
        add(columns, "tracks", IntegerType, done -> done.counts().tracks());
        add(columns, "divisions", IntegerType, done -> done.counts().divisions());
        add(columns, "links", LongType, done -> done.counts().links());
        number(
                columns,
                "mean_link_probability",
                done -> Precision.score(done.counts().meanLinkProbability()));
        number(
                columns,
                "low_margin_link_fraction",
                done -> Precision.score(done.counts().lowMarginLinkFraction()));
    }

    private static void addProvenance(Columns<MovieTable> columns) {
        add(columns, "segmentation", StringType, done -> done.segmentation().method());
        add(columns, "linking", StringType, done -> done.linking().name());
        add(columns, "config_hash", StringType, done -> done.linking().configHash());
        add(columns, "input_hash", StringType, done -> done.info().inputHash());
        add(columns, "model_hash", StringType, done -> Unknown.asNull(done.modelHash()));
        columns.add("processed_run_id", StringType, MovieTable::runId);
        columns.add(
                "software_version",
                StringType,
                row -> row.processed == null
                        ? Version.text()
                        : row.processed.segmentation().softwareVersion());
        number(columns, "segment_seconds", done -> done.summary().segmentSeconds());
        number(columns, "track_seconds", done -> done.summary().trackSeconds());
        number(columns, "drift_px_per_frame", done -> done.counts().driftPxPerFrame());
        number(columns, "drift_y_px", done -> done.counts().driftYPx());
        number(columns, "drift_x_px", done -> done.counts().driftXPx());
        add(
                columns,
                "link_model_hash",
                StringType,
                done -> Unknown.asNull(done.linking().modelHash()));
        add(columns, "input_bytes", LongType, done -> done.info().inputBytes());
        number(
                columns,
                "segment_frames_per_s",
                done -> Unknown.rate(done.counts().frames(), done.summary().segmentSeconds()));
        number(
                columns,
                "track_cells_per_s",
                done -> Unknown.rate(done.counts().cells(), done.summary().trackSeconds()));
        add(
                columns,
                "outage_frames",
                DataTypes.createArrayType(IntegerType),
                done -> done.counts().outageFrames().toArray(new Integer[0]));
    }

    private static void addPlan(Columns<MovieTable> columns) {
        DataType words = DataTypes.createArrayType(StringType);
        add(
                columns,
                "segmented_channel",
                IntegerType,
                done -> done.plan().cells().channel());
        add(
                columns,
                "segmentation_model",
                StringType,
                done -> Unknown.asNull(done.plan().cells().model()));
        add(
                columns,
                "channel_types",
                words,
                done -> done.plan().channels().stream()
                        .map(channel -> channel.type().toString())
                        .toArray(String[]::new));
        add(
                columns,
                "channel_type_probabilities",
                DataTypes.createArrayType(DoubleType),
                done -> done.plan().channels().stream()
                        .map(channel -> channel.isGiven() ? null : Precision.score(channel.probability()))
                        .toArray(Double[]::new));
        add(columns, "whole_cell_channel", IntegerType, body(PlannedChannel::channel));
        add(columns, "whole_cell_model", StringType, body(PlannedChannel::model));
        add(columns, "whole_cell_model_hash", StringType, body(PlannedChannel::modelHash));
        add(
                columns,
                "whole_cell_diameter_px",
                DoubleType,
                body(body -> Unknown.asNull(body.diameter().px())));
        add(
                columns,
                "predicted_channel",
                IntegerType,
                done -> done.plan().predicted().isEmpty()
                        ? null
                        : done.info().channels().size()
                                - done.plan().predicted().size());
        add(
                columns,
                "prediction_from",
                DataTypes.createArrayType(IntegerType),
                prediction(predicted -> predicted.from().toArray(new Integer[0])));
        add(columns, "prediction_model", StringType, prediction(PredictedChannel::model));
        add(columns, "prediction_model_version", StringType, prediction(PredictedChannel::version));
        add(columns, "prediction_model_hash", StringType, prediction(PredictedChannel::modelHash));
    }

    /** The channel that a row of the table says was predicted; none in tables that do not say from which. */
    public static List<PredictedChannel> predicted(Row row) {
        List<Integer> from = row.isNullAt(row.fieldIndex("prediction_from"))
                ? List.of()
                : row.getList(row.fieldIndex("prediction_from"));
        return from.isEmpty()
                ? List.of()
                : List.of(new PredictedChannel(
                        row.<String>getList(row.fieldIndex("channels")).get(row.<Integer>getAs("predicted_channel")),
                        from,
                        row.getAs("prediction_model"),
                        row.getAs("prediction_model_version"),
                        row.getAs("prediction_model_hash")));
    }

    /** A value of the channel that is predicted; null if none is. */
    private static Function<Processed, @Nullable Object> prediction(Function<PredictedChannel, Object> value) {
        return done -> done.plan().predicted().isEmpty()
                ? null
                : value.apply(done.plan().predicted().get(0));
    }

    /** A value of the channel in which whole cells are grown around nuclei; null if there is none. */
    private static Function<Processed, @Nullable Object> body(Function<PlannedChannel, @Nullable Object> value) {
        return done -> done.plan().bodies().isEmpty()
                ? null
                : value.apply(done.plan().bodies().get(0));
    }

    private static Function<MovieTable, @Nullable Object> ofInfo(Function<MovieInfo, @Nullable Object> value) {
        return row -> row.info == null ? null : value.apply(row.info);
    }

    private static void add(
            Columns<MovieTable> columns, String name, DataType type, Function<Processed, @Nullable Object> value) {
        columns.add(name, type, row -> row.processed == null ? null : value.apply(row.processed));
    }

    private static void number(Columns<MovieTable> columns, String name, Function<Processed, @Nullable Double> value) {
        columns.number(name, DoubleType, row -> row.processed == null ? null : value.apply(row.processed));
    }
}
