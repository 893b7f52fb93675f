package org.cellineage.jobs.model;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** Configures how TensorFlow uses an executor's machine. */
public final class TensorFlowSessions {

    private TensorFlowSessions() {}

    /** Settings of a session shared by the tasks of this executor. */
    public static ConfigProto shared(ExecutionConfiguration execution) {
        int threads = execution.tensorflowThreads() > 0 ? execution.tensorflowThreads() : executorCores();
        GPUOptions.Builder gpu = GPUOptions.newBuilder().setAllowGrowth(true);
        if (execution.gpuMemoryFraction() > 0) {
            gpu.setPerProcessGpuMemoryFraction(execution.gpuMemoryFraction());
        }
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                // With fewer threads, the tasks of an executor would wait for each other.
                .setInterOpParallelismThreads(threads)
                .setGpuOptions(gpu)
                .build();
    }

    private static int executorCores() {
        int present = Runtime.getRuntime().availableProcessors();
        SparkEnv env = SparkEnv.get();
        if (env == null) {
            return present;
        }
        SparkConf conf = env.conf();
        return Math.max(1, Math.min(present, conf.getInt("spark.executor.cores", present)));
    }
}
