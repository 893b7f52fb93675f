package org.cellineage.portal.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.pipeline.CorrectionRun;
import org.cellineage.jobs.pipeline.Pipeline;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.watch.Watch;
import org.cellineage.portal.data.Lineages;

/** Starts the jobs of a server: the corrections of a movie as {@code correct} applies them, the inbox as {@code watch} does. */
public final class Engines {

    private static final String CHECKPOINT = "_watch/portal";

    private final JobList jobs;
    private final Lineages lineages;
    private final PipelineConfiguration configuration;
    /** An inbox has one checkpoint. */
    private final ReentrantLock inbox = new ReentrantLock(true);

    /** Starts nothing yet. */
    public Engines(JobList jobs, Lineages lineages, PipelineConfiguration configuration) {
        this.jobs = jobs;
        this.lineages = lineages;
        this.configuration = configuration;
    }

    /** Applies the corrections of a movie to the tables. Returns the id of the job. */
    public String correct(MovieKey movie) {
        return jobs.add(
                "correct",
                movie.id(),
                job -> job.on(Set.of(movie.plate()), movie.id(), () -> {
                    job.does("applies corrections");
                    return new CorrectionRun(lineages.spark())
                            .apply(
                                    configuration,
                                    Set.of(movie.plate()),
                                    new MovieSelection(List.of(movie.id()), false, false),
                                    lineages.location());
                }));
    }

    /**
     * Processes what is complete in the inbox. Returns the id of the job.
     *
     * @param what what arrived, in words
     */
    public String inbox(String location, String what) {
        return jobs.add("run", what, job -> {
            job.does("waits for the inbox");
            inbox.lockInterruptibly();
            try {
                job.does("looks for movies");
                SparkSession own = lineages.spark().newSession();
                Watch.run(
                        own,
                        new Watch.Request(
                                List.of(location),
                                MovieFormats.AUTO,
                                configuration.input().readOptions(),
                                lineages.location(),
                                lineages.output().resolve(CHECKPOINT),
                                0,
                                "",
                                0),
                        (input, movies) -> process(job, input, movies));
            } finally {
                inbox.unlock();
            }
        });
    }

    private void process(JobList.Running job, String input, Set<MovieKey> movies) throws IOException {
        Set<String> plates = new TreeSet<>();
        movies.forEach(movie -> plates.add(movie.plate()));
        RunRequest request = new RunRequest(
                List.of(input),
                MovieFormats.AUTO,
                Optional.empty(),
                Optional.empty(),
                MovieSelection.CHANGED,
                configuration);
        String what = movies.size() == 1
                ? movies.iterator().next().id()
                : movies.size() + " movies of " + String.join(", ", plates);
        try {
            job.on(plates, what, () -> run(request, movies));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(what, e);
        }
    }

    private RunReport run(RunRequest request, Set<MovieKey> movies) throws IOException {
        return new Pipeline(lineages.spark()).runOnly(request, movies, lineages.location(), true);
    }
}
