package org.cellineage.jobs.config;

import org.cellineage.config.Doc;

/** Cluster resources that a stage requests. Where nothing is requested, Spark's own settings apply. */
public record StageResources(
        @Doc("Cores per task; 0: spark.task.cpus.") int taskCores,

        @Doc("GPUs per task: 0.5 lets two tasks share one; 0: spark.task.resource.gpu.amount.")
        double taskGpus,

        @Doc("Cores per executor, if the cluster starts executors for the stage; 0: spark.executor.cores.")
        int executorCores,

        @Doc("Heap per executor, likewise; 0: spark.executor.memory.")
        int executorMemoryMb,

        @Doc("Memory per executor outside the heap, for TensorFlow; 0: Spark's default.")
        int executorOverheadMb)
        implements java.io.Serializable {

    /** No requests. */
    public static final StageResources NONE = new StageResources(0, 0, 0, 0, 0);

    public StageResources {
        if (taskCores < 0 || executorCores < 0 || executorMemoryMb < 0 || executorOverheadMb < 0) {
            throw new IllegalArgumentException("cores and memory of a stage must be at least 0");
        }
        boolean whole = taskGpus == Math.rint(taskGpus);
        if (!(taskGpus >= 0) || (taskGpus > 1 && !whole)) {
            throw new IllegalArgumentException("task_gpus must be at most 1, or a whole number, but is " + taskGpus);
        }
    }

    /** Whether nothing is requested. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** Number of GPUs that an executor needs for the stage; 0 if its tasks use none. */
    public int executorGpus() {
        return (int) Math.ceil(taskGpus);
    }
}
