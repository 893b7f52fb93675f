package org.cellineage.jobs.cluster;

import org.apache.spark.sql.SparkSession;

/**
 * A setting of Spark SQL that holds for what is planned until this is closed, and then is what it was. For settings that Spark
 * takes for a whole session alone, though they suit one of its jobs only.
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
