package org.cellineage.portal.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.jobs.progress.ProgressListener;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.portal.http.HttpRefusal;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of this server: what runs, what waits, and the last that ended. A plate belongs to one job at a time; jobs of
 * other plates run beside it. Thread-safe.
 */
public final class JobList implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobList.class);
    private static final int AT_ONCE = 4;
    private static final int MOST_ENDED = 100;
    private static final int MAX_CAUSES = 30;
    private static final long STOP_SECONDS = 30;

    /** Another list in this process counts from 1 too, and Spark never runs a group again that was cancelled. */
    private final String groups = "portal-" + UUID.randomUUID() + "-";

    private final SparkContext spark;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "portal-job");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger last = new AtomicInteger();
    private final List<PortalJob> jobs = new ArrayList<>();
    private final ConcurrentHashMap<String, ReentrantLock> plates = new ConcurrentHashMap<>();

    /** Starts without jobs. */
    public JobList(SparkSession spark) {
        this.spark = spark.sparkContext();
    }

    /** What a job does. */
    @FunctionalInterface
    public interface Work {
        /** Works; an exception is what the list shows as the reason why it failed. */
        void run(Running job) throws Exception;
    }

    /** Part of a job that needs plates. */
    @FunctionalInterface
    public interface Part {
        RunReport run() throws Exception;
    }

    /** A job while it runs. */
    public final class Running {
        private final PortalJob job;

        private Running(PortalJob job) {
            this.job = job;
        }

        /** Says what it does. */
        public void does(String words) {
            job.does(words);
        }

        /**
         * Does a part for which it needs plates, when no other job has one of them.
         *
         * @param what words for what it works on
         */
        public void on(Collection<String> names, String what, Part part) throws Exception {
            TreeSet<String> sorted = new TreeSet<>(names);
            job.worksOn(sorted.size() == 1 ? sorted.first() : "", what);
            job.does("waits for another job of the plate");
            List<ReentrantLock> held = new ArrayList<>();
            try {
                // In order, so that no two jobs wait for each other.
                for (String name : sorted) {
                    ReentrantLock lock = plates.computeIfAbsent(name, plate -> new ReentrantLock(true));
                    while (!lock.tryLock(1, TimeUnit.SECONDS)) {
                        requireWanted();
                    }
                    held.add(lock);
                }
                requireWanted();
                job.does("");
                // Threads of a stream run jobs under a name of their own.
                spark.setJobGroup(group(job), what, false);
                RunReport report = ProgressListener.during(job, part::run);
                job.add(report.failures());
            } finally {
                spark.clearJobGroup();
                held.forEach(ReentrantLock::unlock);
            }
        }

        private void requireWanted() {
            if (job.isCancelled()) {
                throw new IllegalStateException("the job was cancelled");
            }
        }
    }

    /**
     * Adds a job.
     *
     * @return its id
     */
    public String add(String kind, String what, Work work) {
        PortalJob job = new PortalJob("j" + last.incrementAndGet(), kind, what);
        synchronized (jobs) {
            jobs.add(0, job);
            List<PortalJob> ended = jobs.stream().filter(PortalJob::isOver).toList();
            if (ended.size() > MOST_ENDED) {
                jobs.removeAll(ended.subList(MOST_ENDED, ended.size()));
            }
        }
        threads.execute(() -> run(job, work));
        return job.id();
    }

    private void run(PortalJob job, Work work) {
        if (job.isCancelled()) {
            job.end(PortalJob.State.CANCELLED);
            return;
        }
        job.begin();
        try {
            work.run(new Running(job));
            job.end(PortalJob.State.DONE);
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            LOG.warn("job {} ended early", job.id(), e);
            job.fail(problem(e));
        }
    }

    private static Problem problem(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause instanceof UserException known) {
                return known.problem();
            }
            cause = cause.getCause();
        }
        return Failure.internalError("this server", new RuntimeException(failure));
    }

    /** The jobs, the newest first. */
    public ArrayNode json() {
        ArrayNode list = PageJson.object().arrayNode();
        synchronized (jobs) {
            jobs.forEach(job -> list.add(job.json()));
        }
        return list;
    }

    /** Ends a job, which publishes nothing more. */
    public void cancel(String id) {
        PortalJob job;
        synchronized (jobs) {
            Optional<PortalJob> found =
                    jobs.stream().filter(one -> one.id().equals(id)).findFirst();
            job = found.orElseThrow(HttpRefusal::notFound);
        }
        if (!job.cancel()) {
            throw new HttpRefusal(422, new Problem("job " + id, "It has ended already.", "Nothing needs to be done."));
        }
        // Its thread is not interrupted: it must release its claims.
        spark.cancelJobGroupAndFutureJobs(group(job), "cancelled in the list of jobs");
    }

    private String group(PortalJob job) {
        return groups + job.id();
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        synchronized (jobs) {
            jobs.stream()
                    .filter(PortalJob::cancel)
                    .forEach(job -> spark.cancelJobGroupAndFutureJobs(group(job), "the server ends"));
        }
        if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("a job did not end in {} s", STOP_SECONDS);
        }
    }
}
