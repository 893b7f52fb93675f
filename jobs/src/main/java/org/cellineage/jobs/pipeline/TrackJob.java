package org.cellineage.jobs.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.progress.ProgressReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tracks segmented movies, and keeps the rows in {@code _work/RUN/} until they are sorted into tables. */
final class TrackJob {

    private static final Logger LOG = LoggerFactory.getLogger(TrackJob.class);

    /** A frame without cells costs about as much as some cells; only the balance of tasks depends on it. */
    private static final long CELLS_OF_A_FRAME = 20;

    private final SparkSession spark;
    private final ClusterPlan cluster;
    private final RunMetrics metrics;
    private final OutputFolder output;
    private final String runId;

    TrackJob(SparkSession spark, ClusterPlan cluster, RunMetrics metrics, OutputFolder output, String runId) {
        this.spark = spark;
        this.cluster = cluster;
        this.metrics = metrics;
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
        Map<MovieKey, Long> work = new HashMap<>();
        for (Row row : frames.groupBy("plate", "well", "site")
                // Of the cells, their labels alone are read.
                .agg(functions.count("frame"), functions.expr("coalesce(sum(size(cells.label)), 0L)"))
                .collectAsList()) {
            MovieKey movie = new MovieKey(row.getString(0), row.getString(1), row.getString(2));
            framesOfMovies.put(movie, row.getLong(3));
            work.put(movie, CELLS_OF_A_FRAME * row.getLong(3) + row.getLong(4));
        }
        long frameCount =
                framesOfMovies.values().stream().mapToLong(Long::longValue).sum();
        int wanted = plan.linking().trackPartitions();
        int partitions =
                wanted > 0 ? wanted : Math.max(1, Math.min(plan.movies().size(), 2 * cluster.trackTasksAtOnce()));
        LOG.info(
                "plan: track {} frames of {} movies in {} tasks ({}), shared out by cells, most first",
                frameCount,
                framesOfMovies.size(),
                partitions,
                wanted > 0 ? "as set" : "two for each that runs at once, at most one a movie");
        TrackStage.Shares shares = new TrackStage.Shares(MovieShares.of(work, partitions), partitions);
        Broadcast<TrackStage.Plan> broadcast =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(plan);
        FrameCounter done = FrameCounter.register(spark.sparkContext(), "frames tracked");
        try (RunMetrics.Stage stage = metrics.stage("track");
                ProgressReporter progress = ProgressReporter.start(
                        "track", "frames", frameCount, done::total, () -> done.movies(framesOfMovies))) {
            TrackStage.run(spark, frames, broadcast, shares, cluster.track(), done)
                    .write()
                    .partitionBy("kind", "plate")
                    .parquet(location());
            progress.finished();
            done.tell(stage);
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
