package org.cellineage.jobs.published;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.codec.RecordCodec;

/**
 * The rows that tasks receive: a movie, its tracks, its cells by frame and track, then the next movie. Each kind of
 * row has its own column, which is null in rows of the other kinds.
 */
final class UnitRows {

    static final String PLACE = "place";
    static final String UNIT = "unit";
    static final String TASK = "task";
    static final String KIND = "kind";
    static final String MOVIE = "movie";
    static final String TRACK = "track";
    static final String CELL = "cell";
    /** Name of {@link TableCell#measures} as a column. */
    static final String MEASURES = "measures";

    /**
     * A movie and the object that the driver sent with it.
     *
     * @param attachment see {@link Attachments}; empty if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Movie(TableMovie movie, byte[] attachment) {}

    static final RecordCodec<Movie> MOVIES = RecordCodec.of(Movie.class);
    static final RecordCodec<TableTrack> TRACKS = RecordCodec.of(TableTrack.class);
    static final RecordCodec<TableCell> CELLS = RecordCodec.of(TableCell.class);

    /** Columns inside {@link #MEASURES}. */
    static final StructType OF_MEASURES =
            RecordCodec.of(TableCell.Measures.class).schema();

    /** Schema of rows of movies before they are joined by the others. */
    static final StructType OF_MOVIES = new StructType()
            .add(PLACE, DataTypes.IntegerType)
            .add(UNIT, DataTypes.IntegerType)
            .add(TASK, DataTypes.IntegerType)
            .add(MOVIE, MOVIES.schema());

    private UnitRows() {}
}
