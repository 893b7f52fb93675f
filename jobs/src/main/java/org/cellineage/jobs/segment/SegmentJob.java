package org.cellineage.jobs.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.jobs.catalog.GivenLabels;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.ClusterPlan;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.cluster.RunMetrics;
import org.cellineage.jobs.isolate.MovieIsolation;
import org.cellineage.jobs.isolate.MovieMarks;
import org.cellineage.jobs.model.FrameLinking;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.plan.WorkPlan;
import org.cellineage.jobs.progress.ProgressReporter;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.jobs.segmented.Segmentation;
import org.cellineage.jobs.segmented.SegmentedBatch;
import org.cellineage.jobs.segmented.SegmentedMovie;
import org.cellineage.jobs.segmented.SegmentedStore;
import org.cellineage.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments the movies of a run, batch after batch, each durable once it is done; movies that an earlier run segmented
 * alike, and then perhaps died, are not segmented again.
 */
public final class SegmentJob {

    /** A movie is lost where more frames than this, and more than {@link #MAX_BAD_PERCENT} % of all, fail. */
    private static final int MAX_BAD_FRAMES = 2;

    private static final int MAX_BAD_PERCENT = 10;

    private static final Logger LOG = LoggerFactory.getLogger(SegmentJob.class);

    private final SparkSession spark;
    private final ClusterPlan cluster;
    private final RunMetrics metrics;
    private final Storage storage;
    private final SegmentedStore store;
    private final String runId;
    private final RunRequest request;
    private final Segmentation segmentation;
    private final FrameSegmentation frames;
    private final FrameLinking linking;
    private int batchNumber;

    /** What the executors have. */
    private record Sent(Broadcast<FrameSegmentation> frames, Broadcast<FrameLinking> linking) {}

    public SegmentJob(
            SparkSession spark,
            ClusterPlan cluster,
            RunMetrics metrics,
            Storage storage,
            SegmentedStore store,
            String runId,
            RunRequest request,
            FrameSegmentation frames,
            FrameLinking linking) {
        this.spark = spark;
        this.cluster = cluster;
        this.metrics = metrics;
        this.storage = storage;
        this.store = store;
        this.runId = runId;
        this.request = request;
        this.frames = frames;
        this.linking = linking;
        this.segmentation = Segmentation.of(request, frames, linking);
    }

