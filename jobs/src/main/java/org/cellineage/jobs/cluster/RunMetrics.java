package org.cellineage.jobs.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.cellineage.jobs.run.RunReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Costs of the stages of a run, from Spark's metrics of every task, including retried and failed ones. A Spark job is
 * attributed to the stage during which it was started.
 */
public final class RunMetrics extends SparkListener implements AutoCloseable {

    private static final String PROPERTY = "cellineage.stage";
    private static final long WAIT_MILLIS = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(RunMetrics.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final SparkContext spark;
    private final Map<String, Costs> costs = new LinkedHashMap<>();
    private final Map<Integer, String> nameOfSparkStage = new HashMap<>();

    /** Costs of one stage. */
    private static final class Costs {
        private double seconds;
        private long tasks;
        private long failedTasks;
        private long taskMillis;
        private long runMillis;
        private long cpuNanos;
        private long gcMillis;
        private long bytesRead;
        private long bytesWritten;
        private long shuffleBytes;
        private long spilledBytes;
        private double ownSeconds;
        private long frames;
        private long cells;
    }

    public RunMetrics(SparkContext spark) {
        this.spark = spark;
    }

    /** Starts to listen to Spark. */
    public void listen() {
        spark.addSparkListener(this);
    }

    /** A running stage, until it is closed. */
    public final class Stage implements AutoCloseable {
        private final String name;
        private final long start = System.nanoTime();
        private final String before;

        private Stage(String name) {
            this.name = name;
            this.before = spark.getLocalProperty(PROPERTY);
            spark.setLocalProperty(PROPERTY, name);
        }

        /** Adds what the stage has done, with the time that tasks spent outside Spark. */
        public void did(long frames, long cells, double ownSeconds) {
            synchronized (RunMetrics.this) {
                Costs own = costs(name);
                own.frames += frames;
                own.cells += cells;
                own.ownSeconds += ownSeconds;
            }
        }

        @Override
        public void close() {
            spark.setLocalProperty(PROPERTY, before);
            synchronized (RunMetrics.this) {
                costs(name).seconds += (System.nanoTime() - start) / 1e9;
            }
        }
    }

    /** Starts or resumes a stage in this thread. */
    public Stage stage(String name) {
        synchronized (this) {
            costs(name);
        }
        return new Stage(name);
    }

    private synchronized Costs costs(String name) {
        return costs.computeIfAbsent(name, absent -> new Costs());
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart job) {
        String name = job.properties() == null ? null : job.properties().getProperty(PROPERTY);
        if (name != null) {
            CollectionConverters.asJava(job.stageInfos())
                    .forEach(stage -> nameOfSparkStage.putIfAbsent(stage.stageId(), name));
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        String name = nameOfSparkStage.get(end.stageId());
        if (name == null) {
            return;
        }
        Costs own = costs(name);
        own.tasks++;
        own.failedTasks += end.taskInfo().successful() ? 0 : 1;
        own.taskMillis += end.taskInfo().duration();
        TaskMetrics metrics = end.taskMetrics();
        // A task whose executor was lost has no metrics.
        if (metrics != null) {
            own.runMillis += metrics.executorRunTime();
            own.cpuNanos += metrics.executorCpuTime();
            own.gcMillis += metrics.jvmGCTime();
            own.bytesRead += metrics.inputMetrics().bytesRead();
            own.bytesWritten += metrics.outputMetrics().bytesWritten();
            own.shuffleBytes += metrics.shuffleWriteMetrics().bytesWritten();
            own.spilledBytes += metrics.diskBytesSpilled();
        }
    }

    /** Logs one line per stage. */
    public synchronized void log() {
        costs.forEach((name, own) -> LOG.info(
                "{}: {} s{}{}",
                name,
                rounded(own.seconds),
                own.frames > 0 ? ", " + rounded(own.frames / own.seconds) + " frames/s" : "",
                own.cells > 0 ? ", " + rounded(own.cells / own.seconds) + " cells/s" : ""));
    }

    private static double rounded(double value) {
        return Math.rint(value * 1000) / 1000;
    }

    /** Returns the document {@code _runs/RUN.metrics.json}, after waiting for Spark's outstanding events. */
    public String json(RunReport report, long inputBytes) {
        try {
            spark.listenerBus().waitUntilEmpty(WAIT_MILLIS);
        } catch (TimeoutException e) {
            LOG.warn("Spark is slow to report its tasks; the metrics of this run are too low", e);
        }
        ObjectNode root = JSON.createObjectNode();
        root.put("run_id", report.runId());
        root.put("master", spark.master());
        root.put("application_id", spark.applicationId());
        root.put("movies", report.movies());
        root.put("frames", report.frames());
        root.put("cells", report.cells());
        root.put("tracks", report.tracks());
        root.put("divisions", report.divisions());
        root.put("failures", report.failures().size());
        root.put("input_bytes", inputBytes);
        root.put("seconds", rounded(report.seconds()));
        ArrayNode stages = root.putArray("stages");
        synchronized (this) {
            costs.forEach((name, own) -> stages.add(node(name, own)));
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode node(String name, Costs own) {
        ObjectNode node = JSON.createObjectNode();
        node.put("stage", name);
        node.put("seconds", rounded(own.seconds));
        if (own.frames > 0) {
            node.put("frames", own.frames);
            node.put("frames_per_s", rounded(own.frames / own.seconds));
        }
        if (own.cells > 0) {
            node.put("cells", own.cells);
            node.put("cells_per_s", rounded(own.cells / own.seconds));
        }
        node.put("tasks", own.tasks);
        node.put("failed_tasks", own.failedTasks);
        node.put("task_seconds", own.taskMillis / 1e3);
        node.put("run_seconds", own.runMillis / 1e3);
        if (own.ownSeconds > 0) {
            node.put("own_seconds", rounded(own.ownSeconds));
        }
        node.put("cpu_seconds", rounded(own.cpuNanos / 1e9));
        node.put("gc_seconds", own.gcMillis / 1e3);
        node.put("bytes_read", own.bytesRead);
        node.put("bytes_written", own.bytesWritten);
        node.put("shuffle_bytes", own.shuffleBytes);
        node.put("spilled_bytes", own.spilledBytes);
        return node;
    }

    /** Stops listening. */
    @Override
    public void close() {
        spark.removeSparkListener(this);
    }
}
