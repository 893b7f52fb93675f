package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.jobs.catalog.GivenLabels;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.ClusterPlan;
import org.cellineage.jobs.cluster.RunMetrics;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.isolate.MovieIsolation;
import org.cellineage.jobs.model.FrameLinking;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.plan.WorkPlan;
import org.cellineage.jobs.publish.TablePublisher;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.segment.SegmentJob;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.jobs.segmented.Segmentation;
import org.cellineage.jobs.segmented.Segmented;
import org.cellineage.jobs.segmented.SegmentedMovie;
import org.cellineage.jobs.segmented.SegmentedStore;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.ParquetLineageStore;
import org.cellineage.jobs.store.PlateClaims;
import org.cellineage.jobs.store.PublishedMovie;
import org.cellineage.jobs.track.GivenTracks;
import org.cellineage.jobs.track.TrackJob;
import org.cellineage.jobs.track.TrackStage;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;
import org.cellineage.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job from movies to tables: catalog, claim, segment, track, publish. */
public final class Pipeline {

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

    /** One run over one output, with all that its stages share. */
    private final class Run implements AutoCloseable {
        private final String runId = newRunId();
        private final long start = System.nanoTime();
        private final PipelineConfiguration configuration;
        private final OutputFolder output;
        private final LineageStore tables;
        private final SegmentedStore segmented;
        private final ClusterPlan cluster;
        private final RunMetrics metrics;

        Run(PipelineConfiguration configuration, String outputLocation) {
            this.configuration = configuration;
            this.output = OutputFolder.open(hadoop, outputLocation);
            if (!output.replacesInOneStep()) {
                LOG.warn(
                        "{}: this store does not replace a file in one step; a reader may for a moment find a plate"
                                + " without tables, and a run that is killed in that moment leaves it so until the next"
                                + " run over it (docs/OPERATIONS.md, Buckets)",
                        outputLocation);
            }
            this.tables = new ParquetLineageStore(spark, output);
            this.segmented = new SegmentedStore(output);
            this.cluster = ClusterPlan.of(spark.sparkContext(), configuration.execution());
            this.metrics = new RunMetrics(spark.sparkContext());
        }

        /** Takes the plates, and removes what dead runs left of them. */
        PlateClaims claim(Set<String> plates) throws IOException {
            Duration lease = Duration.ofSeconds(configuration.execution().claimLeaseSeconds());
            PlateClaims claims = PlateClaims.take(output, plates, runId, lease);
            try {
                segmented.removeUnfinished(claims.deadRuns());
                for (String dead : claims.deadRuns()) {
                    output.delete(TrackJob.folder(dead));
                }
                for (String plate : plates) {
                    tables.recover(plate);
                }
                claims.forgetDeadRuns();
                metrics.listen();
                cluster.lines().forEach(LOG::info);
                return claims;
            } catch (IOException | RuntimeException e) {
                claims.close();
                throw e;
            }
        }

        /** Removes what this run has not finished. */
        @Override
        public void close() throws IOException {
            metrics.close();
            segmented.removeUnfinished(List.of(runId));
            output.delete(TrackJob.folder(runId));
        }

        List<PublishedMovie> published(Set<String> plates) throws IOException {
            List<PublishedMovie> movies = new ArrayList<>();
            for (String plate : plates) {
                movies.addAll(tables.movies(plate));
            }
            return movies;
        }

        /** Keeps what the run cost beside its settings; nothing where it had nothing to do. */
        void keepMetrics(RunReport report, Segmented segmented) {
            if (segmented.movies().isEmpty()) {
                return;
            }
            long bytes = segmented.movies().values().stream()
                    .mapToLong(movie -> movie.info().inputBytes())
                    .sum();
            try {
                output.replace("_runs/" + runId + ".metrics.json", metrics.json(report, bytes));
            } catch (IOException | BadOutputException e) {
                // What the run was for is done by now.
                LOG.warn("The metrics of the run could not be kept", e);
            }
            metrics.log();
        }

