package org.cellineage.jobs.track;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.cluster.MovieShares;
import org.cellineage.jobs.cluster.RunContext;
import org.cellineage.jobs.cluster.RunMetrics;
import org.cellineage.jobs.cluster.SqlSetting;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.cellineage.jobs.hadoop.GlobText;
import org.cellineage.jobs.isolate.MovieIsolation;
import org.cellineage.jobs.progress.ProgressReporter;
import org.cellineage.jobs.segmented.FrameFiles;
import org.cellineage.jobs.segmented.SegmentedStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tracks segmented movies and stores the rows in {@code _work/RUN/} until they are sorted into tables. */
public final class TrackJob {

    private static final Logger LOG = LoggerFactory.getLogger(TrackJob.class);

    /** The cost of a frame in cells, in addition to its cells; it affects only how tasks are balanced. */
    private static final long CELLS_OF_A_FRAME = 20;

    /**
     * Rows are buffered up to this number of bytes, however long a movie is; Parquet's default of 128 MB would buffer
     * many movies.
     */
    private static final int ROW_GROUP_BYTES = 4 << 20;

    private static final String OPEN_FILES = "spark.sql.maxConcurrentOutputFileWriters";
    /** Enough for every kind of row times a few plates; with more combinations, Spark sorts the remaining rows. */
    private static final String MAX_OPEN_FILES = "16";

    private final RunContext run;
    private final List<Part> parts = new ArrayList<>();
    private int writes;

    /**
     * Rows that one job wrote.
     *
     * @param whole whether it contains only rows of these movies
     */
    private record Part(String location, boolean whole, List<MovieKey> movies) {}

    public TrackJob(RunContext run) {
        this.run = run;
    }

    /** Folder of a run for data that is useless after it has ended. */
    public static String folder(String runId) {
        return "_work/" + runId;
    }

    /**
     * Tracks.
     *
     * @param frames segmented frames of the plan's movies
     * @param hashes hash of everything the result depends on, for each of these movies
     * @return number of frames
     */
    public long run(
            Dataset<Row> frames, TrackStage.Plan plan, Map<MovieKey, String> hashes, ExecutionConfiguration execution)
            throws IOException {
        Size size = size(frames);
        int partitions = partitions(plan, size);
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
        FrameFiles files = new FrameFiles(run.output().place(), size.files());
        FrameCounter done = FrameCounter.register(spark.sc());
        TrackStage tracking = new TrackStage(run, spark.broadcast(plan), spark.broadcast(files), done);
        Map<MovieKey, Integer> shares = MovieShares.of(size.work(), partitions);
        MovieIsolation isolation =
                MovieIsolation.of(run.output(), run.runId(), execution, "track", items(plan, hashes));
        try (RunMetrics.Stage stage = run.metrics().stage("track");
                ProgressReporter progress = ProgressReporter.start(
                        "track",
                        "frames",
                        size.total(),
                        done::total,
                        () -> done.moviesOf(size.frames().size()))) {
            MovieIsolation.Done<String> together = isolation.together(
                    new TreeSet<>(plan.movies().keySet()),
                    (movies, markers) -> write(tracking.rows(tasks(shares, movies), markers)));
            if (together.value().isPresent()) {
                boolean whole = together.movies().size() == plan.movies().size();
                parts.add(new Part(together.value().get(), whole, together.movies()));
            }
            for (MovieKey suspect : isolation.suspects(plan.movies().keySet())) {
                String part = isolation.alone(
                        suspect, (movies, markers) -> write(tracking.rows(tasks(Map.of(suspect, 0), movies), markers)));
                parts.add(new Part(part, true, List.of(suspect)));
            }
            progress.finished();
            done.report(stage);
        }
        return size.total();
    }

    /** The movies of each task, in the order in which the tasks start. */
    private static List<List<MovieKey>> tasks(Map<MovieKey, Integer> shares, Collection<MovieKey> movies) {
        TreeMap<Integer, List<MovieKey>> tasks = new TreeMap<>();
        for (MovieKey movie : movies) {
            Integer task = shares.get(movie);
            if (task != null) {
                tasks.computeIfAbsent(task, number -> new ArrayList<>()).add(movie);
            }
        }
        return new ArrayList<>(tasks.values());
    }

    /** Frames, work and files of each movie. */
    private record Size(Map<MovieKey, Long> frames, Map<MovieKey, Long> work, Map<MovieKey, List<String>> files) {
        long total() {
            return frames.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private static Size size(Dataset<Row> frames) {
        Size size = new Size(new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (Row row : frames.groupBy("plate", "well", "site")
                // Only the labels of the cells are read.
                .agg(
                        functions.count("frame"),
                        functions.expr("coalesce(sum(size(cells.label)), 0L)"),
                        functions.collect_set(SegmentedStore.FILE))
                .collectAsList()) {
            MovieKey movie = new MovieKey(row.getString(0), row.getString(1), row.getString(2));
            size.frames().put(movie, row.getLong(3));
            size.work().put(movie, CELLS_OF_A_FRAME * row.getLong(3) + row.getLong(4));
            size.files().put(movie, row.getList(5));
        }
        return size;
    }

    private int partitions(TrackStage.Plan plan, Size size) {
        int wanted = plan.linking().trackPartitions();
        int partitions =
                wanted > 0 ? wanted : run.cluster().trackTasks(plan.movies().size());
        LOG.info(
                "plan: track {} frames of {} movies in {} tasks ({}), balanced by cells, largest first",
                size.total(),
                size.frames().size(),
                partitions,
                wanted > 0
                        ? "as set"
                        : "by what runs at once, or by the work where the cluster grows without limit; at most one a movie");
        return partitions;
    }

    private static Map<MovieKey, MovieIsolation.Item> items(TrackStage.Plan plan, Map<MovieKey, String> hashes) {
        Map<MovieKey, MovieIsolation.Item> items = new HashMap<>();
        hashes.forEach((key, hash) -> {
            MovieInfo info = plan.movies().get(key);
            if (info != null) {
                items.put(key, new MovieIsolation.Item(hash, info.source()));
            }
        });
        return items;
    }

    private static Dataset<Row> only(Dataset<Row> rows, List<MovieKey> movies) {
        return rows.where(functions
                .concat_ws("/", functions.col("plate"), functions.col("well"), functions.col("site"))
                .isin(movies.stream().map(MovieKey::id).toArray()));
    }

    /** Writes rows to a new location and returns it. */
    private String write(Dataset<Row> rows) {
        String location = run.output().resolve(folder(run.runId()) + "/tracked-" + writes++);
        // A task writes each kind of row to its own file as they arrive; by default, Spark would sort all of them
        // first.
        try (SqlSetting unused = SqlSetting.of(run.spark(), OPEN_FILES, MAX_OPEN_FILES)) {
            rows.write()
                    .option("parquet.block.size", ROW_GROUP_BYTES)
                    .partitionBy("kind", "plate")
                    .parquet(location);
        } catch (Exception e) {
            throw run.output().explained(folder(run.runId()), e);
        }
        return location;
    }

    /** The rows written by {@link #run}. */
    public Dataset<Row> rows() {
        return parts.stream()
                .map(part -> {
                    Dataset<Row> rows =
                            run.spark().read().schema(TrackedRows.SCHEMA).parquet(GlobText.escape(part.location()));
                    return part.whole() ? rows : only(rows, part.movies());
                })
                .reduce(Dataset::unionByName)
                .orElseGet(this::none);
    }

    /** An empty dataset of rows. */
    public Dataset<Row> none() {
        return run.spark().createDataFrame(List.of(), TrackedRows.SCHEMA);
    }
}
