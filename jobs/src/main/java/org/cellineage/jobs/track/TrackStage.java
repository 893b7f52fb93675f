package org.cellineage.jobs.track;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.cluster.RunContext;
import org.cellineage.jobs.cluster.SqlSetting;
import org.cellineage.jobs.isolate.MarkedTask;
import org.cellineage.jobs.isolate.MovieMarkers;
import org.cellineage.jobs.model.FrameLinking;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.MovieLog;
import org.cellineage.jobs.segmented.FrameRow;
import org.cellineage.jobs.tables.TrackingSummary;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.track.DecidedLink;
import org.cellineage.track.Division;
import org.cellineage.track.FrameTracker;
import org.cellineage.track.GivenLineageTracker;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.MovieTracker;
import org.cellineage.track.SplitLabels;
import org.cellineage.track.Track;
import org.cellineage.track.TrackSink;
import org.cellineage.track.TrackedCell;
import org.jspecify.annotations.Nullable;

/**
 * The movie-parallel stage: the frames of a movie are brought together in balanced shares, ordered on the local disk,
 * and streamed through a tracker one frame at a time. No movie is held in memory.
 */
public final class TrackStage {

    /**
     * What every task needs.
     *
     * @param decided links and divisions that people decided, which are not weighed again
     */
    public record Plan(
            Map<MovieKey, MovieInfo> movies,
            Map<MovieKey, GivenTracks> given,
            Map<MovieKey, List<DecidedLink>> decided,
            FrameLinking linking)
            implements java.io.Serializable {}

    private static final String TASK = "task";
    private static final String FEATURES = "features";
    private static final String BATCHES_OF_NESTED = "spark.sql.parquet.enableNestedColumnVectorizedReader";
    private static final String[] KEY_COLUMNS = {"plate", "well", "site"};
    private static final StructType SHARES = new StructType()
            .add("plate", DataTypes.StringType)
            .add("well", DataTypes.StringType)
            .add("site", DataTypes.StringType)
            .add(TASK, DataTypes.IntegerType);

    private final RunContext run;
    private final Broadcast<Plan> plan;
    private final FrameCounter done;

    TrackStage(RunContext run, Broadcast<Plan> plan, FrameCounter done) {
        this.run = run;
        this.plan = plan;
        this.done = done;
    }

    /** The task of each movie, and the number of tasks. */
    record Shares(Map<MovieKey, Integer> taskOf, int tasks) {}

    /** Returns rows of {@link TrackedRows#SCHEMA}. */
    Dataset<Row> rows(Dataset<Row> frames, Shares shares, MovieMarkers markers) {
        SparkSession spark = run.spark();
        List<Row> taskOf = new ArrayList<>();
        new TreeMap<>(shares.taskOf())
                .forEach((movie, task) ->
                        taskOf.add(RowFactory.create(movie.plate(), movie.well(), movie.site(), task)));
        Dataset<Row> shared = needed(frames)
                .join(functions.broadcast(spark.createDataFrame(taskOf, SHARES)), KEY_COLUMNS, "inner")
                .repartitionById(shares.tasks(), functions.col(TASK))
                .drop(TASK);
        Optional<ResourceProfile> resources = run.cluster().track();
        // Read frames one by one instead of thousands at once with all their cells.
        try (SqlSetting unused = SqlSetting.of(spark, BATCHES_OF_NESTED, "false")) {
            JavaRDD<Row> rows = shared.toJavaRDD().mapPartitions(new TrackMovies(plan, markers, done));
            return spark.createDataFrame(resources.map(rows::withResources).orElse(rows), TrackedRows.SCHEMA);
        }
    }

    /** Skips image features that the linker does not need. */
    private Dataset<Row> needed(Dataset<Row> frames) {
        return plan.value().linking().needsFeatures()
                ? frames
                : frames.withColumn(
                        FEATURES,
                        functions.lit(null).cast(FrameRow.SCHEMA.apply(FEATURES).dataType()));
    }

