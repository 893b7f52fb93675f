package org.cellineage.jobs.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.cellineage.format.Storage;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.cluster.RunContext;
import org.cellineage.jobs.isolate.MarkedTask;
import org.cellineage.jobs.isolate.MovieMarkers;
import org.cellineage.jobs.model.FrameLinking;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.segmented.FrameRow;
import org.cellineage.link.learned.FrameMeasurer;
import org.cellineage.segment.FramePipeline;

/**
 * The frame-parallel stage: reads, segments (or takes given labels), measures, and computes image features for linking.
 * One row per frame; a frame that fails gives a row with its failure.
 */
public final class SegmentStage {

    private final RunContext run;
    private final Broadcast<FrameSegmentation> segmentation;
    private final Broadcast<FrameLinking> linking;
    private final FrameCounter done;

    SegmentStage(
            RunContext run,
            Broadcast<FrameSegmentation> segmentation,
            Broadcast<FrameLinking> linking,
            FrameCounter done) {
        this.run = run;
        this.segmentation = segmentation;
        this.linking = linking;
        this.done = done;
    }

    /** Returns rows of {@link FrameRow#SCHEMA}, one per frame. */
    Dataset<Row> rows(List<FrameTask> tasks, int partitions, MovieMarkers markers) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
        List<List<FrameTask>> slices = slices(tasks, partitions);
        JavaRDD<List<FrameTask>> rdd = context.parallelize(slices, Math.max(1, slices.size()));
        JavaRDD<Row> rows = rdd.mapPartitions(new SegmentFrames(run.storage(), segmentation, linking, markers, done));
        Optional<ResourceProfile> resources = run.cluster().segment();
        return run.spark().createDataFrame(resources.map(rows::withResources).orElse(rows), FrameRow.SCHEMA);
    }

    /**
     * Divides the frames, in order, into slices of about equal work. Neighbouring frames stay together, so that a stack
     * is opened once per slice.
     */
    static List<List<FrameTask>> slices(List<FrameTask> tasks, int wanted) {
        long total = 0;
        for (FrameTask task : tasks) {
            total += task.work();
        }
        int count = Math.max(1, Math.min(wanted, tasks.size()));
        List<List<FrameTask>> slices = new ArrayList<>();
        List<FrameTask> slice = new ArrayList<>();
        long before = 0;
        for (FrameTask task : tasks) {
            // The slice that contains the midpoint of this frame's work.
            long middle = before + task.work() / 2;
            long index = total == 0 ? 0 : middle * count / total;
            if (index > slices.size() && !slice.isEmpty()) {
                slices.add(slice);
                slice = new ArrayList<>();
            }
            slice.add(task);
            before += task.work();
        }
        if (!slice.isEmpty()) {
            slices.add(slice);
        }
        return slices;
    }

    private record SegmentFrames(
            Storage storage,
            Broadcast<FrameSegmentation> segmentation,
            Broadcast<FrameLinking> linking,
            MovieMarkers marks,
            FrameCounter done)
            implements FlatMapFunction<Iterator<List<FrameTask>>, Row> {

        @Override
        public Iterator<Row> call(Iterator<List<FrameTask>> slices) {
            long start = System.nanoTime();
            List<FrameTask> tasks = new ArrayList<>();
            slices.forEachRemaining(tasks::addAll);
            MarkedTask movies = marks.begin();
            MarkedFrames marked = new MarkedFrames(tasks, movies);
            FrameSegmentation segmenting = segmentation.value();
            FrameMeasurer measurer = new FrameMeasurer(
                    linking.value().encoder(),
                    segmenting.classifier(),
                    segmenting.measurement(),
                    segmenting.flatFields());
            FrameWork work = new FrameWork(
                    storage, new TaskPlanes(() -> segmentation.value().predictor()), measurer, movies, done);
            FramePipeline<FrameTask, FrameWork.Done> frames =
                    tasks.stream().noneMatch(task -> task.labels().isEmpty())
                            ? FramePipeline.start(marked, FrameWork.givenLabels(), work)
                            : segmentation.value().start(marked, work);
            TaskContext.get().addTaskCompletionListener(context -> {
                frames.close();
                try {
                    work.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            done.addOwnNanos(System.nanoTime() - start);
            return new FrameRows(frames, marked, done);
        }
    }

    /** Rows in order of completion, each with the time since the previous one. */
    private static final class FrameRows implements Iterator<Row> {
        private final Iterator<FrameWork.Done> frames;
        private final MarkedFrames marked;
        private final FrameCounter counter;
        private long last = System.nanoTime();

        FrameRows(Iterator<FrameWork.Done> frames, MarkedFrames marked, FrameCounter counter) {
            this.frames = frames;
            this.marked = marked;
            this.counter = counter;
        }

        @Override
        public boolean hasNext() {
            return frames.hasNext();
        }

        @Override
        public Row next() {
            long start = System.nanoTime();
            Row row = row(frames.next());
            counter.addOwnNanos(System.nanoTime() - start);
            return row;
        }

        private Row row(FrameWork.Done done) {
            long now = System.nanoTime();
            double seconds = (now - last) / 1e9;
            last = now;
            FrameTask task = done.task();
            marked.done(task);
            Failure failure = done.failure();
            FrameRow row = failure == null
                    ? FrameRow.segmented(task.movie(), done.frame(), seconds)
                    : FrameRow.failed(done.frame(), seconds, failure);
            return row.toRow();
        }
    }
}
