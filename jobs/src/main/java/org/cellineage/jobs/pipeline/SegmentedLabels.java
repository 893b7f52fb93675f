package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.cell.Cell;
import org.cellineage.format.MovieKey;
import org.cellineage.image.LabelImage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadInputException;
import scala.jdk.javaapi.CollectionConverters;

/** Label images of the segmented dataset. */
public final class SegmentedLabels {

    /** The labels of one frame. */
    public record Frame(int frame, LabelImage labels) {}

    private final SparkSession spark;
    private final SegmentedStore store;
    private final SegmentedStore.Index index;

    private SegmentedLabels(SparkSession spark, SegmentedStore store, SegmentedStore.Index index) {
        this.spark = spark;
        this.store = store;
        this.index = index;
    }

    /** What was segmented last of each movie of an output. */
    public static SegmentedLabels newest(SparkSession spark, String output) throws IOException {
        OutputFolder folder = OutputFolder.openExisting(spark.sparkContext().hadoopConfiguration(), output);
        SegmentedStore store = new SegmentedStore(folder);
        SegmentedStore.Index index = store.index();
        if (index.keys().isEmpty()) {
            throw new BadInputException(
                    output, "There is no segmented dataset in it.", "Run 'segment' with this output first.");
        }
        return new SegmentedLabels(spark, store, index);
    }

    /** The frames of a movie that were segmented, ascending; one is held in memory at a time. */
    public Iterator<Frame> frames(MovieKey movie) {
        if (!index.movies().containsKey(movie)) {
            return List.<Frame>of().iterator();
        }
        Iterator<Row> rows = store.frames(spark, index, List.of(movie))
                .where(functions.col("failure").isNull())
                .orderBy("frame")
                .toLocalIterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Frame next() {
                Row row = rows.next();
                int width = row.getInt(4);
                int height = row.getInt(5);
                int[] labels = new int[width * height];
                for (Object one : CollectionConverters.asJava(row.<Object>getSeq(8))) {
                    Cell cell = CellRows.fromRow((Row) one);
                    cell.mask().paint(labels, width, cell.box(), cell.label());
                }
                return new Frame(row.getInt(3), new LabelImage(width, height, labels));
            }
        };
    }
}
