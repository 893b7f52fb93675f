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
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.cellineage.cell.CellDescription;
import org.cellineage.format.Storage;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.isolate.MarkedTask;
import org.cellineage.jobs.isolate.MovieMarks;
import org.cellineage.jobs.model.FrameLinking;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.segmented.CellRows;
import org.cellineage.jobs.segmented.FrameSchema;
import org.cellineage.jobs.segmented.LookRows;
import org.cellineage.problem.Problem;
import org.cellineage.segment.FramePipeline;

/**
 * The frame-parallel stage: read, segment (or take the given labels), measure, and keep of the pixels what linking needs.
 * One row a frame; a frame that fails gives a row with its failure.
 */
public final class SegmentStage {

    private SegmentStage() {}

    static Dataset<Row> run(
            SparkSession spark,
            Storage storage,
            List<FrameTask> tasks,
            Broadcast<FrameSegmentation> segmentation,
            Broadcast<FrameLinking> linking,
            int partitions,
            MovieMarks marks,
            Optional<ResourceProfile> resources,
            FrameCounter done) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<List<FrameTask>> slices = slices(tasks, partitions);
        JavaRDD<List<FrameTask>> rdd = context.parallelize(slices, Math.max(1, slices.size()));
        JavaRDD<Row> rows = rdd.mapPartitions(new SegmentFrames(storage, segmentation, linking, marks, done));
        return spark.createDataFrame(resources.map(rows::withResources).orElse(rows), FrameSchema.FRAME);
    }

    /**
     * Cuts the frames, in order, into slices of about equal work: neighbouring frames stay together, so that a stack is
     * opened once a slice.
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
            // The slice in which the middle of this frame's work lies.
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
            MovieMarks marks,
            FrameCounter done)
            implements FlatMapFunction<Iterator<List<FrameTask>>, Row> {

        @Override
        public Iterator<Row> call(Iterator<List<FrameTask>> slices) {
            long start = System.nanoTime();
            List<FrameTask> tasks = new ArrayList<>();
            slices.forEachRemaining(tasks::addAll);
            MarkedTask movies = marks.begin();
            MarkedFrames marked = new MarkedFrames(tasks, movies);
            FrameWork work = new FrameWork(storage, linking.value().encoder(), movies, done);
            FramePipeline<FrameTask, FrameWork.Done> frames =
                    tasks.stream().anyMatch(task -> !task.labels().isEmpty())
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

    /** Rows as they come, each with the time since the one before. */
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
            Problem problem = done.problem();
            Row failure =
                    problem == null ? null : RowFactory.create(problem.where(), problem.cause(), problem.remedy());
            return RowFactory.create(
                    task.movie().plate(),
                    task.movie().well(),
                    task.movie().site(),
                    task.frame(),
                    task.width(),
                    task.height(),
                    seconds,
                    failure,
                    cells(done),
                    done.looks().descriptions().isEmpty()
                            ? null
                            : LookRows.toRow(done.looks().thumbnail()));
        }

        private static Row[] cells(FrameWork.Done done) {
            List<CellDescription> descriptions = done.looks().descriptions();
            Row[] rows = new Row[done.cells().size()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = CellRows.toRow(done.cells().get(i), descriptions.isEmpty() ? null : descriptions.get(i));
            }
            return rows;
        }
    }
}
