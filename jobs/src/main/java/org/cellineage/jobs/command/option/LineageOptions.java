package org.cellineage.jobs.command.option;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.problem.BadInputException;

/** Opens published tables. */
public final class LineageOptions {

    private LineageOptions() {}

    /**
     * Opens the store of an output.
     *
     * @throws BadInputException if nothing is published there
     */
    public static LineageStore open(SparkSession spark, String location) throws IOException {
        OutputFolder folder = OutputFolder.openExisting(spark.sparkContext().hadoopConfiguration(), location);
        LineageStore store = LineageStores.load().openExisting(spark, folder);
        if (!store.hasTables()) {
            throw new BadInputException(
                    location, "It contains no lineage tables.", "Give the --output of an earlier 'run'.");
        }
        return store;
    }
}
