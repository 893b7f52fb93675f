package org.cellineage.jobs.session;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.HadoopUser;

/** Opens the Spark session of a command. */
public final class SparkSessions {

    private static final String CLOUD_PROTOCOL = "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol";
    private static final String REGISTRATOR = "spark.kryo.registrator";

    private SparkSessions() {}

    /**
     * The session of this process; spark-submit's master and settings hold, {@code local[*]} where there are none.
     *
     * @param command shown as the application's name
     */
    public static SparkSession open(String command) {
        return open(command, true);
    }

    /** As {@link #open}, for statements of other people: nobody knows which classes these send from process to process. */
    public static SparkSession openForAnyStatement(String command) {
        return open(command, false);
    }

    private static SparkSession open(String command, boolean registeredClassesOnly) {
        TemporaryFolder.check();
        HadoopUser.ensure();
        SparkConf given = new SparkConf();
        SparkSession.Builder builder = SparkSession.builder()
                .appName("cellineage " + command)
                // Must hold: times in tables do not depend on where a job runs, and wells such as 007 stay texts.
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
        if (!given.contains("spark.master")) {
            builder.master("local[*]");
        }
        bindCommitters(builder, given);
        registerClasses(builder, given, registeredClassesOnly);
        // TensorFlow's other kernels, which it would take on older processors, sum in an order that depends on the
        // threads.
        setDefault(builder, given, "spark.executorEnv.TF_ENABLE_ONEDNN_OPTS", "1");
        // A large plate's tracks go to where its cells are; Spark's 10 MB would have all cells sorted for a join with
        // them.
        setDefault(builder, given, "spark.sql.autoBroadcastJoinThreshold", "32m");
        if (given.get("spark.master", "local").startsWith("local")) {
            // Defaults for a single machine: no web page, no 200 tiny tasks.
            setDefault(builder, given, "spark.ui.enabled", "false");
            setDefault(builder, given, "spark.sql.shuffle.partitions", "8");
            setDefault(builder, given, "spark.driver.host", "127.0.0.1");
            setDefault(builder, given, "spark.driver.bindAddress", "127.0.0.1");
        }
        SparkSession session = builder.getOrCreate();
        OpenSession.stopBy(session::stop);
        return session;
    }

    /** Kryo, with the classes that travel known beforehand; registrators that a site names, such as RAPIDS', stay. */
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
     * Tables on {@code s3a:} are committed by multipart uploads that appear at the commit, on {@code gs:} by a manifest;
     * neither store has a rename. Local disks and HDFS keep Spark's commit by rename.
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
        // Hadoop's own defaults name the classes of s3a alone.
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
