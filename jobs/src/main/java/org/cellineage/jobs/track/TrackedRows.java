package org.cellineage.jobs.track;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.jobs.tables.CellTable;
import org.cellineage.jobs.tables.DivisionTable;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.jobs.tables.TrackTable;
import org.cellineage.jobs.tables.TrackingSummary;
import org.cellineage.problem.Problem;
import org.cellineage.track.Division;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;
import org.jspecify.annotations.Nullable;

/**
 * Rows that the tracking stage gives: cells, tracks, divisions, a summary a movie, and failures, told apart by their
 * kind, each in a column of its own.
 */
public final class TrackedRows {

    /** What a row is, and the column that holds it. */
    public static final String CELL = "cell";

    /** A track. */
    public static final String TRACK = "track";

    /** A division. */
    public static final String DIVISION = "division";

    /** What tracking a movie came to. */
    public static final String SUMMARY = "summary";

    /** Why a movie could not be tracked. */
    public static final String FAILURE = "failure";

    /** A failure's columns. */
    public static final RecordCodec<Problem> PROBLEM = RecordCodec.of(Problem.class);

    /** The rows' columns. */
    public static final StructType SCHEMA = new StructType()
            .add("plate", DataTypes.StringType)
            .add("well", DataTypes.StringType)
            .add("site", DataTypes.StringType)
            .add("kind", DataTypes.StringType)
            .add(CELL, TableSchemas.CELLS)
            .add(TRACK, TableSchemas.TRACKS)
            .add(DIVISION, TableSchemas.DIVISIONS)
            .add(SUMMARY, TrackingSummary.CODEC.schema())
            .add(FAILURE, PROBLEM.schema());

    private final MovieInfo movie;
    private final MovieKey key;

    TrackedRows(MovieInfo movie) {
        this.movie = movie;
        this.key = movie.key();
    }

    Row cell(TrackedCell tracked) {
        return row(CELL, CellTable.COLUMNS.row(new CellTable(movie, tracked)));
    }

    Row track(Track track) {
        return row(TRACK, TrackTable.COLUMNS.row(new TrackTable(movie, track)));
    }

    Row division(Division division) {
        return row(DIVISION, DivisionTable.COLUMNS.row(new DivisionTable(movie, division)));
    }

    Row summary(TrackingSummary summary) {
        return row(SUMMARY, TrackingSummary.CODEC.toRow(summary));
    }

    Row failure(Problem problem) {
        return row(FAILURE, PROBLEM.toRow(problem));
    }

    private Row row(String kind, Row value) {
        @Nullable Object[] values = new @Nullable Object[SCHEMA.size()];
        values[0] = key.plate();
        values[1] = key.well();
        values[2] = key.site();
        values[3] = kind;
        values[SCHEMA.fieldIndex(kind)] = value;
        return RowFactory.create(values);
    }
}
