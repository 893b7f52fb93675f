package org.cellineage.jobs.track;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.jobs.run.Failure;
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
 * Result rows of the tracking stage: cells, tracks, divisions, a summary per movie, and failures, distinguished by
 * kind, each kind with its own column.
 */
public final class TrackedRows {

    /** Kind of a row, and the column that contains it. */
    public static final String CELL = "cell";

    /** A track. */
    public static final String TRACK = "track";

    /** A division. */
    public static final String DIVISION = "division";

    /** Summary of tracking a movie. */
    public static final String SUMMARY = "summary";

    /** Why a movie could not be tracked. */
    public static final String FAILURE = "failure";
    /** Kind of a failure by which the movie is not lost; it is in the column {@link #FAILURE}. */
    public static final String FLAW = "flaw";

    /**
     * Why something could not be tracked.
     *
     * @param frame 0-based frame, -1 for the whole movie
     */
    private record Reason(Problem problem, int frame) {}

    private static final RecordCodec<Reason> FAILURES = RecordCodec.of(Reason.class);

    /** Columns of the rows. */
    public static final StructType SCHEMA = new StructType()
            .add("plate", DataTypes.StringType)
            .add("well", DataTypes.StringType)
            .add("site", DataTypes.StringType)
            .add("kind", DataTypes.StringType)
            .add(CELL, TableSchemas.CELLS)
            .add(TRACK, TableSchemas.TRACKS)
            .add(DIVISION, TableSchemas.DIVISIONS)
            .add(SUMMARY, TrackingSummary.CODEC.schema())
            .add(FAILURE, FAILURES.schema());

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
        return row(FAILURE, FAILURES.toRow(new Reason(problem, -1)));
    }

    Row flaw(GivenFlaw flaw) {
        return row(FLAW, FAILURES.toRow(new Reason(flaw.problem(), flaw.frame())));
    }

    private Row row(String kind, Row value) {
        @Nullable Object[] values = new @Nullable Object[SCHEMA.size()];
        values[0] = key.plate();
        values[1] = key.well();
        values[2] = key.site();
        values[3] = kind;
        values[SCHEMA.fieldIndex(kind.equals(FLAW) ? FAILURE : kind)] = value;
        return RowFactory.create(values);
    }

    /** The failure in a row of kind {@link #FAILURE} or {@link #FLAW}. */
    public static Failure failure(MovieKey movie, Row row) {
        Reason reason = FAILURES.fromRow(row.getStruct(row.fieldIndex(FAILURE)));
        return new Failure(movie, reason.frame(), "track", reason.problem());
    }
}
