package org.cellineage.jobs.model;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** How TensorFlow uses the machine of an executor. */
public final class TensorFlowSessions {

    private TensorFlowSessions() {}

    /** Settings of a session that the tasks of this executor share. */
    static ConfigProto shared(ExecutionConfiguration execution) {
        int threads = execution.tensorflowThreads() > 0 ? execution.tensorflowThreads() : executorCores();
        GPUOptions.Builder gpu = GPUOptions.newBuilder().setAllowGrowth(true);
        if (execution.gpuMemoryFraction() > 0) {
            gpu.setPerProcessGpuMemoryFraction(execution.gpuMemoryFraction());
        }
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                // With fewer, the tasks of an executor would wait for one another.
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
