package org.cellineage.jobs.cluster;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.cellineage.jobs.config.StageResources;
import org.cellineage.problem.BadConfigurationException;

/**
 * Cluster resources of the stages, as far as the cluster manager supports resources per stage, and their numbers of
 * tasks.
 *
 * <p>On YARN, Kubernetes and its standalone manager, Spark can schedule a stage with its own resource profile. With
 * dynamic allocation, it starts executors for the profile; without, the profile determines what a task takes of the
 * existing executors. In local mode there is nothing to schedule, and Spark rejects profiles.
 */
public final class ClusterPlan {

    private static final String GPU = "gpu";
    private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";
    private static final String TASK_GPUS = "spark.task.resource.gpu.amount";
    private static final String EXECUTOR_CORES = "spark.executor.cores";

    private static final String MAX_EXECUTORS = "spark.dynamicAllocation.maxExecutors";

    private static final int SEGMENT_ROUNDS = 4;
    private static final int TRACK_ROUNDS = 2;
    /** A few seconds of work; less would not justify starting a task. */
    private static final int FRAMES_A_TASK = 16;
    /** More concurrent tasks than this would overload the driver. */
    private static final int MAX_TASKS = 4096;

    /**
     * Spark treats equal profiles as different and starts executors for each, so there is one object per application.
     */
    private static final Map<ProfileKey, ResourceProfile> PROFILES = new ConcurrentHashMap<>();

    private record ProfileKey(String application, StageResources resources, boolean startsExecutors) {}

    /** How far a cluster manager supports resources per stage. */
    enum Scheduling {
        /** Local mode: not at all. */
        NONE("stages share the process"),
        /** A stage determines what a task takes of the existing executors. */
        TASKS("stages choose what a task takes of the executors that are there, as dynamic allocation is off"),
        /** Executors are started for the stage. */
        EXECUTORS("stages get executors of their own by dynamic allocation");

        private final String words;

        Scheduling(String words) {
            this.words = words;
        }
    }

    private final SparkContext spark;
    private final SparkConf conf;
    private final Scheduling scheduling;
    private final StageResources segmentResources;
    private final StageResources trackResources;
    private final Optional<ResourceProfile> segment;
    private final Optional<ResourceProfile> track;

    private ClusterPlan(SparkContext spark, ExecutionConfiguration execution) {
        this.spark = spark;
        this.conf = spark.conf();
        this.scheduling = scheduling(spark.master(), conf.getBoolean("spark.dynamicAllocation.enabled", false));
        this.segmentResources = execution.segmentResources();
        this.trackResources = execution.trackResources();
        this.segment = profile(segmentResources, "segment_resources");
        this.track = profile(trackResources, "track_resources");
    }

    /**
     * Makes the plan.
     *
     * @throws BadConfigurationException if a stage requests GPUs that the executors do not have
     */
    public static ClusterPlan of(SparkContext spark, ExecutionConfiguration execution) {
        return new ClusterPlan(spark, execution);
    }

    /** The scheduling that a master supports. */
    static Scheduling scheduling(String master, boolean dynamicAllocation) {
        boolean schedules = master.startsWith("spark:")
                || master.startsWith("yarn")
                || master.startsWith("k8s:")
                || master.startsWith("local-cluster");
        if (!schedules) {
            return Scheduling.NONE;
        }
        return dynamicAllocation ? Scheduling.EXECUTORS : Scheduling.TASKS;
    }

    private Optional<ResourceProfile> profile(StageResources resources, String key) {
        if (scheduling == Scheduling.NONE || resources.isNone()) {
            return Optional.empty();
        }
        boolean startsExecutors = scheduling == Scheduling.EXECUTORS;
        if (resources.taskGpus() > 0
                && !startsExecutors
                && conf.getDouble(EXECUTOR_GPUS, 0) < resources.executorGpus()) {
            throw new BadConfigurationException(
                    "execution." + key + ".task_gpus",
                    "A task should have " + resources.taskGpus() + " GPUs, but executors have "
                            + conf.get(EXECUTOR_GPUS, "none") + " (" + EXECUTOR_GPUS + ").",
                    "Give executors GPUs with --spark-conf " + EXECUTOR_GPUS
                            + "=1, see conf/spark, or set spark.dynamicAllocation.enabled=true.");
        }
        return Optional.of(PROFILES.computeIfAbsent(
                new ProfileKey(spark.applicationId(), resources, startsExecutors),
                absent -> build(resources, startsExecutors)));
    }

    private ResourceProfile build(StageResources resources, boolean startsExecutors) {
        TaskResourceRequests task = new TaskResourceRequests().cpus(taskCores(resources));
        if (resources.taskGpus() > 0) {
            task.resource(GPU, resources.taskGpus());
        }
        ResourceProfileBuilder builder = new ResourceProfileBuilder().require(task);
        if (startsExecutors) {
            // Always set: on a standalone cluster, an executor would otherwise take all cores of its worker.
            ExecutorResourceRequests executor = new ExecutorResourceRequests().cores(coresToStart(resources));
            if (resources.executorMemoryMb() > 0) {
                executor.memory(resources.executorMemoryMb() + "m");
            }
            if (resources.executorOverheadMb() > 0) {
                executor.memoryOverhead(resources.executorOverheadMb() + "m");
            }
            if (resources.taskGpus() > 0) {
                executor.resource(
                        GPU,
                        resources.executorGpus(),
                        conf.get("spark.executor.resource.gpu.discoveryScript", ""),
                        conf.get("spark.executor.resource.gpu.vendor", ""));
            }
            builder.require(executor);
        }
        return builder.build();
    }

    private int taskCores(StageResources resources) {
        return resources.taskCores() > 0 ? resources.taskCores() : conf.getInt("spark.task.cpus", 1);
    }

