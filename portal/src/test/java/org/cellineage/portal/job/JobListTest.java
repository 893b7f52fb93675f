package org.cellineage.portal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.portal.http.HttpRefusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of jobs that are cancelled, with a real job of Spark. */
@Timeout(180)
class JobListTest {

    /** All tasks of a job, one after the other, would take minutes. */
    private static final int TASKS = 2000;

    private static final int TASK_MS = 200;
    private static final AtomicInteger TASKS_STARTED = new AtomicInteger();

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        spark = SparkSessions.openForServer("serve");
    }

    /** Works until it is cancelled, or for minutes. */
    private static RunReport longWork(CountDownLatch began) {
        began.countDown();
        new JavaSparkContext(spark.sparkContext())
                .parallelize(Collections.nCopies(TASKS, 0), TASKS)
                .foreach(task -> {
                    TASKS_STARTED.incrementAndGet();
                    Thread.sleep(TASK_MS);
                });
        return RunReport.NOTHING;
    }

    private static JsonNode job(JobList jobs, String id) {
        for (JsonNode job : jobs.json()) {
            if (job.path("id").asText().equals(id)) {
                return job;
            }
        }
        throw new AssertionError("no job " + id);
    }

    private static void await(JobList jobs, String id, String state) throws InterruptedException {
        while (!job(jobs, id).path("state").asText().equals(state)) {
            Thread.sleep(20);
        }
    }

    private static void awaitTasks() throws InterruptedException {
        int before = TASKS_STARTED.get();
        while (TASKS_STARTED.get() == before) {
            Thread.sleep(20);
        }
    }

    @Test
    void aRunningJobIsCancelledAndItsPlateIsFree() throws Exception {
        try (JobList jobs = new JobList(spark)) {
            CountDownLatch began = new CountDownLatch(1);
            String id = jobs.add("run", "plate P1", job -> job.on(List.of("P1"), "plate P1", () -> longWork(began)));
            assertThat(began.await(1, TimeUnit.MINUTES)).isTrue();
            awaitTasks();
            assertThat(job(jobs, id).path("state").asText()).isEqualTo("running");

            jobs.cancel(id);
            await(jobs, id, "cancelled");
            assertThat(job(jobs, id).path("failures"))
                    .as("nobody is told of errors that he wanted")
                    .isEmpty();
            assertThat(TASKS_STARTED.get()).as("most tasks never started").isLessThan(TASKS);
            assertThatThrownBy(() -> jobs.cancel(id))
                    .isInstanceOf(HttpRefusal.class)
                    .hasMessage("It has ended already.");

            String next =
                    jobs.add("run", "plate P1", job -> job.on(List.of("P1"), "plate P1", () -> RunReport.NOTHING));
            await(jobs, next, "done");
        }
    }

    @Test
    void aJobThatWaitsForAPlateIsCancelledWhileAnotherWorksOn() throws Exception {
        try (JobList jobs = new JobList(spark)) {
            CountDownLatch began = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger worked = new AtomicInteger();
            String first = jobs.add(
                    "run",
                    "plate P2",
                    job -> job.on(List.of("P2"), "plate P2", () -> {
                        began.countDown();
                        go.await();
                        return RunReport.NOTHING;
                    }));
            assertThat(began.await(1, TimeUnit.MINUTES)).isTrue();
            String second = jobs.add(
                    "run",
                    "plate P2",
                    job -> job.on(List.of("P2"), "plate P2", () -> {
                        worked.incrementAndGet();
                        return RunReport.NOTHING;
                    }));
            await(jobs, second, "running");
            jobs.cancel(second);
            await(jobs, second, "cancelled");
            assertThat(job(jobs, first).path("state").asText()).isEqualTo("running");
            go.countDown();
            await(jobs, first, "done");
            assertThat(worked).hasValue(0);
        }
    }

    @Test
    void aJobThatDoesNotExistIsNotCancelled() throws Exception {
        try (JobList jobs = new JobList(spark)) {
            assertThatThrownBy(() -> jobs.cancel("j7")).isInstanceOf(HttpRefusal.class);
        }
    }
}
