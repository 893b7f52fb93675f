package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.correct.Corrections;
import org.cellineage.jobs.correct.PublishedRows;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.publish.CorrectionPublisher;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.store.PlateClaims;
import org.cellineage.jobs.tables.TrackingSummary;
import org.cellineage.problem.Problem;

/** Applies corrections to published movies, and publishes those movies again. */
public final class CorrectionRun {

    private final SparkSession spark;
    private final Storage storage;

    public CorrectionRun(SparkSession spark) {
        this.spark = spark;
        this.storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
    }

    /**
     * Applies the corrections of the movies whose tables do not contain all of them yet.
     *
     * @param plates plates to look at; all if empty
     * @param selection movies to look at; {@link MovieSelection#force} applies the corrections of the others again too
     * @param output location of the tables
     */
    public RunReport apply(
            PipelineConfiguration configuration, Set<String> plates, MovieSelection selection, String output)
            throws IOException {
        Run run = new Run(spark, storage, configuration, output);
        Corrections corrections = new Corrections(run.context());
        Set<String> wanted = new TreeSet<>(run.tables().wells().keySet());
        if (!plates.isEmpty()) {
            wanted.retainAll(plates);
        }
        Map<MovieKey, String> logs = corrections.hashes(wanted);
        if (!selection.only().isEmpty()) {
            selection.requireAll(
                    new PublishedRows(spark, run.tables()).movies(wanted).keySet());
        }
        logs.keySet().removeIf(movie -> !selection.names(movie));
        Set<String> claimed = new TreeSet<>();
        logs.keySet().forEach(movie -> claimed.add(movie.plate()));
        if (claimed.isEmpty()) {
            return RunReport.NOTHING;
        }
        try (PlateClaims claims = run.claim(claimed);
                run) {
            return apply(run, corrections, claims, logs, selection.force());
        }
    }

    private RunReport apply(
            Run run, Corrections corrections, PlateClaims claims, Map<MovieKey, String> logs, boolean force)
            throws IOException {
        PublishedRows published = new PublishedRows(spark, run.tables());
        Set<String> plates = new TreeSet<>();
        logs.keySet().forEach(movie -> plates.add(movie.plate()));
        Map<MovieKey, PublishedRows.Movie> known = published.movies(plates);
        List<String> warnings = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        Map<MovieKey, PublishedRows.Movie> movies = new TreeMap<>();
        List<PublishedRows.Movie> untouched = new ArrayList<>();
        int unchanged = 0;
        for (Map.Entry<MovieKey, String> log : new TreeMap<>(logs).entrySet()) {
            PublishedRows.Movie movie = known.get(log.getKey());
            if (movie == null) {
                warnings.add("The tables do not contain movie " + log.getKey().id()
                        + ", which has corrections; they are applied when it is published.");
            } else if (!force && movie.correctionsHash().equals(log.getValue())) {
                unchanged++;
            } else if (corrections.hasFound(log.getKey(), movie.trackedBy())) {
                movies.put(log.getKey(), movie);
            } else if (movie.correctionsHash().isEmpty()) {
                movies.put(log.getKey(), movie);
                untouched.add(movie);
            } else {
                failures.add(new Failure(log.getKey(), -1, Failure.CORRECT_STAGE, notFound(run, log.getKey())));
            }
        }
        Map<MovieKey, TrackingSummary> done = Map.of();
        if (!movies.isEmpty()) {
            if (!untouched.isEmpty()) {
                corrections.keepFound(published.tracked(untouched), trackedBy(untouched));
            }
            Map<MovieKey, MovieInfo> infos = new HashMap<>();
            movies.forEach((key, movie) -> infos.put(key, movie.info()));
            Map<MovieKey, String> trackedBy = trackedBy(movies.values());
            for (MovieKey movie : corrections.boundByUndone(trackedBy)) {
                warnings.add(
                        "A correction of movie " + movie.id() + " that is undone had bound the run that tracked it;"
                                + " what follows there is open until 'run --force --only " + movie.id()
                                + "' tracks the movie again.");
            }
            CorrectionPublisher.Published result = new CorrectionPublisher(run.context(), run.tables(), claims)
                    .publish(corrections.reapply(infos, trackedBy));
            failures.addAll(result.failures());
            done = result.movies();
            trackedBy.keySet().retainAll(done.keySet());
            corrections.removeOlder(trackedBy);
        }
        return report(run, done, unchanged, warnings, failures);
    }

    private static Map<MovieKey, String> trackedBy(Iterable<PublishedRows.Movie> movies) {
        Map<MovieKey, String> trackedBy = new TreeMap<>();
        movies.forEach(movie -> trackedBy.put(movie.info().key(), movie.trackedBy()));
        return trackedBy;
    }

    private static Problem notFound(Run run, MovieKey movie) {
        return new Problem(
                run.context().output().resolve("_uncorrected"),
                "The rows of movie " + movie.id() + " before its corrections are not there any more.",
                "Process the movie again with 'run --force --only " + movie.id()
                        + "', which applies all corrections to the new result.");
    }

    private static RunReport report(
            Run run,
            Map<MovieKey, TrackingSummary> done,
            int unchanged,
            List<String> warnings,
            List<Failure> failures) {
        long frames = 0;
        long cells = 0;
        long tracks = 0;
        long divisions = 0;
        for (TrackingSummary summary : done.values()) {
            frames += summary.movie().frames();
            cells += summary.movie().cells();
            tracks += summary.movie().tracks();
            divisions += summary.movie().divisions();
        }
        return new RunReport(
                run.context().runId(),
                done.size(),
                unchanged,
                frames,
                cells,
                tracks,
                divisions,
                warnings,
                failures,
                run.seconds());
    }
}
