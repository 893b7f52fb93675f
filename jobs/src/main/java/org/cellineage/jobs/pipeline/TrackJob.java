package org.cellineage.jobs.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.progress.ProgressReporter;

/** Tracks segmented movies, and keeps the rows in {@code _work/RUN/} until they are sorted into tables. */
final class TrackJob {

    private final SparkSession spark;
    private final OutputFolder output;
    private final String runId;

    TrackJob(SparkSession spark, OutputFolder output, String runId) {
        this.spark = spark;
        this.output = output;
        this.runId = runId;
    }

    /** Where a run keeps what is of no use once it has ended. */
    static String folder(String runId) {
        return "_work/" + runId;
    }

    private String location() {
        return output.resolve(folder(runId) + "/tracked");
    }

    /**
     * Tracks.
     *
     * @param frames segmented frames of the plan's movies
     * @return how many frames there are
     */
    long run(Dataset<Row> frames, TrackStage.Plan plan) {
        Map<MovieKey, Long> framesOfMovies = new HashMap<>();
        for (Row row : frames.groupBy("plate", "well", "site").count().collectAsList()) {
            framesOfMovies.put(new MovieKey(row.getString(0), row.getString(1), row.getString(2)), row.getLong(3));
        }
        long frameCount =
                framesOfMovies.values().stream().mapToLong(Long::longValue).sum();
        int wanted = plan.linking().trackPartitions();
        int partitions = wanted > 0
                ? wanted
                : Math.max(
                        1,
                        Math.min(plan.movies().size(), 2 * spark.sparkContext().defaultParallelism()));
        Broadcast<TrackStage.Plan> broadcast =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(plan);
        FrameCounter done = FrameCounter.register(spark.sparkContext(), "frames tracked");
        try (ProgressReporter progress =
                ProgressReporter.start("track", "frames", frameCount, done::total, () -> done.movies(framesOfMovies))) {
            TrackStage.run(spark, frames, broadcast, partitions, done)
                    .write()
                    .partitionBy("kind", "plate")
                    .parquet(location());
            progress.finished();
        } catch (Exception e) {
            throw output.explained(folder(runId), e);
        }
        return frameCount;
    }

    /** The rows of {@link #run}. */
    Dataset<Row> rows() {
        return spark.read().schema(TrackedRows.SCHEMA).parquet(location());
    }

    /** No rows. */
    Dataset<Row> none() {
        return spark.createDataFrame(List.of(), TrackedRows.SCHEMA);
    }
}
