package org.cellineage.jobs.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.hadoop.OutputPlace;
import org.cellineage.jobs.page.PageJson;

/**
 * Writes the head of each movie's review queue, in parallel, from the view of that name. No row of it reaches the driver.
 *
 * @param place folder of the report
 */
record QueueFiles(OutputPlace place) implements ForeachPartitionFunction<Row> {

    /** As many as a person looks at in one sitting. */
    private static final int MOST = 100;

    private static final StructType FOLDERS = new StructType()
            .add("plate", DataTypes.StringType)
            .add("well", DataTypes.StringType)
            .add("site", DataTypes.StringType)
            .add("folder", DataTypes.StringType);

    /** A movie and the folder of its data. */
    record Folder(MovieKey key, String name) {}

    static void write(SparkSession spark, List<Folder> folders, OutputPlace place) {
        List<Row> rows = folders.stream()
                .map(folder -> RowFactory.create(
                        folder.key().plate(), folder.key().well(), folder.key().site(), folder.name()))
                .toList();
        Dataset<Row> movies = spark.createDataFrame(rows, FOLDERS);
        var order = Window.partitionBy("plate", "well", "site")
                .orderBy(col("suspicion").desc(), col("frame"), col("track_id"), col("kind"));
        Dataset<Row> first = spark.table("review_queue")
                .join(broadcast(movies), new String[] {"plate", "well", "site"}, "left_semi")
                .withColumn("place", row_number().over(order))
                .where(col("place").leq(MOST));
        movies.join(first, new String[] {"plate", "well", "site"}, "left")
                .select("folder", "place", "kind", "track_id", "frame", "y_px", "x_px", "suspicion", "reason")
                .repartition(col("folder"))
                .sortWithinPartitions("folder", "place")
                .foreachPartition(new QueueFiles(place));
    }

    @Override
    public void call(Iterator<Row> rows) throws IOException {
        OutputFolder output = place.open();
        String folder = "";
        ArrayNode items = PageJson.object().arrayNode();
        while (rows.hasNext()) {
            Row row = rows.next();
            if (!row.getString(0).equals(folder)) {
                end(output, folder, items);
                folder = row.getString(0);
                items = PageJson.object().arrayNode();
            }
            // A movie without doubts has one row without a place.
            if (!row.isNullAt(1)) {
                items.add(item(row));
            }
        }
        end(output, folder, items);
    }

    private static ObjectNode item(Row row) {
        return PageJson.queueItem(
                row.getString(2),
                row.getInt(3),
                row.getInt(4),
                row.getDouble(5),
                row.getDouble(6),
                row.getDouble(7),
                row.getString(8));
    }

    private static void end(OutputFolder output, String folder, ArrayNode items) throws IOException {
        if (!folder.isEmpty()) {
            DataFile.write(output, folder + "/queue", items);
        }
    }
}