    private int coresToStart(StageResources resources) {
        int cores = resources.executorCores() > 0 ? resources.executorCores() : conf.getInt(EXECUTOR_CORES, 1);
        return Math.max(cores, taskCores(resources));
    }

    /** Profile of the segmentation stage; empty if Spark's own settings apply. */
    public Optional<ResourceProfile> segment() {
        return segment;
    }

    /** Profile of the tracking stage; empty if Spark's own settings apply. */
    public Optional<ResourceProfile> track() {
        return track;
    }

    /** Number of tasks for segmenting some frames; four per concurrent task, if that number is known. */
    public int segmentTasks(long frames) {
        return tasks(segmentTasksAtOnce(), SEGMENT_ROUNDS, growsFor((frames + FRAMES_A_TASK - 1) / FRAMES_A_TASK));
    }

    /** Number of tasks for tracking some movies, at most one per movie. */
    public int trackTasks(int movies) {
        int most = Math.max(1, movies);
        return Math.min(most, tasks(trackTasksAtOnce(), TRACK_ROUNDS, growsFor(most)));
    }

    /** Number of tasks for which a cluster without a maximum should grow; 0 if it does not grow in this way. */
    private long growsFor(long work) {
        return growsWithoutMaximum(scheduling, conf) ? work : 0;
    }

    /**
     * Whether executors are started for as many tasks as there are, so that the current number of executors is
     * meaningless.
     */
    static boolean growsWithoutMaximum(Scheduling scheduling, SparkConf conf) {
        return scheduling == Scheduling.EXECUTORS && conf.getInt(MAX_EXECUTORS, Integer.MAX_VALUE) == Integer.MAX_VALUE;
    }

    /**
     * Number of tasks of a stage.
     *
     * @param atOnce number of tasks that run concurrently on the existing executors
     * @param rounds number of tasks for each of these
     * @param work number of tasks that each justify an executor if the cluster grows; otherwise 0
     */
    static int tasks(int atOnce, int rounds, long work) {
        return (int) Math.max((long) atOnce * rounds, Math.min(work, MAX_TASKS));
    }

    /** Number of concurrent tasks of the segmentation stage. */
    int segmentTasksAtOnce() {
        return tasksAtOnce(segmentResources);
    }

    /** Number of concurrent tasks of the tracking stage. */
    int trackTasksAtOnce() {
        return tasksAtOnce(trackResources);
    }

    private int tasksAtOnce(StageResources resources) {
        if (scheduling == Scheduling.NONE) {
            return Math.max(1, spark.defaultParallelism() / conf.getInt("spark.task.cpus", 1));
        }
        boolean own = scheduling == Scheduling.EXECUTORS && !resources.isNone();
        int cores = own ? coresToStart(resources) : executorCores();
        int each = cores / taskCores(resources);
        double taskGpus = resources.taskGpus() > 0 ? resources.taskGpus() : own ? 0 : conf.getDouble(TASK_GPUS, 0);
        if (taskGpus > 0) {
            double gpus = own ? resources.executorGpus() : conf.getDouble(EXECUTOR_GPUS, 0);
            each = Math.min(each, (int) (gpus / taskGpus));
        }
        return Math.max(1, executors() * Math.max(1, each));
    }

    private int registered() {
        // The driver is included in this list.
        return spark.statusTracker().getExecutorInfos().length - 1;
    }

    /** Number of executors that exist or that the settings promise. */
    private int executors() {
        int expected;
        if (scheduling == Scheduling.EXECUTORS) {
            int most = conf.getInt(MAX_EXECUTORS, Integer.MAX_VALUE);
            expected = most == Integer.MAX_VALUE ? 1 : most;
        } else if (conf.contains("spark.cores.max") && conf.contains(EXECUTOR_CORES)) {
            expected = conf.getInt("spark.cores.max", 1) / conf.getInt(EXECUTOR_CORES, 1);
        } else {
            expected = conf.getInt("spark.executor.instances", 1);
        }
        return Math.max(1, Math.max(expected, registered()));
    }

    private int executorCores() {
        int known = registered();
        int fallback = known > 0 ? Math.max(1, spark.defaultParallelism() / known) : 1;
        return conf.getInt(EXECUTOR_CORES, fallback);
    }

    /** Describes the plan for the log. */
    public List<String> lines() {
        if (scheduling == Scheduling.NONE) {
            return List.of(text(
                    "plan: %s, one process with %d cores; %s",
                    spark.master(), spark.defaultParallelism(), scheduling.words));
        }
        String gpus = conf.contains(EXECUTOR_GPUS) ? conf.get(EXECUTOR_GPUS) : "no";
        return List.of(
                text(
                        "plan: %s, %s executors (%d there now) with %d cores and %s GPUs each; %s",
                        spark.master(),
                        growsWithoutMaximum(scheduling, conf) ? "as many as needed" : executors(),
                        registered(),
                        executorCores(),
                        gpus,
                        scheduling.words),
                stage("segment", segment, segmentResources, segmentTasksAtOnce()),
                stage("track", track, trackResources, trackTasksAtOnce()));
    }

    private String stage(String name, Optional<ResourceProfile> profile, StageResources resources, int atOnce) {
        if (profile.isEmpty()) {
            return text("plan: %s takes Spark's own settings, %d tasks at once", name, atOnce);
        }
        return text(
                "plan: %s takes profile %d: %d cores and %s GPUs a task%s, %d tasks at once",
                name,
                profile.get().id(),
                taskCores(resources),
                resources.taskGpus() > 0 ? Double.toString(resources.taskGpus()) : "no",
                scheduling == Scheduling.EXECUTORS ? ", " + coresToStart(resources) + " cores an executor" : "",
                atOnce);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