        double seconds() {
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** Runs all stages. */
    public RunReport run(RunRequest request, String outputLocation, boolean keepSegmented) throws IOException {
        Run run = new Run(request.configuration(), outputLocation);
        Optional<GivenLabels> labels = labels(request);
        Outcome outcome = run(run, request, labels, catalog(request, labels), keepSegmented);
        if (outcome.noneTried()
                && outcome.report().unchanged() == 0
                && !outcome.report().failures().isEmpty()) {
            throw noMovie(request, outcome.report().failures());
        }
        return outcome.report();
    }

    /**
     * What a run came to.
     *
     * @param noneTried whether there was no movie that could so much as be begun
     */
    private record Outcome(RunReport report, boolean noneTried) {}

    /**
     * Runs all stages on some movies of the input; all others, in the tables too, stay as they are.
     *
     * @param movies those that the input has no more are left out
     */
    public RunReport runOnly(RunRequest request, Set<MovieKey> movies, String outputLocation, boolean keepSegmented)
            throws IOException {
        Run run = new Run(request.configuration(), outputLocation);
        Optional<GivenLabels> labels = labels(request);
        InputCatalog catalog = catalog(request, labels).only(movies);
        MovieSelection chosen = new MovieSelection(
                catalog.keys().stream().map(MovieKey::id).toList(),
                request.selection().force(),
                false);
        if (catalog.keys().isEmpty()) {
            return RunReport.NOTHING;
        }
        RunRequest part = new RunRequest(
                request.inputs(),
                request.layout(),
                request.labels(),
                request.tracks(),
                chosen,
                request.configuration());
        return run(run, part, labels, catalog, keepSegmented).report();
    }

    private Outcome run(
            Run run, RunRequest request, Optional<GivenLabels> labels, InputCatalog catalog, boolean keepSegmented)
            throws IOException {
        Set<String> plates = plates(catalog);
        FrameSegmentation frames = FrameSegmentation.read(storage, request);
        FrameLinking linking = FrameLinking.read(storage, request);
        Segmentation segmentation = Segmentation.of(request, frames, linking);
        try (PlateClaims claims = run.claim(plates);
                run) {
            WorkPlan plan = WorkPlan.of(
                    catalog,
                    request.selection(),
                    run.published(plates),
                    segmentation,
                    segmentation.configHash(linking.name(), request.configuration()));
            return process(run, request, new Networks(frames, linking), labels, catalog, plan, claims, keepSegmented);
        }
    }

    /** What does the work in a run. */
    private record Networks(FrameSegmentation frames, FrameLinking linking) {}

    private Outcome process(
            Run run,
            RunRequest request,
            Networks networks,
            Optional<GivenLabels> labels,
            InputCatalog catalog,
            WorkPlan plan,
            PlateClaims claims,
            boolean keepSegmented)
            throws IOException {
        if (catalog.movies().isEmpty() && catalog.failures().isEmpty()) {
            throw noMovie(request, List.of());
        }
        if (request.selection().force() || request.selection().retryFailed()) {
            MovieIsolation.forgive(run.output, plan.processed());
        }
        new SegmentJob(
                        spark,
                        run.cluster,
                        run.metrics,
                        storage,
                        run.segmented,
                        run.runId,
                        request,
                        networks.frames(),
                        networks.linking())
                .run(catalog, labels, plan);
        Segmented segmented = Segmented.of(run.segmented.index(), plan.processed(), plan.failures());
        RunReport report = track(run, request, networks.linking(), withGiven(request, labels, segmented), plan, claims)
                .withWarnings(labels.map(GivenLabels::notes).orElse(List.of()));
        run.segmented.removeOlderVersions(plates(catalog));
        if (keepSegmented) {
            run.segmented.removeSuperseded(plates(catalog));
            Set<MovieKey> vanished = vanished(run, request, catalog);
            if (!vanished.isEmpty()) {
                run.segmented.forget(vanished, plates(catalog));
            }
        } else {
            run.segmented.removeAllOf(plan.processed());
        }
        boolean noneTried = plan.movies().stream()
                .noneMatch(movie -> segmented.index().movies().containsKey(movie.key()));
        return new Outcome(report, noneTried);
    }

    /** Movies that were segmented, of wells that the run covers, and that neither the input nor the tables have any more. */
    private static Set<MovieKey> vanished(Run run, RunRequest request, InputCatalog catalog) throws IOException {
        boolean readWhole =
                catalog.failures().stream().noneMatch(failure -> failure.movie().equals(Failure.UNKNOWN_MOVIE));
        if (request.selection().isPart() || !readWhole) {
            return Set.of();
        }
        Set<String> wells = new TreeSet<>();
        catalog.keys().forEach(key -> wells.add(key.plate() + "/" + key.well()));
        Set<MovieKey> vanished = run.segmented.index().keys();
        vanished.removeIf(key -> !wells.contains(key.plate() + "/" + key.well()));
        vanished.removeAll(catalog.keys());
        run.published(plates(catalog)).forEach(movie -> vanished.remove(movie.key()));
        return vanished;
    }

    private static BadInputException noMovie(RunRequest request, List<Failure> failures) {
        Problem first = failures.isEmpty()
                ? new Problem(String.join(", ", request.inputs()), "No movie was found.", "Check the input.")
                : failures.get(0).problem();
        return new BadInputException(first.where(), first.cause(), first.remedy());
    }

    /** Runs the first half: leaves the segmented frames under the output folder. */
    public RunReport segmentOnly(RunRequest request, String outputLocation) throws IOException {
        Run run = new Run(request.configuration(), outputLocation);
        Optional<GivenLabels> labels = labels(request);
        InputCatalog catalog = catalog(request, labels);
        try (PlateClaims claims = run.claim(plates(catalog));
                run) {
            FrameSegmentation frames = FrameSegmentation.read(storage, request);
            FrameLinking linking = FrameLinking.read(storage, request);
            WorkPlan plan =
                    WorkPlan.of(catalog, request.selection(), List.of(), Segmentation.of(request, frames, linking), "");
            if (plan.movies().isEmpty()) {
                throw noMovie(request, plan.failures());
            }
            if (request.selection().force()) {
                MovieIsolation.forgive(run.output, plan.processed());
            }
            new SegmentJob(spark, run.cluster, run.metrics, storage, run.segmented, run.runId, request, frames, linking)
                    .run(catalog, labels, plan);
            claims.verify();
            run.segmented.removeSuperseded(plates(catalog));
            SegmentedStore.Index index = run.segmented.index();
            Segmented segmented = Segmented.of(index, plan.processed(), plan.failures());
            Row counts = run.segmented
                    .frames(spark, index, segmented.movies().keySet())
                    .where("failure is null")
                    .selectExpr("count(*)", "coalesce(sum(size(cells)), 0L)")
                    .first();
            RunReport report = new RunReport(
                    run.runId,
                    segmented.movies().size(),
                    0,
                    counts.getLong(0),
                    counts.getLong(1),
                    0,
                    0,
                    linking.warnings(),
                    segmented.failures(),
                    run.seconds());
            run.keepMetrics(report, segmented);
            return report.withWarnings(labels.map(GivenLabels::notes).orElse(List.of()));
        }
    }

    /** Runs the second half on what was segmented last of each movie under the output folder. */
    public RunReport trackOnly(PipelineConfiguration configuration, MovieSelection selection, String outputLocation)
            throws IOException {
        Run run = new Run(configuration, outputLocation);
        Set<MovieKey> keys = run.segmented.index().keys();
        if (keys.isEmpty()) {
            throw new BadInputException(
                    outputLocation,
                    "There is no segmented dataset in it.",
                    "Run 'segment' or 'run' with this output first.");
        }
        selection.requireAll(keys);
        keys.removeIf(key -> !selection.names(key));
        Set<String> plates = new TreeSet<>();
        keys.forEach(key -> plates.add(key.plate()));
        RunRequest request =
                new RunRequest(List.of(), "", Optional.empty(), Optional.empty(), selection, configuration);
        FrameLinking linking = FrameLinking.read(storage, request);
        try (PlateClaims claims = run.claim(plates);
                run) {
            // Once more: before the claim, another run may have been at it.
            Segmented segmented = Segmented.of(run.segmented.index(), keys, List.of());
            segmented.requireServes(linking.modelHash(), outputLocation);
            WorkPlan plan = WorkPlan.ofSegmented(keys, segmented.failures(), run.published(plates));
            return track(run, request, linking, new WithGiven(segmented, Map.of()), plan, claims);
        }
    }

    /** The diameter of the nuclei that a run would segment each movie at. */
    public Map<MovieKey, NucleusDiameter> diameters(RunRequest request, InputCatalog catalog) throws IOException {
        FrameSegmentation frames = FrameSegmentation.read(storage, request);
        return SegmentJob.diameters(spark, storage, frames, catalog);
    }

    private Optional<GivenLabels> labels(RunRequest request) throws IOException {
        return request.givenLabels().isPresent()
                ? Optional.of(GivenLabels.read(storage, request.givenLabels().get()))
                : Optional.empty();
    }

    private InputCatalog catalog(RunRequest request, Optional<GivenLabels> labels) throws IOException {
        InputCatalog catalog = InputCatalog.read(storage, request.inputs(), request.layout(), labels);
        catalog.layouts()
                .forEach((input, layout) -> LOG.info(
                        "{}: layout {}; {} movies in all",
                        input,
                        layout,
                        catalog.movies().size()));
        return catalog;
    }

    /** The plates of a catalog; that of an input of which nothing is known, too. */
    private static Set<String> plates(InputCatalog catalog) {
        Set<String> plates = new TreeSet<>();
        catalog.movies().forEach(movie -> plates.add(movie.key().plate()));
        catalog.failures().forEach(failure -> plates.add(failure.movie().plate()));
        return plates;
    }

    /** Movies to be tracked, and the labels and lineages that are given for them. */
    private record WithGiven(Segmented segmented, Map<MovieKey, GivenTracks> given) {}

    private static WithGiven withGiven(RunRequest request, Optional<GivenLabels> labels, Segmented segmented)
            throws IOException {
        Map<MovieKey, GivenTracks> given = new HashMap<>();
        Map<MovieKey, SegmentedMovie> movies = new TreeMap<>(segmented.movies());
        List<Failure> failures = new ArrayList<>(segmented.failures());
        for (MovieKey key : segmented.movies().keySet()) {
            Optional<LabelSet> set = labels.flatMap(all -> all.of(key));
            if (set.isEmpty() || labels.isEmpty()) {
                continue;
            }
            try {
                given.put(
                        key,
                        request.tracks().isEmpty()
                                ? GivenTracks.labelsOnly(set.get().source())
                                : GivenTracks.of(set.get(), labels.get().lineage(set.get())));
            } catch (BadInputException e) {
                failures.add(new Failure(key, -1, "track", e.problem()));
                movies.remove(key);
            }
        }
        return new WithGiven(new Segmented(segmented.index(), movies, failures), given);
    }

    private RunReport track(
            Run run, RunRequest request, FrameLinking linking, WithGiven input, WorkPlan plan, PlateClaims claims)
            throws IOException {
        Map<MovieKey, SegmentedMovie> movies = input.segmented().movies();
        TrackJob job = new TrackJob(spark, run.cluster, run.metrics, run.output, run.runId);
        Dataset<Row> tracked = job.none();
        long frames = 0;
        if (!movies.isEmpty()) {
            Map<MovieKey, MovieInfo> infos = new HashMap<>();
            movies.forEach((key, movie) -> infos.put(key, movie.info()));
            Dataset<Row> rows = run.segmented.frames(spark, input.segmented().index(), movies.keySet());
            Map<MovieKey, String> hashes = new HashMap<>();
            movies.forEach((key, movie) -> hashes.put(
                    key,
                    ConfigurationLoader.sha256(movie.hash() + "\n" + linking.name() + "\n" + linking.modelHash() + "\n"
                            + input.segmented()
                                    .batchOf(key)
                                    .segmentation()
                                    .configHash(linking.name(), request.configuration()))));
            frames = job.run(
                    rows,
                    new TrackStage.Plan(infos, input.given(), linking),
                    hashes,
                    request.configuration().execution());
            tracked = job.rows();
        }
        TablePublisher publisher = new TablePublisher(spark, run.output, run.tables, run.runId, request, linking);
        RunReport report;
        try (RunMetrics.Stage unused = run.metrics.stage("publish")) {
            report = publisher.publish(tracked, input.segmented(), plan, claims, frames, run.start);
        }
        run.keepMetrics(report, input.segmented());
        return report;
    }
}
