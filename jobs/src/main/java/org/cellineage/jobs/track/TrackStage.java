package org.cellineage.jobs.track;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.TaskCompletionListener;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.MovieKey;
import org.cellineage.format.TrackSpan;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.cluster.RunContext;
import org.cellineage.jobs.isolate.MarkedTask;
import org.cellineage.jobs.isolate.MovieMarkers;
import org.cellineage.jobs.model.FrameLinking;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.MovieLog;
import org.cellineage.jobs.segmented.FrameFiles;
import org.cellineage.jobs.segmented.FrameRow;
import org.cellineage.jobs.tables.TrackingSummary;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.track.DecidedLink;
import org.cellineage.track.Division;
import org.cellineage.track.FrameTracker;
import org.cellineage.track.GivenLineageTracker;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.SmoothedClasses;
import org.cellineage.track.SplitLabels;
import org.cellineage.track.Track;
import org.cellineage.track.TrackSink;
import org.cellineage.track.TrackedCell;
import org.jspecify.annotations.Nullable;

/**
 * The movie-parallel stage: each task reads the frames of its movies from the segmented dataset, orders them on the
 * local disk, and streams them through a tracker one frame at a time. No movie is held in memory.
 */
public final class TrackStage {

    /**
     * What every task needs.
     *
     * @param labelled movies whose cells were given
     * @param decided links and divisions that people decided, which are not weighed again
     */
    public record Plan(
            Map<MovieKey, MovieInfo> movies,
            Map<MovieKey, GivenTracks> given,
            Set<MovieKey> labelled,
            Map<MovieKey, List<DecidedLink>> decided,
            FrameLinking linking)
            implements java.io.Serializable {}

    private final RunContext run;
    private final Broadcast<Plan> plan;
    private final Broadcast<FrameFiles> files;
    private final FrameCounter done;

    TrackStage(RunContext run, Broadcast<Plan> plan, Broadcast<FrameFiles> files, FrameCounter done) {
        this.run = run;
        this.plan = plan;
        this.files = files;
        this.done = done;
    }

    /**
     * Returns rows of {@link TrackedRows#SCHEMA}.
     *
     * @param shares the movies of each task
     */
    Dataset<Row> rows(List<List<MovieKey>> shares, MovieMarkers markers) {
        SparkSession spark = run.spark();
        Optional<ResourceProfile> resources = run.cluster().track();
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(shares, Math.max(1, shares.size()))
                .mapPartitions(new TrackMovies(plan, files, markers, done));
        return spark.createDataFrame(resources.map(rows::withResources).orElse(rows), TrackedRows.SCHEMA);
    }

    private record TrackMovies(Broadcast<Plan> plan, Broadcast<FrameFiles> files, MovieMarkers marks, FrameCounter done)
            implements FlatMapFunction<Iterator<List<MovieKey>>, Row> {
        @Override
        public Iterator<Row> call(Iterator<List<MovieKey>> shares) throws IOException {
            List<MovieKey> movies = new ArrayList<>();
            shares.forEachRemaining(movies::addAll);
            return new Results(inOrder(movies), plan.value(), marks.begin(), done);
        }

        private FrameSpool inOrder(List<MovieKey> movies) throws IOException {
            FrameSpool spool = FrameSpool.onExecutor();
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> spool.close());
            boolean withFeatures = plan.value().linking().needsFeatures();
            files.value().forEach(movies, withFeatures, row -> spool.add(frame(row)));
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
                movie = new OpenMovie(info, plan, ready);
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
        /** Receives what is tracked; this movie receives it with the classes of cells smoothed. */
        private final SmoothedClasses tracks;

        private Optional<SplitLabels> splits = Optional.empty();
        private Optional<GivenFlaw> note = Optional.empty();
        private Optional<MovieSummary> summary = Optional.empty();
        private double segmentSeconds;
        private long trackNanos;
        private int lastCells;

        OpenMovie(MovieInfo info, Plan plan, Deque<Row> ready) {
            this.key = info.key();
            this.rows = new TrackedRows(info);
            this.ready = ready;
            List<TrackSpan> given = Optional.ofNullable(plan.given().get(key))
                    .flatMap(GivenTracks::lineage)
                    .map(GivenLineage::spans)
                    .orElse(List.of());
            this.tracks = plan.linking().classes().smoothing(this, given);
        }

        void start(Plan plan) {
            Optional<GivenTracks> given = Optional.ofNullable(plan.given().get(key));
            splits = given.map(labels -> new SplitLabels(labels.labels()));
            note = given.flatMap(GivenTracks::note).map(GivenFlaw::of);
            try {
                Optional<GivenLineage> lineage = given.flatMap(GivenTracks::lineage);
                tracker = lineage.isPresent()
                        ? new GivenLineageTracker(given.get().lineageFile(), lineage.get())
                        : plan.linking()
                                .tracker(
                                        plan.decided().getOrDefault(key, List.of()),
                                        plan.labelled().contains(key));
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
                current.accept(segmented, tracks);
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
                guarded(key.id() + " at its end", () -> {
                    MovieSummary found = current.finish(tracks);
                    tracks.finish();
                    summary = Optional.of(found);
                });
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
