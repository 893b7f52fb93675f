package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.catalog.CatalogSource;
import org.cellineage.jobs.catalog.GivenLabels;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.RunMetrics;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.correct.Corrections;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.isolate.MovieIsolation;
import org.cellineage.jobs.model.FrameLinking;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.model.RunModels;
import org.cellineage.jobs.plan.WorkPlan;
import org.cellineage.jobs.publish.TablePublisher;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.segment.MovieProbe;
import org.cellineage.jobs.segment.SegmentJob;
import org.cellineage.jobs.segmented.Segmentation;
import org.cellineage.jobs.segmented.Segmented;
import org.cellineage.jobs.segmented.SegmentedStore;
import org.cellineage.jobs.source.SourceMovies;
import org.cellineage.jobs.store.PlateClaims;
import org.cellineage.jobs.store.PlateMap;
import org.cellineage.jobs.track.TrackJob;
import org.cellineage.jobs.track.TrackStage;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job from movies to tables: catalog, claim, segment, track, publish. */
public final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private final SparkSession spark;
    private final Storage storage;

    public Pipeline(SparkSession spark) {
        this.spark = spark;
        this.storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
    }

    /** Runs all stages. */
    public RunReport run(RunRequest request, String outputLocation, boolean keepSegmented) throws IOException {
        return run(request, outputLocation, keepSegmented, Optional.empty());
    }

    /** Runs all stages and stores a plate map for all plates of the input, including unchanged ones. */
    public RunReport run(RunRequest request, String outputLocation, boolean keepSegmented, Optional<PlateMap> plateMap)
            throws IOException {
        Run run = new Run(spark, storage, request.configuration(), outputLocation);
        Optional<GivenLabels> labels = labels(request);
        Outcome outcome = run(
                run,
                request,
                labels,
                catalog(run, request, labels, request.selection()::names),
                keepSegmented,
                plateMap);
        if (outcome.noneTried()
                && outcome.report().unchanged() == 0
                && !outcome.report().failures().isEmpty()) {
            throw noMovie(request, outcome.report().failures());
        }
        return outcome.report();
    }

    /**
     * Result of a run.
     *
     * @param noneTried whether not a single movie could be started
     */
    private record Outcome(RunReport report, boolean noneTried) {}

    /**
     * Runs all stages on some movies of the input; all others are unchanged, also in the tables.
     *
     * @param movies movies to process; those that are no longer in the input are ignored
     */
    public RunReport runOnly(RunRequest request, Set<MovieKey> movies, String outputLocation, boolean keepSegmented)
            throws IOException {
        Run run = new Run(spark, storage, request.configuration(), outputLocation);
        Optional<GivenLabels> labels = labels(request);
        InputCatalog catalog = catalog(run, request, labels, movies::contains).only(movies);
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
        return run(run, part, labels, catalog, keepSegmented, Optional.empty()).report();
    }

    private Outcome run(
            Run run,
            RunRequest request,
            Optional<GivenLabels> labels,
            InputCatalog catalog,
            boolean keepSegmented,
            Optional<PlateMap> plateMap)
            throws IOException {
        Set<String> plates = catalog.plates();
        RunModels models = RunModels.read(storage, request);
        Segmentation segmentation = Segmentation.of(request, models);
        try (PlateClaims claims = run.claim(plates);
                run) {
            WorkPlan plan = WorkPlan.of(
                    catalog,
                    request.selection(),
                    run.published(plates),
                    segmentation,
                    segmentation.configHash(models.linking().name(), request.configuration()),
                    new Corrections(run.context()).hashes(plates));
            Outcome outcome = process(run, new Work(request, models, labels, catalog, plan, claims), keepSegmented);
            if (plateMap.isPresent()) {
                run.tables().keep(plateMap.get(), plates);
            }
            return outcome;
        }
    }

    /** What a run has to do, and the models and labels it needs. */
    private record Work(
            RunRequest request,
            RunModels models,
            Optional<GivenLabels> labels,
            InputCatalog catalog,
            WorkPlan plan,
            PlateClaims claims) {

        Tracking tracking() {
            return new Tracking(request, models.linking(), plan, claims);
        }
    }

    /** What tracking has to do. */
    private record Tracking(RunRequest request, FrameLinking linking, WorkPlan plan, PlateClaims claims) {}

    private Outcome process(Run run, Work work, boolean keepSegmented) throws IOException {
        InputCatalog catalog = work.catalog();
        WorkPlan plan = work.plan();
        RunRequest request = work.request();
        if (catalog.movies().isEmpty() && catalog.failures().isEmpty()) {
            throw noMovie(request, List.of());
        }
        if (request.selection().force() || request.selection().retryFailed()) {
            MovieIsolation.forgive(run.context().output(), plan.processed());
        }
        List<String> notes = new SegmentJob(run.context(), run.segmented(), request, work.models())
                .run(catalog, work.labels(), plan);
        Segmented segmented = Segmented.of(run.segmented().index(), plan.processed(), plan.failures());
        RunReport report = track(run, work.tracking(), WithGiven.of(work.labels(), work.request(), segmented))
                .withWarnings(catalog.warningLines())
                .withWarnings(notes);
        run.segmented().removeOlderVersions(catalog.plates());
        if (keepSegmented) {
            run.segmented().removeSuperseded(catalog.plates());
            Set<MovieKey> vanished = vanished(run, request, catalog);
            if (!vanished.isEmpty()) {
                run.segmented().forget(vanished, catalog.plates());
            }
        } else {
            run.segmented().removeAllOf(plan.processed());
        }
        boolean noneTried = plan.movies().stream()
                .noneMatch(movie -> segmented.index().movies().containsKey(movie.key()));
        return new Outcome(report, noneTried);
    }

    /** Segmented movies in wells that the run covers that are no longer in the input or the tables. */
    private static Set<MovieKey> vanished(Run run, RunRequest request, InputCatalog catalog) throws IOException {
        boolean readWhole =
                catalog.failures().stream().noneMatch(failure -> failure.movie().equals(Failure.UNKNOWN_MOVIE));
        if (request.selection().isPart() || !readWhole) {
            return Set.of();
        }
        Set<String> wells = new TreeSet<>();
        catalog.keys().forEach(key -> wells.add(key.plate() + "/" + key.well()));
        Set<MovieKey> vanished = run.segmented().index().keys();
        vanished.removeIf(key -> !wells.contains(key.plate() + "/" + key.well()));
        vanished.removeAll(catalog.keys());
        if (!vanished.isEmpty()) {
            run.published(catalog.plates()).forEach(movie -> vanished.remove(movie.key()));
        }
        return vanished;
    }

    private static BadInputException noMovie(RunRequest request, List<Failure> failures) {
        Problem first = failures.isEmpty()
                ? new Problem(String.join(", ", request.inputs()), "No movie was found.", "Check the input.")
                : failures.get(0).problem();
        return new BadInputException(first.where(), first.cause(), first.remedy());
    }

    /** Runs segmentation only; the segmented frames remain in the output folder. */
    public RunReport segmentOnly(RunRequest request, String outputLocation) throws IOException {
        Run run = new Run(spark, storage, request.configuration(), outputLocation);
        Optional<GivenLabels> labels = labels(request);
        InputCatalog catalog = catalog(run, request, labels, request.selection()::names);
        try (PlateClaims claims = run.claim(catalog.plates());
                run) {
            RunModels models = RunModels.read(storage, request);
            WorkPlan plan = WorkPlan.of(
                    catalog, request.selection(), List.of(), Segmentation.of(request, models), "", Map.of());
            if (plan.movies().isEmpty()) {
                throw noMovie(request, plan.failures());
            }
            if (request.selection().force()) {
                MovieIsolation.forgive(run.context().output(), plan.processed());
            }
            List<String> notes =
                    new SegmentJob(run.context(), run.segmented(), request, models).run(catalog, labels, plan);
            claims.verify();
            run.segmented().removeSuperseded(catalog.plates());
            SegmentedStore.Index index = run.segmented().index();
            Segmented segmented = Segmented.of(index, plan.processed(), plan.failures());
            Row counts = run.segmented()
                    .frames(spark, index, segmented.movies().keySet())
                    .where("failure is null")
                    .selectExpr("count(*)", "coalesce(sum(size(cells)), 0L)")
                    .first();
            RunReport report = new RunReport(
                    run.context().runId(),
                    segmented.movies().size(),
                    0,
                    counts.getLong(0),
                    counts.getLong(1),
                    0,
                    0,
                    models.linking().warnings(),
                    segmented.failures(),
                    run.seconds());
            run.keepMetrics(report, segmented);
            return report.withWarnings(catalog.warningLines()).withWarnings(notes);
        }
    }

    /** Runs tracking only, on the most recent segmentation of each movie in the output folder. */
    public RunReport trackOnly(PipelineConfiguration configuration, MovieSelection selection, String outputLocation)
            throws IOException {
        Run run = new Run(spark, storage, configuration, outputLocation);
        Set<MovieKey> keys = run.segmented().index().keys();
        if (keys.isEmpty()) {
            throw new BadInputException(
                    outputLocation,
                    "It contains no segmented frames.",
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
            // Read again: before the claim, another run may have changed it.
            Segmented segmented = Segmented.of(run.segmented().index(), keys, List.of());
            segmented.requireServes(linking.modelHash(), outputLocation);
            WorkPlan plan = WorkPlan.ofSegmented(keys, segmented.failures(), run.published(plates));
            return track(run, new Tracking(request, linking, plan, claims), new WithGiven(segmented, Map.of()));
        }
    }

    /** The plans with which a run would segment each movie. */
    public MovieProbe.Probed plans(RunRequest request, InputCatalog catalog) throws IOException {
        return MovieProbe.plans(spark, storage, FrameSegmentation.read(storage, request), catalog);
    }

    private Optional<GivenLabels> labels(RunRequest request) throws IOException {
        return request.givenLabels().isPresent()
                ? Optional.of(GivenLabels.read(
                        storage, request.givenLabels().get(), request.tracks().isPresent()))
                : Optional.empty();
    }

    private InputCatalog catalog(Run run, RunRequest request, Optional<GivenLabels> labels, Predicate<MovieKey> wanted)
            throws IOException {
        InputCatalog catalog =
                InputCatalog.read(CatalogSource.of(spark, storage, run.context().output()), request, labels, wanted);
        catalog.layouts()
                .forEach((input, layout) -> LOG.info(
                        "{}: layout {}{}; {} movies in total",
                        input,
                        layout.name(),
                        layout.why().isEmpty() ? "" : " (" + layout.why() + ")",
                        catalog.movies().size()));
        catalog.warningLines().forEach(LOG::warn);
        return catalog;
    }

    private RunReport track(Run run, Tracking work, WithGiven input) throws IOException {
        Segmented segmented = input.segmented();
        FrameLinking linking = work.linking();
        TrackJob job = new TrackJob(run.context());
        Corrections corrections = new Corrections(run.context());
        Corrections.Corrected tracked = new Corrections.Corrected(job.none(), Set.of());
        long frames = 0;
        if (!segmented.movies().isEmpty()) {
            Map<MovieKey, MovieInfo> infos = new HashMap<>();
            segmented.movies().forEach((key, movie) -> infos.put(key, movie.info()));
            Dataset<Row> rows = run.segmented()
                    .frames(spark, segmented.index(), segmented.movies().keySet());
            frames = job.run(
                    rows,
                    new TrackStage.Plan(
                            infos,
                            input.given(),
                            segmented.labelled(),
                            corrections.constraints(infos.keySet()),
                            linking),
                    hashes(work, segmented),
                    work.request().configuration().execution());
            PipelineConfiguration configuration = work.request().configuration();
            tracked = corrections.apply(
                    job.rows(),
                    infos,
                    new SourceMovies.ImageSettings(
                            configuration.input().readOptions(),
                            configuration.prediction(),
                            configuration.measurement().flatField()));
        }
        TablePublisher publisher = new TablePublisher(run.context(), run.tables(), work.request(), linking);
        RunReport report;
        try (RunMetrics.Stage unused = run.context().metrics().stage("publish")) {
            report = publisher.publish(tracked.rows(), segmented, work.plan(), work.claims(), frames, run.startNanos());
        }
        Map<MovieKey, String> published = new HashMap<>();
        tracked.movies().forEach(movie -> published.put(movie, run.context().runId()));
        report.failures().stream().filter(Failure::losesMovie).forEach(failure -> published.remove(failure.movie()));
        corrections.removeOlder(published);
        run.keepMetrics(report, segmented);
        return report;
    }

    /** For each movie, the hash of everything the result of tracking depends on. */
    private static Map<MovieKey, String> hashes(Tracking work, Segmented segmented) {
        FrameLinking linking = work.linking();
        Map<MovieKey, String> hashes = new HashMap<>();
        segmented
                .movies()
                .forEach((key, movie) -> hashes.put(
                        key,
                        ConfigurationLoader.sha256(String.join(
                                "\n",
                                movie.hash(),
                                linking.name(),
                                linking.modelHash(),
                                segmented
                                        .batchOf(key)
                                        .segmentation()
                                        .configHash(
                                                linking.name(), work.request().configuration())))));
        return hashes;
    }
}
