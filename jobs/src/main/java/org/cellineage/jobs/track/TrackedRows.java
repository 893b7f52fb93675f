package org.cellineage.jobs.track;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.cell.Cell;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.cell.Precision;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.segmented.FrameSchema;
import org.cellineage.jobs.store.TableSchemas;
import org.cellineage.problem.Problem;
import org.cellineage.track.Division;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;
import org.jspecify.annotations.Nullable;

/**
 * Rows that the tracking stage gives: cells, tracks, divisions, a summary a movie, and failures, told apart by their
 * kind, each in a column of its own.
 */
public final class TrackedRows {

    public static final String CELL = "cell";
    public static final String TRACK = "track";
    public static final String DIVISION = "division";
    public static final String SUMMARY = "summary";
    public static final String FAILURE = "failure";
    /** The kind of a failure that does not lose the movie; it stands in the column of {@link #FAILURE}. */
    public static final String FLAW = "flaw";

    static final StructType SUMMARY_SCHEMA = new StructType()
            .add("frames", DataTypes.IntegerType)
            .add("cells", DataTypes.LongType)
            .add("tracks", DataTypes.IntegerType)
            .add("divisions", DataTypes.IntegerType)
            .add("links", DataTypes.LongType)
            .add("mean_link_probability", DataTypes.DoubleType)
            .add("low_margin_link_fraction", DataTypes.DoubleType)
            .add("segment_seconds", DataTypes.DoubleType)
            .add("track_seconds", DataTypes.DoubleType)
            .add("drift_px_per_frame", DataTypes.DoubleType)
            .add("drift_y_px", DataTypes.DoubleType)
            .add("drift_x_px", DataTypes.DoubleType);

    static final StructType SCHEMA = new StructType()
            .add("plate", DataTypes.StringType)
            .add("well", DataTypes.StringType)
            .add("site", DataTypes.StringType)
            .add("kind", DataTypes.StringType)
            .add(CELL, TableSchemas.CELLS)
            .add(TRACK, TableSchemas.TRACKS)
            .add(DIVISION, TableSchemas.DIVISIONS)
            .add(SUMMARY, SUMMARY_SCHEMA)
            .add(FAILURE, FrameSchema.FAILURE.add("frame", DataTypes.IntegerType));

    private final MovieInfo movie;
    private final MovieKey key;

    TrackedRows(MovieInfo movie) {
        this.movie = movie;
        this.key = movie.key();
    }

    private Row row(
            String kind,
            @Nullable Row cell,
            @Nullable Row track,
            @Nullable Row division,
            @Nullable Row summary,
            @Nullable Row failure) {
        return RowFactory.create(key.plate(), key.well(), key.site(), kind, cell, track, division, summary, failure);
    }

    /** Unknown numbers are null in tables. */
    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    /** A score, to the digits that are the same on every machine. */
    private static @Nullable Double score(double value) {
        return known(Precision.score(value));
    }

    private @Nullable Double micrometres(double px) {
        return known(px * movie.pixelSizeUm());
    }

    private @Nullable Double seconds(int frame) {
        return known(frame * movie.frameIntervalS());
    }

    Row cell(TrackedCell tracked) {
        Cell cell = tracked.cell();
        return row(
                CELL,
                RowFactory.create(
                        key.id(),
                        key.site(),
                        tracked.trackId(),
                        tracked.frame(),
                        seconds(tracked.frame()),
                        cell.yPx(),
                        cell.xPx(),
                        micrometres(cell.yPx()),
                        micrometres(cell.xPx()),
                        cell.box().minY(),
                        cell.box().minX(),
                        cell.box().maxY(),
                        cell.box().maxX(),
                        cell.areaPx(),
                        known(cell.areaPx() * movie.pixelSizeUm() * movie.pixelSizeUm()),
                        cell.perimeterPx(),
                        cell.eccentricity(),
                        cell.majorAxisPx(),
                        cell.minorAxisPx(),
                        cell.orientationRad(),
                        cell.solidity(),
                        cell.touchesBorder(),
                        byChannel(cell, ChannelIntensity::mean),
                        byChannel(cell, ChannelIntensity::std),
                        byChannel(cell, ChannelIntensity::min),
                        byChannel(cell, ChannelIntensity::max),
                        cell.mask().toBytes(),
                        score(tracked.linkProbability()),
                        score(tracked.linkMargin())),
                null,
                null,
                null,
                null);
    }

    private scala.collection.Map<String, Double> byChannel(Cell cell, ToDoubleFunction<ChannelIntensity> figure) {
        Map<String, Double> map = new LinkedHashMap<>();
        for (int c = 0; c < cell.intensities().size(); c++) {
            map.put(
                    movie.channels().get(c),
                    figure.applyAsDouble(cell.intensities().get(c)));
        }
        return scala.jdk.javaapi.CollectionConverters.asScala(map);
    }

    Row track(Track track) {
        int steps = track.lastFrame() - track.firstFrame();
        return row(
                TRACK,
                null,
                RowFactory.create(
                        key.id(),
                        key.site(),
                        track.trackId(),
                        track.parentTrackId() == Track.NO_PARENT ? null : track.parentTrackId(),
                        track.rootTrackId(),
                        track.generation(),
                        track.lineagePath(),
                        track.firstFrame(),
                        track.lastFrame(),
                        track.lengthFrames(),
                        track.framesSeen(),
                        track.lengthFrames() - track.framesSeen(),
                        known(track.lengthFrames() * movie.frameIntervalS()),
                        track.origin().label(),
                        track.fate().label(),
                        score(track.divisionProbability()),
                        track.firstYPx(),
                        track.firstXPx(),
                        track.lastYPx(),
                        track.lastXPx(),
                        track.pathLengthPx(),
                        track.netDisplacementPx(),
                        steps == 0 ? null : track.pathLengthPx() / steps,
                        track.meanAreaPx(),
                        score(track.meanLinkProbability())),
                null,
                null,
                null);
    }

    Row division(Division division) {
        return row(
                DIVISION,
                null,
                null,
                RowFactory.create(
                        key.id(),
                        key.site(),
                        division.motherTrackId(),
                        division.firstDaughterTrackId(),
                        division.secondDaughterTrackId(),
                        division.frame(),
                        seconds(division.frame()),
                        division.yPx(),
                        division.xPx(),
                        score(division.probability())),
                null,
                null);
    }

    Row summary(MovieSummary summary, double segmentSeconds, double trackSeconds) {
        return row(
                SUMMARY,
                null,
                null,
                null,
                RowFactory.create(
                        summary.frames(),
                        summary.cells(),
                        summary.tracks(),
                        summary.divisions(),
                        summary.links(),
                        score(summary.meanLinkProbability()),
                        score(summary.lowMarginLinkFraction()),
                        segmentSeconds,
                        trackSeconds,
                        known(summary.driftPxPerFrame()),
                        known(summary.driftYPx()),
                        known(summary.driftXPx())),
                null);
    }

    Row failure(Problem problem) {
        return failure(FAILURE, -1, problem);
    }

    Row flaw(GivenFlaw flaw) {
        return failure(FLAW, flaw.frame(), flaw.problem());
    }

    private Row failure(String kind, int frame, Problem problem) {
        return row(
                kind,
                null,
                null,
                null,
                null,
                RowFactory.create(problem.where(), problem.cause(), problem.remedy(), frame));
    }
}
