package org.cellineage.jobs.tables;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import org.cellineage.cell.Precision;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.track.Division;

/**
 * A row of the divisions table.
 *
 * @param movie the movie
 * @param division the division
 * @param corrected whether a person made it or marked it as right
 */
public record DivisionTable(MovieInfo movie, Division division, boolean corrected) {

    /** Columns of the table. */
    public static final Columns<DivisionTable> COLUMNS = new Columns<DivisionTable>()
            .add("movie_id", StringType, row -> row.movie.key().id())
            .add("site", StringType, row -> row.movie.key().site())
            .add("mother_track_id", IntegerType, row -> row.division.motherTrackId())
            .add("daughter_1_track_id", IntegerType, row -> row.division.firstDaughterTrackId())
            .add("daughter_2_track_id", IntegerType, row -> row.division.secondDaughterTrackId())
            .add("frame", IntegerType, row -> row.division.frame())
            .number("time_s", DoubleType, row -> row.movie.seconds(row.division.frame()))
            .number("y_px", DoubleType, row -> row.division.yPx())
            .number("x_px", DoubleType, row -> row.division.xPx())
            .number("probability", DoubleType, row -> Precision.score(row.division.probability()))
            .add("corrected", BooleanType, DivisionTable::corrected);
}