    private record TrackMovies(Broadcast<Plan> plan, MovieMarkers marks, FrameCounter done)
            implements FlatMapFunction<Iterator<Row>, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> frames) {
            return new Results(inOrder(frames), plan.value(), marks.begin(), done);
        }

        private static FrameSpool inOrder(Iterator<Row> frames) {
            FrameSpool spool = FrameSpool.onExecutor();
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> spool.close());
            frames.forEachRemaining(row -> spool.add(frame(FrameRow.of(row))));
            return spool;
        }

        private static FrameSpool.Frame frame(FrameRow row) {
            return new FrameSpool.Frame(
                    row.movie(),
                    row.frame(),
                    row.seconds(),
                    row.failure() == null ? Optional.of(row.segmentedFrame()) : Optional.empty());
        }
    }

    /** Returns result rows as they become final; buffers those of one frame. */
    private static final class Results implements Iterator<Row> {
        private final FrameSpool frames;
        private final Plan plan;
        private final MarkedTask movies;
        private final FrameCounter done;
        private final Deque<Row> ready = new ArrayDeque<>();
        private @Nullable OpenMovie open;

        Results(FrameSpool frames, Plan plan, MarkedTask movies, FrameCounter done) {
            this.frames = frames;
            this.plan = plan;
            this.movies = movies;
            this.done = done;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && frames.hasNext()) {
                take(frames.next());
            }
            if (ready.isEmpty() && open != null) {
                finish(open);
                open = null;
            }
            return !ready.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            return ready.removeFirst();
        }

        private void take(FrameSpool.Frame frame) {
            long start = System.nanoTime();
            track(frame);
            done.addOwnNanos(System.nanoTime() - start);
        }

        private void track(FrameSpool.Frame frame) {
            MovieKey key = frame.movie();
            OpenMovie movie = open;
            // This also detects a movie that takes too long.
            MarkedTask.Standing standing = movies.begin(key);
            if (movie == null || !movie.key.equals(key)) {
                if (movie != null) {
                    finish(movie);
                }
                MovieInfo info = plan.movies().get(key);
                if (info == null) {
                    throw new IllegalStateException("frames of an unknown movie " + key.id());
                }
                movie = new OpenMovie(info, ready);
                open = movie;
                switch (standing) {
                    case GO -> movie.start(plan);
                    case REFUSED -> movie.fail(movies.refusal(key).orElseThrow());
                    case LEAVE -> {
                        // Postponed, without a result row.
                    }
                }
            }
            movie.accept(frame);
            done.addFrame();
            done.addCells(movie.lastCells);
        }

        private void finish(OpenMovie movie) {
            movie.finish();
            movies.end(movie.key);
            done.addMovie();
        }
    }

    /** The movie that is being tracked. */
    private static final class OpenMovie implements TrackSink {
        private final MovieKey key;
        private final TrackedRows rows;
        private final Deque<Row> ready;
        private @Nullable FrameTracker tracker;
        private Optional<SplitLabels> splits = Optional.empty();
        private Optional<GivenFlaw> note = Optional.empty();
        private Optional<MovieSummary> summary = Optional.empty();
        private double segmentSeconds;
        private long trackNanos;
        private int lastCells;

        OpenMovie(MovieInfo info, Deque<Row> ready) {
            this.key = info.key();
            this.rows = new TrackedRows(info);
            this.ready = ready;
        }

        void start(Plan plan) {
            Optional<GivenTracks> given = Optional.ofNullable(plan.given().get(key));
            splits = given.map(labels -> new SplitLabels(labels.labels()));
            note = given.flatMap(GivenTracks::note).map(GivenFlaw::of);
            try {
                Optional<GivenLineage> lineage = given.flatMap(GivenTracks::lineage);
                tracker = lineage.isPresent()
                        ? new GivenLineageTracker(given.get().lineageFile(), lineage.get())
                        : new MovieTracker(
                                plan.linking().tracking(),
                                plan.linking().linker(),
                                plan.decided().getOrDefault(key, List.of()));
            } catch (BadInputException e) {
                fail(e.problem());
            }
        }

        void accept(FrameSpool.Frame frame) {
            segmentSeconds += frame.segmentSeconds();
            lastCells = 0;
            FrameTracker current = tracker;
            // A failed frame is not an empty frame: tracks bridge it.
            if (current == null || frame.segmented().isEmpty()) {
                return;
            }
            SegmentedFrame segmented = frame.segmented().get();
            lastCells = segmented.cells().size();
            guarded(key.id() + " up to frame " + frame.number(), () -> {
                splits.ifPresent(labels -> labels.check(segmented));
                current.accept(segmented, this);
            });
        }

        /** Runs a step; if it fails, only this movie is lost. */
        private void guarded(String where, Runnable step) {
            long start = System.nanoTime();
            try {
                step.run();
            } catch (BadInputException e) {
                fail(e.problem());
            } catch (RuntimeException e) {
                fail(Failure.internalError(where, e));
            }
            trackNanos += System.nanoTime() - start;
        }

        private void fail(Problem problem) {
            tracker = null;
            MovieLog.failed(new Failure(key, -1, "track", problem));
            ready.add(rows.failure(problem));
        }

        void finish() {
            FrameTracker current = tracker;
            if (current != null) {
                guarded(key.id() + " at its end", () -> summary = Optional.of(current.finish(this)));
                summary.ifPresent(found -> {
                    note.ifPresent(this::flaw);
                    splits.ifPresent(labels -> labels.flaws().forEach(this::flaw));
                    MovieLog.tracked(key, found, trackNanos / 1e9);
                    ready.add(rows.summary(new TrackingSummary(found, segmentSeconds, trackNanos / 1e9)));
                });
            }
        }

        @Override
        public void cell(TrackedCell cell) {
            ready.add(rows.cell(cell, false));
        }

        @Override
        public void track(Track track) {
            ready.add(rows.track(track, false));
        }

        @Override
        public void flaw(GivenFlaw flaw) {
            MovieLog.failed(new Failure(key, flaw.frame(), "track", flaw.problem()));
            ready.add(rows.flaw(flaw));
        }

        @Override
        public void division(Division division) {
            ready.add(rows.division(division, false));
        }
    }
}
