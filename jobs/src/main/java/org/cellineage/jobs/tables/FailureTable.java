package org.cellineage.jobs.tables;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import org.cellineage.jobs.run.Failure;

/**
 * A row of the failures table.
 *
 * @param failure what failed
 */
public record FailureTable(Failure failure) {

    /** Columns of the table. */
    public static final Columns<FailureTable> COLUMNS = new Columns<FailureTable>()
            .add(
                    "movie_id",
                    StringType,
                    row -> row.isKnown() ? row.failure.movie().id() : null)
            .add("site", StringType, row -> row.isKnown() ? row.failure.movie().site() : null)
            .add("frame", IntegerType, row -> row.failure.losesMovie() ? null : row.failure.frame())
            .add("stage", StringType, row -> row.failure.stage())
            .add("where", StringType, row -> row.failure.problem().where())
            .add("cause", StringType, row -> row.failure.problem().cause())
            .add("remedy", StringType, row -> row.failure.problem().remedy())
            .add("passing", BooleanType, row -> row.failure.passing());

    private boolean isKnown() {
        return !failure.movie().equals(Failure.UNKNOWN_MOVIE);
    }
}
