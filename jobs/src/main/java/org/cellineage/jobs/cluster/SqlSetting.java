package org.cellineage.jobs.cluster;

import org.apache.spark.sql.SparkSession;

/**
 * Changes a Spark SQL setting for everything planned until this is closed, and then restores it. For settings that
 * Spark only supports per session but that suit a single job.
 */
public final class SqlSetting implements AutoCloseable {

    private final SparkSession spark;
    private final String key;
    private final String before;

    private SqlSetting(SparkSession spark, String key, String before) {
        this.spark = spark;
        this.key = key;
        this.before = before;
    }

    public static SqlSetting of(SparkSession spark, String key, String value) {
        SqlSetting setting = new SqlSetting(spark, key, spark.conf().get(key));
        spark.conf().set(key, value);
        return setting;
    }

    @Override
    public void close() {
        spark.conf().set(key, before);
    }
}
