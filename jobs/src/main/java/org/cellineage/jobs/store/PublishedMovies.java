package org.cellineage.jobs.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.tables.TableSchemas;

/** Reads what the tables show of movies, in one job per table. */
public final class PublishedMovies {

    private PublishedMovies() {}

    /** All movies in the tables. */
    public static List<PublishedMovie> read(PublishedTables tables) {
        Set<String> failed = new HashSet<>();
        Set<String> passing = new HashSet<>();
        for (Row row : tables.table(TableSchemas.FAILURES_TABLE)
                .where("movie_id is not null and (frame is null or passing)")
                .selectExpr("movie_id", "frame is null")
                .collectAsList()) {
            (row.getBoolean(1) ? failed : passing).add(row.getString(0));
        }
        List<PublishedMovie> movies = new ArrayList<>();
        for (Row row : tables.table(TableSchemas.MOVIES_TABLE)
                .selectExpr(
                        "plate",
                        "well",
                        "site",
                        "status",
                        "coalesce(input_hash, '')",
                        "coalesce(config_hash, '')",
                        "coalesce(model_hash, '')",
                        "coalesce(link_model_hash, '')",
                        "coalesce(software_version, '')",
                        "coalesce(corrections_hash, '')")
                .collectAsList()) {
            MovieKey key = new MovieKey(row.getString(0), row.getString(1), row.getString(2));
            movies.add(new PublishedMovie(
                    key,
                    row.getString(3),
                    failed.contains(key.id()),
                    passing.contains(key.id()),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    row.getString(9)));
        }
        return movies;
    }
}
