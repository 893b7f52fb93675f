package org.cellineage.jobs.store;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.OutputFolder;

/**
 * A kind of store, found as a service: a jar on the class path lists its own in
 * {@code META-INF/services/org.cellineage.jobs.store.LineageStoreProvider}. Must have a public constructor without
 * parameters.
 */
public interface LineageStoreProvider {

    /** The value of {@code execution.store}; must be unique. */
    String name();

    /**
     * Opens the store of an output. Nothing is written before the store is asked to.
     *
     * @param output where the run keeps everything except tables; the tables may be there too, or elsewhere
     * @throws IOException if the store cannot be reached
     */
    LineageStore open(SparkSession spark, OutputFolder output) throws IOException;
}
