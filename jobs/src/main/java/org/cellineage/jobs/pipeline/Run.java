package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.cluster.ClusterPlan;
import org.cellineage.jobs.cluster.RunContext;
import org.cellineage.jobs.cluster.RunMetrics;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.segmented.Segmented;
import org.cellineage.jobs.segmented.SegmentedStore;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.PlateClaims;
import org.cellineage.jobs.store.PublishedMovie;
import org.cellineage.jobs.track.TrackJob;
import org.cellineage.problem.BadOutputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run over an output: what its stages share, and the resources it holds. */
final class Run implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final long start = System.nanoTime();
    private final PipelineConfiguration configuration;
    private final RunContext context;
    private final LineageStore tables;
    private final SegmentedStore segmented;

    Run(SparkSession spark, Storage storage, PipelineConfiguration configuration, String outputLocation)
            throws IOException {
        this.configuration = configuration;
        OutputFolder output = OutputFolder.open(spark.sparkContext().hadoopConfiguration(), outputLocation);
        if (!output.replacesInOneStep()) {
            LOG.warn(
                    "{}: this store does not replace files atomically; a reader may briefly see a plate without"
                            + " tables, and a run that is killed at that moment leaves it so until the next run over"
                            + " it (docs/OPERATIONS.md, Buckets)",
                    outputLocation);
        }
        this.context = new RunContext(
                spark,
                storage,
                output,
                newRunId(),
                ClusterPlan.of(spark.sparkContext(), configuration.execution()),
                new RunMetrics(spark.sparkContext()));
        this.tables = LineageStores.load()
                .open(spark, output, configuration.execution().store());
        this.segmented = new SegmentedStore(output);
    }

    /** Creates a run id: the start time in UTC plus random digits that distinguish runs of the same second. */
    private static String newRunId() {
        byte[] random = new byte[3];
        ThreadLocalRandom.current().nextBytes(random);
        return RUN_TIME.format(Instant.now()) + "-" + HexFormat.of().formatHex(random);
    }

    RunContext context() {
        return context;
    }

    LineageStore tables() {
        return tables;
    }

    SegmentedStore segmented() {
        return segmented;
    }

    long startNanos() {
        return start;
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Claims the plates and removes what dead runs left in them. */
    PlateClaims claim(Set<String> plates) throws IOException {
        Duration lease = Duration.ofSeconds(configuration.execution().claimLeaseSeconds());
        PlateClaims claims = PlateClaims.take(context.output(), plates, context.runId(), lease);
        try {
            segmented.removeUnfinished(claims.deadRuns());
            for (String dead : claims.deadRuns()) {
                context.output().delete(TrackJob.folder(dead));
            }
            segmented.hold();
            tables.recover(plates);
            claims.forgetDeadRuns();
            context.metrics().listen();
            context.cluster().lines().forEach(LOG::info);
            return claims;
        } catch (IOException | RuntimeException e) {
            claims.close();
            throw e;
        }
    }

    /** Removes unfinished data of this run. */
    @Override
    public void close() throws IOException {
        context.metrics().close();
        segmented.removeUnfinished(List.of(context.runId()));
        context.output().delete(TrackJob.folder(context.runId()));
    }

    List<PublishedMovie> published(Set<String> plates) throws IOException {
        return tables.movies(plates);
    }

    /** Stores the costs of the run next to its settings, unless there was nothing to do. */
    void keepMetrics(RunReport report, Segmented done) {
        if (done.movies().isEmpty()) {
            return;
        }
        long bytes = done.movies().values().stream()
                .mapToLong(movie -> movie.info().inputBytes())
                .sum();
        try {
            context.output()
                    .replace(
                            "_runs/" + context.runId() + ".metrics.json",
                            context.metrics().json(report, bytes));
        } catch (IOException | BadOutputException e) {
            // The actual work is already done.
            LOG.warn("The metrics of the run could not be saved", e);
        }
        context.metrics().log();
    }
}
