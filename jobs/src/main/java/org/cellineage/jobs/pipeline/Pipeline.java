package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.layout.LabelCatalog;
import org.cellineage.format.layout.LabelSet;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.progress.ProgressReporter;
import org.cellineage.link.GeometricScorer;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job from movies to tables: catalog, segment, track, publish. */
public final class Pipeline {

    /** A movie is lost where more frames than this, and more than {@link #MAX_BAD_PERCENT} % of all, fail. */
    private static final int MAX_BAD_FRAMES = 2;

    private static final int MAX_BAD_PERCENT = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final SparkSession spark;
    private final Configuration hadoop;
    private final Storage storage;

    public Pipeline(SparkSession spark) {
        this.spark = spark;
        this.hadoop = spark.sparkContext().hadoopConfiguration();
        this.storage = new HadoopStorage(hadoop);
    }

    /** Names a run: its start in UTC, and a few random digits that keep two of the same second apart. */
    private static String newRunId() {
        byte[] random = new byte[3];
        ThreadLocalRandom.current().nextBytes(random);
        return RUN_TIME.format(Instant.now()) + "-" + HexFormat.of().formatHex(random);
    }

    /** Runs all stages. */
    public RunReport run(RunRequest request, String outputLocation, boolean keepSegmented) throws IOException {
        long start = System.nanoTime();
        OutputFolder output = OutputFolder.open(hadoop, outputLocation);
        SegmentedDataset segmented = segment(request, output);
        RunReport report = track(segmented, request, output, start);
        if (!keepSegmented) {
            segmented.delete();
        }
        return report;
    }

    /** Runs the first half: leaves the segmented dataset under the output folder. */
    public RunReport segmentOnly(RunRequest request, String outputLocation) throws IOException {
        long start = System.nanoTime();
        OutputFolder output = OutputFolder.open(hadoop, outputLocation);
        SegmentedDataset segmented = segment(request, output);
        SegmentedDataset.Manifest manifest = segmented.manifest();
        Row counts = segmented
                .frames(spark)
                .where("failure is null")
                .selectExpr("count(*)", "coalesce(sum(size(cells)), 0L)")
                .first();
        return new RunReport(
                segmented.runId(),
                manifest.movies().size(),
                counts.getLong(0),
                counts.getLong(1),
                0,
                0,
                manifest.failures(),
                (System.nanoTime() - start) / 1e9);
    }

    /** Runs the second half on the newest segmented dataset under the output folder. */
    public RunReport trackOnly(PipelineConfiguration configuration, Optional<String> tracks, String outputLocation)
            throws IOException {
        long start = System.nanoTime();
        OutputFolder output = OutputFolder.open(hadoop, outputLocation);
        SegmentedDataset segmented = SegmentedDataset.newest(output)
                .orElseThrow(() -> new BadInputException(
                        outputLocation,
                        "There is no segmented dataset in it.",
                        "Run 'segment' or 'run' with this output first."));
        RunRequest request = new RunRequest(List.of(), "", Optional.empty(), tracks, configuration);
        return track(segmented, request, output, start);
    }

    private SegmentedDataset segment(RunRequest request, OutputFolder output) throws IOException {
        InputCatalog catalog = InputCatalog.read(storage, request.inputs(), request.layout());
        catalog.layouts()
                .forEach((input, layout) -> LOG.info(
                        "{}: layout {}; {} movies in all",
                        input,
                        layout,
                        catalog.movies().size()));
        List<Failure> failures = new ArrayList<>(catalog.failures());
        List<FrameTask> tasks = tasks(catalog, request, failures);
        String runId = newRunId();
        SegmentedDataset dataset = new SegmentedDataset(output, runId);
        if (tasks.isEmpty()) {
            publishFailures(runId, failures, output);
            failures.sort(Failure.ORDER);
            Problem first = failures.isEmpty()
                    ? new Problem(String.join(", ", request.inputs()), "No movie was found.", "Check the input.")
                    : failures.get(0).problem();
            throw new BadInputException(first.where(), first.cause(), first.remedy());
        }
        int partitions = request.configuration().execution().segmentPartitions();
        int cores = spark.sparkContext().defaultParallelism();
        FrameCounter done = FrameCounter.register(spark.sparkContext(), "frames segmented");
        Map<MovieKey, Long> given = new HashMap<>();
        tasks.forEach(task -> given.merge(task.movie(), 1L, Long::sum));
        try (ProgressReporter progress =
                ProgressReporter.start("segment", "frames", tasks.size(), done::total, () -> done.movies(given))) {
            dataset.writeFrames(SegmentStage.run(
                    spark,
                    storage,
                    tasks,
                    request.configuration().segmentation(),
                    partitions > 0 ? partitions : 4 * cores,
                    done));
            progress.finished();
        }
        List<MovieInfo> movies = judge(dataset.frames(spark), catalog, tasks, failures);
        failures.sort(Failure.ORDER);
        dataset.writeManifest(new SegmentedDataset.Manifest(
                SegmentedDataset.VERSION,
                runId,
                movies,
                failures,
                request.givenLabels().isPresent()
                        ? "given"
                        : request.configuration().segmentation().method(),
                request.givenLabels().orElse(""),
                ConfigurationLoader.effectiveJson(request.configuration().segmentation())));
        return dataset;
    }

