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
    /** Kind of a correction that could not be applied; it is in the column {@link #FAILURE}. */
    public static final String CONFLICT = "conflict";
    /** Kind of a cell that a run found and that corrections change or take out; it is in the column {@link #CELL}. */
    public static final String REPLACED = "replaced";
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

    /** Makes rows of a movie. */
    public TrackedRows(MovieInfo movie) {
        this.movie = movie;
        this.key = movie.key();
    }

    /** A cell, and whether a person decided about it. */
    public Row cell(TrackedCell tracked, boolean corrected) {
        return row(CELL, CellTable.COLUMNS.row(new CellTable(movie, tracked, corrected)));
    }

    /** A track, likewise. */
    public Row track(Track track, boolean corrected) {
        return row(TRACK, TrackTable.COLUMNS.row(new TrackTable(movie, track, corrected)));
    }

    /** A division, likewise. */
    public Row division(Division division, boolean corrected) {
        return row(DIVISION, DivisionTable.COLUMNS.row(new DivisionTable(movie, division, corrected)));
    }

    /** The summary of the movie. */
    public Row summary(TrackingSummary summary) {
        return row(SUMMARY, TrackingSummary.CODEC.toRow(summary));
    }

    /** Why the movie has no other rows. */
    public Row failure(Problem problem) {
        return row(FAILURE, FAILURES.toRow(new Reason(problem, -1)));
    }

    /** A correction that could not be applied, and the frame in which it was made. */
    public Row conflict(Problem problem, int frame) {
        return row(CONFLICT, FAILURES.toRow(new Reason(problem, Math.max(0, frame))));
    }

    Row flaw(GivenFlaw flaw) {
        return row(FLAW, FAILURES.toRow(new Reason(flaw.problem(), flaw.frame())));
    }

    /** A cell as a run found it, which corrections change or take out. */
    public Row replaced(TrackedCell found) {
        return row(REPLACED, CellTable.COLUMNS.row(new CellTable(movie, found, false)));
    }

    private Row row(String kind, Row value) {
        @Nullable Object[] values = new @Nullable Object[SCHEMA.size()];
        values[0] = key.plate();
        values[1] = key.well();
        values[2] = key.site();
        values[3] = kind;
        values[SCHEMA.fieldIndex(column(kind))] = value;
        return RowFactory.create(values);
    }

    private static String column(String kind) {
        return switch (kind) {
            case FLAW, CONFLICT -> FAILURE;
            case REPLACED -> CELL;
            default -> kind;
        };
    }

    /** The failure in a row of kind {@link #FAILURE}, {@link #FLAW} or {@link #CONFLICT}. */
    public static Failure failure(MovieKey movie, Row row) {
        Reason reason = FAILURES.fromRow(row.getStruct(row.fieldIndex(FAILURE)));
        boolean isConflict = CONFLICT.equals(row.getString(row.fieldIndex("kind")));
        return new Failure(movie, reason.frame(), isConflict ? Failure.CORRECT_STAGE : "track", reason.problem());
    }
}
