package org.cellineage.jobs.correct;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.track.TrackedRows;
import org.jspecify.annotations.Nullable;

/** Applies corrections movie by movie, in parallel; a task holds one movie in memory at a time. */
final class CorrectStage {

    private static final int MAX_TASKS = 200;

    private CorrectStage() {}

    /**
     * The corrected rows of movies.
     *
     * @param found rows of these movies as runs found them, of {@link TrackedRows#SCHEMA}
     */
    static Dataset<Row> rows(SparkSession spark, Storage storage, Dataset<Row> found, Map<MovieKey, MovieWork> movies) {
        int tasks = Math.max(1, Math.min(movies.size(), MAX_TASKS));
        Dataset<Row> together = found.repartition(
                        tasks, functions.col("plate"), functions.col("well"), functions.col("site"))
                .sortWithinPartitions(
                        "plate",
                        "well",
                        "site",
                        "kind",
                        TrackedRows.CELL + ".frame",
                        TrackedRows.CELL + ".track_id",
                        TrackedRows.TRACK + ".track_id");
        return spark.createDataFrame(together.toJavaRDD().mapPartitions(new Task(movies, storage)), TrackedRows.SCHEMA);
    }

    private record Task(Map<MovieKey, MovieWork> movies, Storage storage)
            implements FlatMapFunction<Iterator<Row>, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return new Movies(rows, this);
        }
    }

    /** Reads a movie, then returns its corrected rows, then reads the next. */
    private static final class Movies implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final Task task;
        private @Nullable Row ahead;
        private Iterator<Row> ready = Collections.emptyIterator();

        Movies(Iterator<Row> rows, Task task) {
            this.rows = rows;
            this.task = task;
            advance();
        }

        private void advance() {
            ahead = rows.hasNext() ? rows.next() : null;
        }

        @Override
        public boolean hasNext() {
            while (!ready.hasNext() && ahead != null) {
                ready = movie(key(ahead));
            }
            return ready.hasNext();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.next();
        }

        private Iterator<Row> movie(MovieKey key) {
            MovieWork work = task.movies().get(key);
            if (work == null) {
                throw new IllegalStateException("rows of a movie without corrections: " + key.id());
            }
            FoundRows found = new FoundRows(work.info());
            for (Row row = ahead; row != null && key(row).equals(key); row = ahead) {
                found.add(row);
                advance();
            }
            return CorrectedRows.of(work, found, task.storage());
        }

        private static MovieKey key(Row row) {
            return new MovieKey(
                    row.getString(row.fieldIndex("plate")),
                    row.getString(row.fieldIndex("well")),
                    row.getString(row.fieldIndex("site")));
        }
    }
}
