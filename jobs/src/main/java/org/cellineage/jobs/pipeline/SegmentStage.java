package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.format.PlaneReader;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.jobs.config.SegmentationConfiguration;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;
import org.cellineage.segment.ClassicalSegmenter;
import org.cellineage.segment.Labels;
import org.cellineage.segment.Segmenter;

/**
 * The frame-parallel stage: read, segment (or take the given labels), measure. One row a frame; a frame that fails gives
 * a row with its failure.
 */
final class SegmentStage {

    static final StructType FAILURE = new StructType()
            .add("where", DataTypes.StringType)
            .add("cause", DataTypes.StringType)
            .add("remedy", DataTypes.StringType);

    static final StructType SCHEMA = new StructType()
            .add("plate", DataTypes.StringType)
            .add("well", DataTypes.StringType)
            .add("site", DataTypes.StringType)
            .add("frame", DataTypes.IntegerType)
            .add("width_px", DataTypes.IntegerType)
            .add("height_px", DataTypes.IntegerType)
            .add("seconds", DataTypes.DoubleType)
            .add("failure", FAILURE)
            .add("cells", DataTypes.createArrayType(CellRows.SCHEMA));

    private SegmentStage() {}

    static Dataset<Row> run(
            SparkSession spark,
            Storage storage,
            List<FrameTask> tasks,
            SegmentationConfiguration segmentation,
            int partitions,
            FrameCounter done) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<List<FrameTask>> slices = slices(tasks, partitions);
        JavaRDD<List<FrameTask>> rdd = context.parallelize(slices, Math.max(1, slices.size()));
        JavaRDD<Row> rows = rdd.mapPartitions(new SegmentFrames(storage, segmentation, done));
        return spark.createDataFrame(rows, SCHEMA);
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

    private record SegmentFrames(Storage storage, SegmentationConfiguration segmentation, FrameCounter done)
            implements FlatMapFunction<Iterator<List<FrameTask>>, Row> {

        @Override
        public Iterator<Row> call(Iterator<List<FrameTask>> slices) {
            return new FrameRows(slices, storage, new ClassicalSegmenter(segmentation.classical()), done);
        }
    }

    /** Segments frames as they are asked for; holds one at a time. */
    private static final class FrameRows implements Iterator<Row> {
        private final Iterator<List<FrameTask>> slices;
        private final PlaneReader planes;
        private final PlaneReader labels;
        private final Segmenter segmenter;
        private final FrameCounter done;
        private Iterator<FrameTask> tasks = List.<FrameTask>of().iterator();

        FrameRows(Iterator<List<FrameTask>> slices, Storage storage, Segmenter segmenter, FrameCounter done) {
            this.slices = slices;
            this.planes = new StoragePlaneReader(storage);
            this.labels = new StoragePlaneReader(storage);
            this.segmenter = segmenter;
            this.done = done;
        }

        @Override
        public boolean hasNext() {
            while (!tasks.hasNext() && slices.hasNext()) {
                tasks = slices.next().iterator();
            }
            if (tasks.hasNext()) {
                return true;
            }
            try {
                planes.close();
                labels.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return false;
        }

        @Override
        public Row next() {
            FrameTask task = tasks.next();
            long start = System.nanoTime();
            Row row;
            try {
                List<Cell> cells = measure(task);
                row = row(task, start, null, cells);
            } catch (UserException e) {
                row = row(task, start, e.problem(), List.of());
            } catch (IOException e) {
                Problem problem = new Problem(
                        task.channels().get(0).describe(),
                        "It cannot be read: " + e.getMessage() + ".",
                        "Check that the file is still there and may be read, then run again.");
                row = row(task, start, problem, List.of());
            } catch (RuntimeException e) {
                // A fault of ours in one frame must not cost the plate; the row says what to report.
                row = row(task, start, Failure.ourFault(task.channels().get(0).describe(), e), List.of());
            }
            done.add(task.movie());
            return row;
        }

        private List<Cell> measure(FrameTask task) throws IOException {
            List<Plane> channels = new ArrayList<>();
            for (PlaneRef ref : task.channels()) {
                Plane plane = planes.read(ref);
                if (plane.width() != task.width() || plane.height() != task.height()) {
                    throw new BadInputException(
                            ref.describe(),
                            "The frame has " + plane.width() + " x " + plane.height()
                                    + " pixels, but the movie's first frame has " + task.width() + " x "
                                    + task.height() + ".",
                            "Keep movies of different size in different folders.");
                }
                channels.add(plane);
            }
            return CellMeasurer.measure(labels(task, channels), channels);
        }

        private LabelImage labels(FrameTask task, List<Plane> channels) throws IOException {
            if (task.labels().isEmpty()) {
                return segmenter.segment(channels);
            }
            PlaneRef ref = task.labels().get(0);
            LabelImage image = Labels.fromPlane(labels.read(ref), ref.describe());
            if (image.width() != task.width() || image.height() != task.height()) {
                throw new BadInputException(
                        ref.describe(),
                        "The labels have " + image.width() + " x " + image.height() + " pixels, but the frame has "
                                + task.width() + " x " + task.height() + ".",
                        "Give the labels that were made of this movie.");
            }
            return image;
        }

        private static Row row(
                FrameTask task, long start, @org.jspecify.annotations.Nullable Problem problem, List<Cell> cells) {
            Row failure =
                    problem == null ? null : RowFactory.create(problem.where(), problem.cause(), problem.remedy());
            Row[] cellRows = cells.stream().map(CellRows::toRow).toArray(Row[]::new);
            return RowFactory.create(
                    task.movie().plate(),
                    task.movie().well(),
                    task.movie().site(),
                    task.frame(),
                    task.width(),
                    task.height(),
                    (System.nanoTime() - start) / 1e9,
                    failure,
                    cellRows);
        }
    }
}
