package org.cellineage.jobs.session;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.HadoopUser;

/** Opens the Spark session of a command. */
public final class SparkSessions {

    private static final String CLOUD_PROTOCOL = "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol";
    private static final String SCHEDULER = "spark.scheduler.mode";
    private static final String REGISTRATOR = "spark.kryo.registrator";

    private SparkSessions() {}

    /**
     * Returns the session of this process, with the master and settings of spark-submit, or {@code local[*]} without
     * these.
     *
     * @param command shown as the application's name
     */
    public static SparkSession open(String command) {
        return open(command, true);
    }

    /** Like {@link #open}, for arbitrary SQL statements, which may send unregistered classes between processes. */
    public static SparkSession openForAnyStatement(String command) {
        return open(command, false);
    }

    /** Like {@link #open}, for a server: short questions do not wait until the tasks of a long job have ended. */
    public static SparkSession openForServer(String command) {
        if (!new SparkConf().contains(SCHEDULER)) {
            System.setProperty(SCHEDULER, "FAIR");
        }
        return open(command, true);
    }

    private static SparkSession open(String command, boolean registeredClassesOnly) {
        TemporaryFolder.check();
        HadoopUser.ensure();
        SparkConf given = new SparkConf();
        SparkSession.Builder builder = SparkSession.builder()
                .appName("cellineage " + command)
                // Mandatory: times in tables must not depend on where a job runs, and wells such as 007 must stay text.
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
        if (!given.contains("spark.master")) {
            builder.master("local[*]");
        }
        bindCommitters(builder, given);
        registerClasses(builder, given, registeredClassesOnly);
        // The other kernels, which TensorFlow would use on older processors, sum in an order that depends on the number
        // of threads.
        setDefault(builder, given, "spark.executorEnv.TF_ENABLE_ONEDNN_OPTS", "1");
        // Tracks of a large plate are broadcast to its cells; with Spark's default of 10 MB, all cells would be sorted
        // for a join with them.
        setDefault(builder, given, "spark.sql.autoBroadcastJoinThreshold", "32m");
        if (given.get("spark.master", "local").startsWith("local")) {
            // Defaults for a single machine: no web UI, and not 200 tiny tasks.
            setDefault(builder, given, "spark.ui.enabled", "false");
            setDefault(builder, given, "spark.sql.shuffle.partitions", "8");
            setDefault(builder, given, "spark.driver.host", "127.0.0.1");
            setDefault(builder, given, "spark.driver.bindAddress", "127.0.0.1");
        }
        SparkSession session = builder.getOrCreate();
        OpenSession.stopBy(session::stop);
        return session;
    }

    /**
     * Configures Kryo with the classes registered in advance; registrators that a site adds, such as RAPIDS', are kept.
     */
    private static void registerClasses(SparkSession.Builder builder, SparkConf given, boolean noOthers) {
        setDefault(builder, given, "spark.serializer", KryoSerializer.class.getName());
        setDefault(builder, given, "spark.kryo.registrationRequired", Boolean.toString(noOthers));
        String own = KryoClasses.class.getName();
        String others = given.get(REGISTRATOR, "");
        if (!List.of(others.split(",")).contains(own)) {
            builder.config(REGISTRATOR, others.isEmpty() ? own : own + "," + others);
        }
    }

    /**
     * On {@code s3a:}, tables are committed by multipart uploads that become visible at the commit; on {@code gs:}, by
     * a manifest. Neither store has an atomic rename. Local disks and HDFS keep Spark's commit by rename.
     */
    private static void bindCommitters(SparkSession.Builder builder, SparkConf given) {
        if (!isOnClassPath(CLOUD_PROTOCOL)) {
            return;
        }
        setDefault(builder, given, "spark.sql.sources.commitProtocolClass", CLOUD_PROTOCOL);
        setDefault(
                builder,
                given,
                "spark.sql.parquet.output.committer.class",
                "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");
        setDefault(builder, given, "spark.hadoop.fs.s3a.committer.name", "magic");
        setDefault(
                builder,
                given,
                "spark.hadoop.mapreduce.outputcommitter.factory.scheme.gs",
                "org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitterFactory");
        // Hadoop's defaults define only the classes of s3a.
        setDefault(builder, given, "spark.hadoop.fs.gs.impl", "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem");
        setDefault(
                builder,
                given,
                "spark.hadoop.fs.AbstractFileSystem.gs.impl",
                "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFS");
    }

    private static boolean isOnClassPath(String className) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader.getResource(className.replace('.', '/') + ".class") != null;
    }

    private static void setDefault(SparkSession.Builder builder, SparkConf given, String key, String value) {
        if (!given.contains(key)) {
            builder.config(key, value);
        }
    }
}
