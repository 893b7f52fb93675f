package org.cellineage.jobs.correct;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.hadoop.OutputPlace;
import org.cellineage.jobs.track.TrackedRows;

/** Applies corrections movie by movie, in parallel; a task holds one movie in memory at a time. */
final class CorrectStage {

    private static final int MAX_TASKS = 200;

    private CorrectStage() {}

    /**
     * What corrections change in the rows of movies, see {@link CorrectedRows}; of {@link TrackedRows#SCHEMA}.
     *
     * @param place of the lineages
     */
    static Dataset<Row> rows(SparkSession spark, Storage storage, OutputPlace place, Map<MovieKey, MovieWork> movies) {
        List<MovieKey> all = movies.keySet().stream().sorted().toList();
        int tasks = Math.max(1, Math.min(all.size(), MAX_TASKS));
        return spark.createDataFrame(
                new JavaSparkContext(spark.sparkContext())
                        .parallelize(all, tasks)
                        .flatMap(new Task(movies, place, storage)),
                TrackedRows.SCHEMA);
    }

    private record Task(Map<MovieKey, MovieWork> movies, OutputPlace place, Storage storage)
            implements FlatMapFunction<MovieKey, Row> {
        @Override
        public Iterator<Row> call(MovieKey movie) {
            MovieWork work = Objects.requireNonNull(movies.get(movie));
            FoundRows found = new FoundRows(work.info());
            try {
                work.found().forEach(TrackedRows.SCHEMA, place.configuration(), found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return CorrectedRows.of(work, found, storage);
        }
    }
}
