package org.cellineage.jobs.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.GivenLabels;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.cluster.RunContext;
import org.cellineage.jobs.cluster.RunMetrics;
import org.cellineage.jobs.isolate.MovieIsolation;
import org.cellineage.jobs.isolate.MovieMarkers;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.model.RunModels;
import org.cellineage.jobs.plan.WorkPlan;
import org.cellineage.jobs.progress.ProgressReporter;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.Segmentation;
import org.cellineage.jobs.segmented.SegmentedBatch;
import org.cellineage.jobs.segmented.SegmentedMovie;
import org.cellineage.jobs.segmented.SegmentedStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments the movies of a run in batches, each durable when it is finished. Movies that an earlier run, perhaps one
 * that died, segmented with the same settings are not segmented again.
 */
public final class SegmentJob {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentJob.class);

    private final RunContext context;
    private final SegmentedStore store;
    private final RunRequest request;
    private final RunModels models;
    private final Segmentation segmentation;
    private int batchNumber;

    /** What the tasks of all batches share. */
    private record Shared(
            SegmentTasks tasks, MovieProbe probe, SegmentStage stage, MovieIsolation isolation, FrameCounter done) {}

    public SegmentJob(RunContext context, SegmentedStore store, RunRequest request, RunModels models) {
        this.context = context;
        this.store = store;
        this.request = request;
        this.models = models;
        this.segmentation = Segmentation.of(request, models);
    }

    /**
     * Segments; afterwards, the store's index has an entry for every movie of the plan, or the failure by which it was
     * lost.
     *
     * @return what a user should know about the channels of movies, in sentences
     */
    public List<String> run(InputCatalog catalog, Optional<GivenLabels> labels, WorkPlan plan) throws IOException {
        SegmentedStore.Index before = store.index();
        SegmentTasks tasks = new SegmentTasks(catalog, labels, plan.failures());
        int reused = 0;
        for (Movie movie : plan.movies()) {
            if (!request.selection().force() && isDone(catalog.info(movie.key()), before)) {
                reused++;
            } else {
                tasks.add(movie);
            }
        }
        if (reused > 0) {
            LOG.info("{} movies were segmented before with the same settings; their frames are reused", reused);
        }
        List<Failure> lost = tasks.lost();
        keep(lost);
        return tasks.all().isEmpty() ? List.of() : segment(tasks);
    }

    /** Whether a movie was segmented as in this run, with everything its linker needs. */
    private boolean isDone(MovieInfo movie, SegmentedStore.Index before) {
        SegmentedMovie done = before.movies().get(movie.key());
        SegmentedBatch batch = before.batches().get(movie.key());
        return done != null
                && batch != null
                && done.isWhole()
                && done.hash().equals(segmentation.hash(movie))
                && batch.segmentation().serves(models.linking().modelHash());
    }

    private String nextName() {
        return SegmentedStore.name(context.runId(), batchNumber++);
    }

    private List<String> segment(SegmentTasks tasks) throws IOException {
        Map<MovieKey, Long> given = tasks.counts();
        long total = given.values().stream().mapToLong(Long::longValue).sum();
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        Broadcast<FrameSegmentation> frames = spark.broadcast(models.segmentation());
        FrameCounter done = FrameCounter.register(spark.sc());
        Shared shared = new Shared(
                tasks,
                new MovieProbe(context.spark(), context.storage(), frames),
                new SegmentStage(context, frames, spark.broadcast(models.linking()), done),
                isolation(tasks),
                done);
        MovieIsolation.Done<MovieProbe.Probed> probed;
        try (RunMetrics.Stage unused = context.metrics().stage("probe")) {
            probed = shared.isolation().together(tasks.all().keySet(), (movies, marks) -> probe(shared, movies, marks));
        }
        List<MovieProbe.Probed> all = new ArrayList<>(List.of(probed.value().orElse(MovieProbe.Probed.NOTHING)));
        keep(all.get(0).failures());
        try (RunMetrics.Stage stage = context.metrics().stage("segment");
                ProgressReporter progress = ProgressReporter.start(
                        "segment", "frames", total, done::total, () -> done.moviesOf(given.size()))) {
            logPlan(total, given.size());
            segmentInBatches(shared, probed, given);
            for (MovieKey suspect : shared.isolation().suspects(tasks.all().keySet())) {
                shared.isolation().alone(suspect, (movies, marks) -> {
                    MovieProbe.Probed own = probe(shared, movies, marks);
                    all.add(own);
                    keep(own.failures());
                    if (own.failures().isEmpty()) {
                        finish(shared, write(shared, movies, own.plans(), marks, 1), movies, own.plans());
                    }
                    return own;
                });
            }
            progress.finished();
            done.report(stage);
        }
        return ChannelNotes.lines(all);
    }

    /** Keeps the failures of movies that are not segmented. */
    private void keep(List<Failure> failures) throws IOException {
        if (!failures.isEmpty()) {
            store.finish(new SegmentedBatch(SegmentedBatch.VERSION, nextName(), segmentation, List.of(), failures));
        }
    }

    private void logPlan(long frames, int movies) {
        int most = request.configuration().execution().segmentBatchFrames();
        LOG.info(
                "plan: segment {} frames of {} movies in batches of {} frames, {} tasks per batch ({}), of about"
                        + " equal pixels",
                frames,
                movies,
                most > 0 ? Integer.toString(most) : "all",
                partitions(most > 0 ? Math.min(most, frames) : frames),
                request.configuration().execution().segmentPartitions() > 0
                        ? "as set"
                        : "by what runs at once, or by the work where the cluster grows without limit");
    }

    private static MovieProbe.Probed probe(Shared shared, List<MovieKey> movies, MovieMarkers marks) {
        return shared.probe().plans(shared.tasks().of(movies), shared.tasks()::info, marks);
    }

    private void segmentInBatches(
            Shared shared, MovieIsolation.Done<MovieProbe.Probed> probed, Map<MovieKey, Long> frames)
            throws IOException {
        int most = request.configuration().execution().segmentBatchFrames();
        Map<MovieKey, MoviePlan> plans =
                probed.value().orElse(MovieProbe.Probed.NOTHING).plans();
        Set<MovieKey> lost = new HashSet<>();
        probed.value().ifPresent(all -> all.failures().forEach(failure -> lost.add(failure.movie())));
        List<MovieKey> batch = new ArrayList<>();
        long framesOfBatch = 0;
        for (MovieKey movie : probed.movies()) {
            if (lost.contains(movie)) {
                continue;
            }
            batch.add(movie);
            framesOfBatch += frames.getOrDefault(movie, 0L);
            if (most > 0 && framesOfBatch >= most) {
                segmentTogether(shared, batch, plans);
                batch.clear();
                framesOfBatch = 0;
            }
        }
        segmentTogether(shared, batch, plans);
    }

    private MovieIsolation isolation(SegmentTasks tasks) {
        Map<MovieKey, MovieIsolation.Item> items = new HashMap<>();
        for (MovieKey key : tasks.all().keySet()) {
            MovieInfo info = tasks.info(key);
            items.put(key, new MovieIsolation.Item(segmentation.hash(info), info.source()));
        }
        return MovieIsolation.of(
                context.output(), context.runId(), request.configuration().execution(), "segment", items);
    }

    private void segmentTogether(Shared shared, List<MovieKey> batch, Map<MovieKey, MoviePlan> plans)
            throws IOException {
        MovieIsolation.Done<String> written = shared.isolation()
                .together(
                        batch,
                        (movies, marks) -> write(
                                shared,
                                movies,
                                plans,
                                marks,
                                partitions(shared.tasks().frames(movies))));
        if (written.value().isPresent()) {
            finish(shared, written.value().get(), written.movies(), plans);
        }
    }

    /** Segments movies into a new batch and returns its name. */
    private String write(
            Shared shared, List<MovieKey> movies, Map<MovieKey, MoviePlan> plans, MovieMarkers marks, int partitions) {
        String name = nextName();
        store.writeFrames(name, shared.stage().rows(shared.tasks().planned(movies, plans), partitions, marks));
        return name;
    }

    /** Makes a batch valid for some movies; anything else in it is ignored. */
    private void finish(Shared shared, String name, List<MovieKey> movies, Map<MovieKey, MoviePlan> plans)
            throws IOException {
        SegmentedVerdict verdict = new SegmentedVerdict(store.frames(context.spark(), name));
        List<SegmentedMovie> segmented = new ArrayList<>();
        shared.tasks().of(movies).forEach((key, frames) -> {
            List<Failure> failures = new ArrayList<>(shared.tasks().known(key));
            failures.addAll(verdict.failures(key, frames.size()));
            MovieInfo info = shared.tasks().info(key);
            MoviePlan plan = plans.getOrDefault(key, MoviePlan.UNKNOWN);
            segmented.add(new SegmentedMovie(
                    info.withPredicted(plan.predicted())
                            .corrected(models.segmentation().flatFields()),
                    segmentation.hash(info),
                    !verdict.isLost(key, frames.size()),
                    plan,
                    failures));
        });
        store.finish(new SegmentedBatch(SegmentedBatch.VERSION, name, segmentation, segmented, List.of()));
    }

    private int partitions(long frames) {
        int set = request.configuration().execution().segmentPartitions();
        return set > 0 ? set : context.cluster().segmentTasks(frames);
    }
}