    /** Segments; afterwards the store's index has every movie of the plan, or tells why it is lost. */
    public void run(InputCatalog catalog, Optional<GivenLabels> labels, WorkPlan plan) throws IOException {
        SegmentedStore.Index before = store.index();
        Map<MovieKey, List<Failure>> known = new TreeMap<>();
        plan.failures().forEach(failure -> add(known, failure));
        Map<MovieKey, List<FrameTask>> tasks = new LinkedHashMap<>();
        int reused = 0;
        for (Movie movie : plan.movies()) {
            if (!request.selection().force() && isDone(catalog.info(movie.key()), before)) {
                reused++;
                continue;
            }
            List<FrameTask> ofMovie = tasks(movie, labels, known);
            if (!ofMovie.isEmpty()) {
                tasks.put(movie.key(), ofMovie);
            }
        }
        if (reused > 0) {
            LOG.info("{} movies were segmented before by a run like this one; their frames are used again", reused);
        }
        List<Failure> lost = new ArrayList<>();
        known.forEach((key, failures) -> {
            if (!tasks.containsKey(key)) {
                lost.addAll(failures);
            }
        });
        if (!lost.isEmpty()) {
            lost.sort(Failure.ORDER);
            store.finish(new SegmentedBatch(SegmentedBatch.VERSION, nextName(), segmentation, List.of(), lost));
        }
        if (tasks.isEmpty()) {
            return;
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<FrameSegmentation> sent = context.broadcast(frames);
        Sent all = new Sent(sent, context.broadcast(linking));
        segment(new Input(catalog, tasks, known), all);
    }

    /**
     * What there is to do.
     *
     * @param tasks frames by movie
     * @param known failures of these movies
     */
    private record Input(
            InputCatalog catalog, Map<MovieKey, List<FrameTask>> tasks, Map<MovieKey, List<Failure>> known) {

        Map<MovieKey, List<FrameTask>> of(Collection<MovieKey> movies) {
            Map<MovieKey, List<FrameTask>> chosen = new LinkedHashMap<>();
            movies.forEach(key -> chosen.put(key, tasks.getOrDefault(key, List.of())));
            return chosen;
        }
    }

    /** Whether a movie was segmented as this run would, with all that its linker needs. */
    private boolean isDone(MovieInfo movie, SegmentedStore.Index before) {
        SegmentedMovie done = before.movies().get(movie.key());
        SegmentedBatch batch = before.batches().get(movie.key());
        return done != null
                && batch != null
                && done.isWhole()
                && done.hash().equals(segmentation.hash(movie))
                && batch.segmentation().serves(linking.modelHash());
    }

    /** The diameters of all movies of a catalog. */
    public static Map<MovieKey, NucleusDiameter> diameters(
            SparkSession spark, Storage storage, FrameSegmentation frames, InputCatalog catalog) {
        Map<MovieKey, List<FrameTask>> tasks = new LinkedHashMap<>();
        for (Movie movie : catalog.movies()) {
            List<FrameTask> ofMovie = new ArrayList<>();
            for (FrameRef frame : movie.frames()) {
                ofMovie.add(new FrameTask(
                        movie.key(),
                        frame.frame(),
                        movie.width(),
                        movie.height(),
                        frame.channels(),
                        List.of(),
                        Double.NaN));
            }
            tasks.put(movie.key(), ofMovie);
        }
        Broadcast<FrameSegmentation> sent =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(frames);
        return diameters(spark, storage, sent, catalog, tasks, MovieMarks.none());
    }

    /** One diameter a movie: given, or found by looking at some of its frames. */
    private static Map<MovieKey, NucleusDiameter> diameters(
            SparkSession spark,
            Storage storage,
            Broadcast<FrameSegmentation> sent,
            InputCatalog catalog,
            Map<MovieKey, List<FrameTask>> tasks,
            MovieMarks marks) {
        FrameSegmentation frames = sent.value();
        Map<MovieKey, NucleusDiameter> diameters = new HashMap<>();
        Map<MovieKey, List<FrameTask>> unknown = new LinkedHashMap<>();
        tasks.forEach((key, ofMovie) -> {
            double given = frames.givenDiameterPx(catalog.info(key).pixelSizeUm());
            if (!frames.findsDiameter()) {
                diameters.put(key, NucleusDiameter.UNKNOWN);
            } else if (Double.isNaN(given)) {
                unknown.put(key, ofMovie);
            } else {
                diameters.put(key, NucleusDiameter.given(given));
            }
        });
        if (!unknown.isEmpty()) {
            diameters.putAll(ProbeStage.run(spark, storage, unknown, sent, marks));
        }
        return diameters;
    }

    private String nextName() {
        return SegmentedStore.name(runId, batchNumber++);
    }

    private void segment(Input input, Sent sent) throws IOException {
        Map<MovieKey, Long> given = new HashMap<>();
        input.tasks().forEach((key, frames) -> given.put(key, (long) frames.size()));
        long total = given.values().stream().mapToLong(Long::longValue).sum();
        FrameCounter done = FrameCounter.register(spark.sparkContext(), "frames segmented");
        MovieIsolation isolation = isolation(input);
        MovieIsolation.Done<Map<MovieKey, NucleusDiameter>> probed;
        try (RunMetrics.Stage unused = metrics.stage("probe")) {
            probed = isolation.together(
                    input.tasks().keySet(),
                    (movies, marks) ->
                            diameters(spark, storage, sent.frames(), input.catalog(), input.of(movies), marks));
        }
        try (RunMetrics.Stage stage = metrics.stage("segment");
                ProgressReporter progress =
                        ProgressReporter.start("segment", "frames", total, done::total, () -> done.movies(given))) {
            int most = request.configuration().execution().segmentBatchFrames();
            LOG.info(
                    "plan: segment {} frames of {} movies in batches of {} frames, {} tasks a batch ({}), of about"
                            + " equal pixels",
                    total,
                    input.tasks().size(),
                    most > 0 ? Integer.toString(most) : "all",
                    partitions(),
                    request.configuration().execution().segmentPartitions() > 0
                            ? "as set"
                            : "four for each that runs at once");
            Map<MovieKey, NucleusDiameter> diameters = probed.value().orElse(Map.of());
            List<MovieKey> batch = new ArrayList<>();
            long framesOfBatch = 0;
            for (MovieKey movie : probed.movies()) {
                batch.add(movie);
                framesOfBatch += given.getOrDefault(movie, 0L);
                if (most > 0 && framesOfBatch >= most) {
                    segmentTogether(isolation, batch, input, diameters, sent, done);
                    batch.clear();
                    framesOfBatch = 0;
                }
            }
            segmentTogether(isolation, batch, input, diameters, sent, done);
            for (MovieKey suspect : isolation.suspects(input.tasks().keySet())) {
                isolation.alone(suspect, (movies, marks) -> {
                    Map<MovieKey, NucleusDiameter> diameter =
                            diameters(spark, storage, sent.frames(), input.catalog(), input.of(movies), marks);
                    String name = write(movies, input, diameter, sent, marks, 1, done);
                    finish(name, movies, input, diameter);
                    return name;
                });
            }
            progress.finished();
            done.tell(stage);
        }
    }

    private MovieIsolation isolation(Input input) {
        Map<MovieKey, MovieIsolation.Item> items = new HashMap<>();
        for (MovieKey key : input.tasks().keySet()) {
            MovieInfo info = input.catalog().info(key);
            items.put(key, new MovieIsolation.Item(segmentation.hash(info), info.source()));
        }
        return MovieIsolation.of(store.output(), runId, request.configuration().execution(), "segment", items);
    }

    private void segmentTogether(
            MovieIsolation isolation,
            List<MovieKey> batch,
            Input input,
            Map<MovieKey, NucleusDiameter> diameters,
            Sent sent,
            FrameCounter done)
            throws IOException {
        MovieIsolation.Done<String> written = isolation.together(
                batch, (movies, marks) -> write(movies, input, diameters, sent, marks, partitions(), done));
        if (written.value().isPresent()) {
            finish(written.value().get(), written.movies(), input, diameters);
        }
    }

    /** Segments movies into a new batch, and gives its name. */
    private String write(
            List<MovieKey> movies,
            Input input,
            Map<MovieKey, NucleusDiameter> diameters,
            Sent sent,
            MovieMarks marks,
            int partitions,
            FrameCounter done) {
        List<FrameTask> given = new ArrayList<>();
        input.of(movies).forEach((key, ofMovie) -> {
            double diameter =
                    diameters.getOrDefault(key, NucleusDiameter.UNKNOWN).px();
            ofMovie.forEach(task -> given.add(task.withDiameter(diameter)));
        });
        String name = nextName();
        store.writeFrames(
                name,
                SegmentStage.run(
                        spark,
                        storage,
                        given,
                        sent.frames(),
                        sent.linking(),
                        partitions,
                        marks,
                        cluster.segment(),
                        done));
        return name;
    }

    /** Makes a batch count for movies; what else is in it does not. */
    private void finish(String name, List<MovieKey> movies, Input input, Map<MovieKey, NucleusDiameter> diameters)
            throws IOException {
        store.finish(new SegmentedBatch(
                SegmentedBatch.VERSION,
                name,
                segmentation,
                judge(store.frames(spark, name), movies, input, diameters),
                List.of()));
    }

    private int partitions() {
        int set = request.configuration().execution().segmentPartitions();
        return set > 0 ? set : 4 * cluster.segmentTasksAtOnce();
    }

    /** The frames of a movie that are to be segmented; what lacks is added to the failures. */
    private List<FrameTask> tasks(Movie movie, Optional<GivenLabels> labels, Map<MovieKey, List<Failure>> failures) {
        Optional<LabelSet> set = labels.flatMap(all -> all.of(movie.key()));
        if (labels.isPresent() && set.isEmpty()) {
            add(failures, new Failure(movie.key(), -1, "catalog", labels.get().missing(movie.key())));
            return List.of();
        }
        List<FrameTask> tasks = new ArrayList<>();
        for (FrameRef frame : movie.frames()) {
            List<PlaneRef> labelPlanes = new ArrayList<>();
            if (set.isPresent()) {
                PlaneRef plane = set.get().frames().get(frame.frame());
                if (plane == null) {
                    add(
                            failures,
                            new Failure(
                                    movie.key(),
                                    frame.frame(),
                                    "catalog",
                                    new Problem(
                                            set.get().source(),
                                            "There is no label image for frame " + frame.frame() + " of movie "
                                                    + movie.key().id() + ".",
                                            "Add it; tracks wait over the gap meanwhile.")));
                    continue;
                }
                labelPlanes.add(plane);
            }
            tasks.add(new FrameTask(
                    movie.key(),
                    frame.frame(),
                    movie.width(),
                    movie.height(),
                    frame.channels(),
                    labelPlanes,
                    Double.NaN));
        }
        return tasks;
    }

    private static void add(Map<MovieKey, List<Failure>> failures, Failure failure) {
        failures.computeIfAbsent(failure.movie(), key -> new ArrayList<>()).add(failure);
    }

    /** The movies of a batch with the frames that failed, and whether too many did. */
    private List<SegmentedMovie> judge(
            Dataset<Row> rows, List<MovieKey> keys, Input input, Map<MovieKey, NucleusDiameter> diameters) {
        Map<MovieKey, List<Failure>> bad = new TreeMap<>();
        for (Row row : rows.where("failure is not null")
                .select("plate", "well", "site", "frame", "failure")
                .collectAsList()) {
            MovieKey key = new MovieKey(row.getString(0), row.getString(1), row.getString(2));
            Row problem = row.getStruct(4);
            add(
                    bad,
                    new Failure(
                            key,
                            row.getInt(3),
                            "segment",
                            new Problem(problem.getString(0), problem.getString(1), problem.getString(2))));
        }
        List<SegmentedMovie> movies = new ArrayList<>();
        input.of(keys).forEach((key, frames) -> {
            int frameCount = frames.size();
            List<Failure> ofMovie = bad.getOrDefault(key, new ArrayList<>());
            ofMovie.sort(Failure.ORDER);
            boolean lost = ofMovie.size() == frameCount
                    || (ofMovie.size() > MAX_BAD_FRAMES && ofMovie.size() * 100L > (long) MAX_BAD_PERCENT * frameCount);
            List<Failure> failures = new ArrayList<>(input.known().getOrDefault(key, List.of()));
            failures.addAll(lost ? List.of(lostMovie(key, ofMovie, frameCount)) : ofMovie);
            MovieInfo info = input.catalog().info(key);
            movies.add(new SegmentedMovie(
                    info,
                    segmentation.hash(info),
                    !lost,
                    diameters.getOrDefault(key, NucleusDiameter.UNKNOWN),
                    failures));
        });
        return movies;
    }

    private static Failure lostMovie(MovieKey key, List<Failure> ofMovie, int frameCount) {
        Problem first = ofMovie.get(0).problem();
        // What all of its frames share, such as a channel that is not there, is said of the movie.
        if (ofMovie.size() == frameCount
                && frameCount > 1
                && ofMovie.stream().allMatch(failure -> failure.problem().equals(first))) {
            return new Failure(key, -1, "segment", first);
        }
        return new Failure(
                key,
                -1,
                "segment",
                new Problem(
                        first.where(),
                        ofMovie.size() + " of " + frameCount + " frames failed; the first: " + first.cause(),
                        first.remedy()));
    }
}
