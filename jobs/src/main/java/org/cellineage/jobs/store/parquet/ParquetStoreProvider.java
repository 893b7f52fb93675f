package org.cellineage.jobs.store.parquet;

import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStoreProvider;

/** Provides {@link ParquetLineageStore}. */
public final class ParquetStoreProvider implements LineageStoreProvider {

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public LineageStore open(SparkSession spark, OutputFolder output) {
        return new ParquetLineageStore(spark, output);
    }
}