    /** The frames to be segmented, in the order of movies and frames. */
    private List<FrameTask> tasks(InputCatalog catalog, RunRequest request, List<Failure> failures) throws IOException {
        Optional<LabelCatalog> labels = Optional.empty();
        if (request.givenLabels().isPresent()) {
            labels =
                    Optional.of(LabelCatalog.read(storage, request.givenLabels().get()));
        }
        boolean only = catalog.movies().size() == 1;
        List<FrameTask> tasks = new ArrayList<>();
        for (Movie movie : catalog.movies()) {
            Optional<LabelSet> set = labels.flatMap(all -> all.of(movie.key(), only));
            if (labels.isPresent() && set.isEmpty()) {
                failures.add(new Failure(movie.key(), -1, "catalog", noLabels(movie, request, labels.get())));
                continue;
            }
            for (FrameRef frame : movie.frames()) {
                List<PlaneRef> labelPlanes = new ArrayList<>();
                if (set.isPresent()) {
                    PlaneRef plane = set.get().frames().get(frame.frame());
                    if (plane == null) {
                        failures.add(new Failure(
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
                        movie.key(), frame.frame(), movie.width(), movie.height(), frame.channels(), labelPlanes));
            }
        }
        return tasks;
    }

    private static Problem noLabels(Movie movie, RunRequest request, LabelCatalog labels) {
        return new Problem(
                request.givenLabels().orElse(""),
                "There are no labels for movie " + movie.key().id() + " in it, only for "
                        + String.join(", ", labels.sets().keySet()) + ".",
                "Name the labels like the movie, or give them in a run of their own.");
    }

    /**
     * Adds the frames that failed to the failures, and takes out movies of which too many did.
     *
     * @return the movies that can be tracked
     */
    private static List<MovieInfo> judge(
            Dataset<Row> frames, InputCatalog catalog, List<FrameTask> tasks, List<Failure> failures) {
        Map<MovieKey, List<Failure>> bad = new TreeMap<>();
        for (Row row : frames.where("failure is not null")
                .select("plate", "well", "site", "frame", "failure")
                .collectAsList()) {
            MovieKey key = new MovieKey(row.getString(0), row.getString(1), row.getString(2));
            Row problem = row.getStruct(4);
            bad.computeIfAbsent(key, k -> new ArrayList<>())
                    .add(new Failure(
                            key,
                            row.getInt(3),
                            "segment",
                            new Problem(problem.getString(0), problem.getString(1), problem.getString(2))));
        }
        Map<MovieKey, Integer> given = new LinkedHashMap<>();
        tasks.forEach(task -> given.merge(task.movie(), 1, Integer::sum));
        List<MovieInfo> movies = new ArrayList<>();
        for (Map.Entry<MovieKey, Integer> entry : given.entrySet()) {
            MovieKey key = entry.getKey();
            List<Failure> ofMovie = bad.getOrDefault(key, List.of());
            int frameCount = entry.getValue();
            boolean lost = ofMovie.size() == frameCount
                    || (ofMovie.size() > MAX_BAD_FRAMES && ofMovie.size() * 100L > (long) MAX_BAD_PERCENT * frameCount);
            if (lost) {
                ofMovie.sort(Failure.ORDER);
                Problem first = ofMovie.get(0).problem();
                failures.add(new Failure(
                        key,
                        -1,
                        "segment",
                        new Problem(
                                first.where(),
                                ofMovie.size() + " of " + frameCount + " frames failed; the first: " + first.cause(),
                                first.remedy())));
            } else {
                failures.addAll(ofMovie);
                movies.add(catalog.infos().get(key));
            }
        }
        return movies;
    }

    private RunReport track(SegmentedDataset segmented, RunRequest request, OutputFolder output, long start)
            throws IOException {
        SegmentedDataset.Manifest manifest = segmented.manifest();
        List<Failure> failures = new ArrayList<>(manifest.failures());
        Map<MovieKey, MovieInfo> movies = new TreeMap<>();
        manifest.movies().forEach(movie -> movies.put(movie.key(), movie));
        Map<MovieKey, List<TrackSpan>> given = givenLineages(request, movies, failures);
        String runId = newRunId();
        PipelineConfiguration configuration = request.configuration();
        Dataset<Row> frames = usable(segmented.frames(spark), movies);
        Map<MovieKey, Long> framesOfMovies = framesOfMovies(frames);
        long frameCount =
                framesOfMovies.values().stream().mapToLong(Long::longValue).sum();
        int wanted = configuration.execution().trackPartitions();
        int partitions = wanted > 0
                ? wanted
                : Math.max(1, Math.min(movies.size(), 2 * spark.sparkContext().defaultParallelism()));
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<TrackStage.Plan> plan =
                context.broadcast(new TrackStage.Plan(new HashMap<>(movies), new HashMap<>(given), configuration));
        FrameCounter done = FrameCounter.register(spark.sparkContext(), "frames tracked");
        segmented.deleteTracked();
        try (ProgressReporter progress =
                ProgressReporter.start("track", "frames", frameCount, done::total, () -> done.movies(framesOfMovies))) {
            TrackStage.run(spark, frames, plan, partitions, done)
                    .write()
                    .partitionBy("kind")
                    .parquet(segmented.trackedLocation());
            progress.finished();
        }
        TablePublisher publisher = new TablePublisher(
                spark,
                output,
                runId,
                new TablePublisher.Settings(
                        manifest.segmentation(),
                        request.tracks().isPresent() ? "given" : GeometricScorer.NAME,
                        ConfigurationLoader.effectiveJson(configuration),
                        configHash(manifest, configuration)));
        RunReport report = publisher.publish(
                spark.read().schema(TrackedRows.SCHEMA).parquet(segmented.trackedLocation()),
                movies,
                failures,
                frameCount,
                start);
        segmented.deleteTracked();
        return report;
    }

    private static Map<MovieKey, Long> framesOfMovies(Dataset<Row> frames) {
        Map<MovieKey, Long> counts = new HashMap<>();
        for (Row row : frames.groupBy("plate", "well", "site").count().collectAsList()) {
            counts.put(new MovieKey(row.getString(0), row.getString(1), row.getString(2)), row.getLong(3));
        }
        return counts;
    }

    private static String configHash(SegmentedDataset.Manifest manifest, PipelineConfiguration configuration) {
        return ConfigurationLoader.sha256(manifest.segmentation()
                + manifest.labels()
                + manifest.segmentationJson()
                + ConfigurationLoader.effectiveJson(configuration.link())
                + ConfigurationLoader.effectiveJson(configuration.tracking()));
    }

    private Map<MovieKey, List<TrackSpan>> givenLineages(
            RunRequest request, Map<MovieKey, MovieInfo> movies, List<Failure> failures) throws IOException {
        Map<MovieKey, List<TrackSpan>> lineages = new TreeMap<>();
        if (request.tracks().isEmpty()) {
            return lineages;
        }
        LabelCatalog labels = LabelCatalog.read(storage, request.tracks().get());
        boolean only = movies.size() == 1;
        for (MovieKey key : List.copyOf(movies.keySet())) {
            Optional<LabelSet> set = labels.of(key, only);
            try {
                if (set.isPresent()) {
                    lineages.put(key, LabelCatalog.lineage(storage, set.get()));
                }
            } catch (BadInputException e) {
                failures.add(new Failure(key, -1, "track", e.problem()));
                movies.remove(key);
            }
        }
        return lineages;
    }

    /** The frames of movies that are to be tracked. */
    private Dataset<Row> usable(Dataset<Row> frames, Map<MovieKey, MovieInfo> movies) {
        Object[] ids = movies.keySet().stream().map(MovieKey::id).toArray();
        return frames.where(functions
                .concat_ws("/", functions.col("plate"), functions.col("well"), functions.col("site"))
                .isin(ids));
    }

    private void publishFailures(String runId, List<Failure> failures, OutputFolder output) throws IOException {
        if (!failures.isEmpty()) {
            new TablePublisher(spark, output, runId, new TablePublisher.Settings("", "", "", ""))
                    .publishFailures(failures);
        }
    }
}
