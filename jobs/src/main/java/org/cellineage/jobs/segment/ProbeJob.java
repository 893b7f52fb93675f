package org.cellineage.jobs.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Storage;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.progress.ProgressReporter;
import org.cellineage.segment.SpreadFrames;

/**
 * Looks at a few frames of movies in parallel.
 *
 * @param sent the segmentation of the run
 */
record ProbeJob(SparkSession spark, Storage storage, Broadcast<FrameSegmentation> sent) {

    FrameSegmentation segmentation() {
        return sent.value();
    }

    /**
     * Runs a function over frames and returns what it says, in any order.
     *
     * @param name of the step, for progress
     */
    <R> List<R> run(
            String name,
            List<FrameTask> frames,
            Function<FrameCounter, FlatMapFunction<java.util.Iterator<FrameTask>, R>> work) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int slices = Math.max(1, Math.min(frames.size(), 4 * context.defaultParallelism()));
        FrameCounter done = FrameCounter.register(spark.sparkContext());
        try (ProgressReporter progress = ProgressReporter.start(name, "frames", frames.size(), done::total)) {
            List<R> said = new ArrayList<>(context.parallelize(frames, slices)
                    .mapPartitions(work.apply(done))
                    .collect());
            progress.finished();
            return said;
        }
    }

    /** Selects frames evenly spaced over the movie. */
    static List<FrameTask> spread(List<FrameTask> frames, int count) {
        List<FrameTask> chosen = new ArrayList<>();
        for (int position : SpreadFrames.positions(count, frames.size())) {
            chosen.add(frames.get(position));
        }
        return chosen;
    }
}
