package org.cellineage.jobs.track;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.ClusterPlan;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.cluster.RunMetrics;
import org.cellineage.jobs.cluster.SqlSetting;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.cellineage.jobs.hadoop.GlobText;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.isolate.MovieIsolation;
import org.cellineage.jobs.progress.ProgressReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tracks segmented movies, and keeps the rows in {@code _work/RUN/} until they are sorted into tables. */
public final class TrackJob {

    private static final Logger LOG = LoggerFactory.getLogger(TrackJob.class);

    /** A frame without cells costs about as much as some cells; only the balance of tasks depends on it. */
    private static final long CELLS_OF_A_FRAME = 20;

    /** Rows are held until there are so many bytes of them, whatever the length of a movie; Parquet's own 128 MB are many movies. */
    private static final int ROW_GROUP_BYTES = 4 << 20;

    private static final String OPEN_FILES = "spark.sql.maxConcurrentOutputFileWriters";
    /** Kinds of rows times plates; of more, the rest is sorted after all. */
    private static final String MAX_OPEN_FILES = "16";

    private final SparkSession spark;
    private final ClusterPlan cluster;
    private final RunMetrics metrics;
    private final OutputFolder output;
    private final String runId;
    private final List<Part> parts = new ArrayList<>();
    private int writes;

    /**
     * Rows that one job wrote.
     *
     * @param whole whether there are rows of these movies only
     */
    private record Part(String location, boolean whole, List<MovieKey> movies) {}

    public TrackJob(SparkSession spark, ClusterPlan cluster, RunMetrics metrics, OutputFolder output, String runId) {
        this.spark = spark;
        this.cluster = cluster;
        this.metrics = metrics;
        this.output = output;
        this.runId = runId;
    }

    /** Where a run keeps what is of no use once it has ended. */
    public static String folder(String runId) {
        return "_work/" + runId;
    }

    /**
     * Tracks.
     *
     * @param frames segmented frames of the plan's movies
     * @param hashes of all that the outcome depends on, by each of these movies
     * @return how many frames there are
     */
    public long run(
            Dataset<Row> frames, TrackStage.Plan plan, Map<MovieKey, String> hashes, ExecutionConfiguration execution)
            throws IOException {
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
        Map<MovieKey, MovieIsolation.Item> items = new HashMap<>();
        hashes.forEach((key, hash) -> {
            MovieInfo info = plan.movies().get(key);
            if (info != null) {
                items.put(key, new MovieIsolation.Item(hash, info.source()));
            }
        });
        MovieIsolation isolation = MovieIsolation.of(output, runId, execution, "track", items);
        try (RunMetrics.Stage stage = metrics.stage("track");
                ProgressReporter progress = ProgressReporter.start(
                        "track", "frames", frameCount, done::total, () -> done.movies(framesOfMovies))) {
            MovieIsolation.Done<String> together = isolation.together(
                    new TreeSet<>(plan.movies().keySet()),
                    (movies, marks) -> write(TrackStage.run(
                            spark,
                            movies.size() == items.size() ? frames : only(frames, movies),
                            broadcast,
                            shares,
                            marks,
                            cluster.track(),
                            done)));
            if (together.value().isPresent()) {
                parts.add(
                        new Part(together.value().get(), together.movies().size() == items.size(), together.movies()));
            }
            for (MovieKey suspect : isolation.suspects(plan.movies().keySet())) {
                String part = isolation.alone(
                        suspect,
                        (movies, marks) -> write(TrackStage.run(
                                spark,
                                only(frames, movies),
                                broadcast,
                                new TrackStage.Shares(Map.of(suspect, 0), 1),
                                marks,
                                cluster.track(),
                                done)));
                parts.add(new Part(part, true, List.of(suspect)));
            }
            progress.finished();
            done.tell(stage);
        }
        return frameCount;
    }

    private static Dataset<Row> only(Dataset<Row> rows, List<MovieKey> movies) {
        return rows.where(functions
                .concat_ws("/", functions.col("plate"), functions.col("well"), functions.col("site"))
                .isin(movies.stream().map(MovieKey::id).toArray()));
    }

    /** Writes rows to a new place, and gives it. */
    private String write(Dataset<Row> rows) {
        String location = output.resolve(folder(runId) + "/tracked-" + writes++);
        // A task writes each kind of row to a file of its own as they come; by default all of them would be sorted
        // first.
        try (SqlSetting unused = SqlSetting.of(spark, OPEN_FILES, MAX_OPEN_FILES)) {
            rows.write()
                    .option("parquet.block.size", ROW_GROUP_BYTES)
                    .partitionBy("kind", "plate")
                    .parquet(location);
        } catch (Exception e) {
            throw output.explained(folder(runId), e);
        }
        return location;
    }

    /** The rows of {@link #run}. */
    public Dataset<Row> rows() {
        return parts.stream()
                .map(part -> {
                    Dataset<Row> rows =
                            spark.read().schema(TrackedRows.SCHEMA).parquet(GlobText.escape(part.location()));
                    return part.whole() ? rows : only(rows, part.movies());
                })
                .reduce(Dataset::unionByName)
                .orElseGet(this::none);
    }

    /** No rows. */
    public Dataset<Row> none() {
        return spark.createDataFrame(List.of(), TrackedRows.SCHEMA);
    }
}
