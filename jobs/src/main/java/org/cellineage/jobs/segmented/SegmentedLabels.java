package org.cellineage.jobs.segmented;

import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.cell.Cell;
import org.cellineage.format.MovieKey;
import org.cellineage.image.LabelImage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadInputException;

/** Label images of the segmented dataset. */
public final class SegmentedLabels {

    /** The labels of one frame. */
    public record Frame(MovieKey movie, int frame, LabelImage labels) {}

    private final SparkSession spark;
    private final SegmentedStore store;
    private final SegmentedStore.Index index;

    private SegmentedLabels(SparkSession spark, SegmentedStore store, SegmentedStore.Index index) {
        this.spark = spark;
        this.store = store;
        this.index = index;
    }

    /** The most recent segmentation of each movie of an output. */
    public static SegmentedLabels newest(SparkSession spark, String output) throws IOException {
        OutputFolder folder = OutputFolder.openExisting(spark.sparkContext().hadoopConfiguration(), output);
        SegmentedStore store = new SegmentedStore(folder);
        SegmentedStore.Index index = store.index();
        if (index.keys().isEmpty()) {
            throw new BadInputException(
                    output, "It contains no segmented frames.", "Run 'segment' with this output first.");
        }
        return new SegmentedLabels(spark, store, index);
    }

    /** How a movie was segmented. */
    public MoviePlan plan(MovieKey movie) {
        SegmentedMovie segmented = index.movies().get(movie);
        return segmented == null ? MoviePlan.UNKNOWN : segmented.plan();
    }

    /** The segmented frames in no particular order; each is painted when it is requested. */
    public Iterator<Frame> frames() {
        Iterator<Row> rows = store.frames(spark, index, index.movies().keySet())
                .where(functions.col("failure").isNull())
                .toLocalIterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Frame next() {
                FrameRow row = FrameRow.of(rows.next());
                int[] labels = new int[row.width() * row.height()];
                for (Cell cell : row.cells()) {
                    // Without tracks there is nothing that could need a weak one.
                    if (!cell.weak()) {
                        cell.mask().paint(labels, row.width(), cell.box(), cell.label());
                    }
                }
                return new Frame(row.movie(), row.frame(), new LabelImage(row.width(), row.height(), labels));
            }
        };
    }
}
