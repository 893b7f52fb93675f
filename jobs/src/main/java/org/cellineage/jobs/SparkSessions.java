package org.cellineage.jobs;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session of a command. */
public final class SparkSessions {

    private SparkSessions() {}

    /**
     * The session of this process; spark-submit's master and settings hold, {@code local[*]} where there are none.
     *
     * @param command shown as the application's name
     */
    public static SparkSession open(String command) {
        SparkConf given = new SparkConf();
        SparkSession.Builder builder = SparkSession.builder()
                .appName("cellineage " + command)
                // Must hold: times in tables do not depend on where a job runs, and wells such as 007 stay texts.
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
        if (!given.contains("spark.master")) {
            builder.master("local[*]");
        }
        if (given.get("spark.master", "local").startsWith("local")) {
            // Defaults for a single machine: no web page, no 200 tiny tasks.
            setDefault(builder, given, "spark.ui.enabled", "false");
            setDefault(builder, given, "spark.sql.shuffle.partitions", "8");
            setDefault(builder, given, "spark.driver.host", "127.0.0.1");
            setDefault(builder, given, "spark.driver.bindAddress", "127.0.0.1");
        }
        return builder.getOrCreate();
    }

    private static void setDefault(SparkSession.Builder builder, SparkConf given, String key, String value) {
        if (!given.contains(key)) {
            builder.config(key, value);
        }
    }
}
