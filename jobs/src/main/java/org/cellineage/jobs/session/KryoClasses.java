package org.cellineage.jobs.session;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.sql.types.StructType;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.jobs.catalog.SparkHeaders;
import org.cellineage.jobs.cluster.RecordSerializer;
import org.cellineage.jobs.model.FrameLinking;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.segment.FrameTask;
import org.cellineage.jobs.segment.MovieProbe;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.jobs.track.TrackStage;

/**
 * All classes that travel through Kryo in our jobs. With {@code spark.kryo.registrationRequired} any other fails at once,
 * with its name, rather than to travel with its whole name in every object, which nobody would notice.
 *
 * <p>What is sent once to an executor (settings and models) goes by Java's serialization: bytes in arrays, for which Kryo
 * would gain nothing.
 */
public final class KryoClasses implements KryoRegistrator {

    /** Classes of Spark that it sends, but does not register itself; private to it, so by their names. */
    private static final List<String> OF_SPARK = List.of("org.apache.spark.util.io.ChunkedByteBuffer[]");

    /** What HDFS says of a file, in Hadoop's own client. */
    private static final List<String> OF_HDFS = List.of(
            "org.apache.hadoop.hdfs.protocol.HdfsLocatedFileStatus",
            "org.apache.hadoop.hdfs.protocol.HdfsNamedFileStatus");

    @Override
    public void registerClasses(Kryo kryo) {
        kryo.register(FrameSegmentation.class, new JavaSerializer());
        kryo.register(FrameLinking.class, new JavaSerializer());
        kryo.register(TrackStage.Plan.class, new JavaSerializer());
        kryo.register(SparkHeaders.Work.class, new JavaSerializer());
        kryo.register(SparkHeaders.HeadersRead.class, new JavaSerializer());
        register(kryo, MovieKey.class);
        register(kryo, PlaneRef.class);
        kryo.register(PlaneRef.Encoding.class);
        kryo.register(PlaneRef.Projection.class);
        register(kryo, FrameTask.class);
        register(kryo, MoviePlan.class);
        register(kryo, NucleusDiameter.class);
        register(kryo, MovieProbe.FrameDiameter.class);
        kryo.register(ArrayList.class);
        OF_SPARK.forEach(name -> kryo.register(load(kryo, name)));
        registerListings(kryo);
        // Columns of any type, where Spark looks into Parquet that people bring, such as plate maps.
        kryo.register(StructType.class, new JavaSerializer());
        kryo.register(StructType[].class);
    }

    /** What Spark sends where it lists many folders, such as a plate's wells, on the executors. */
    private static void registerListings(Kryo kryo) {
        kryo.register(Path.class, new JavaSerializer());
        kryo.register(Path[].class);
        kryo.register(LocatedFileStatus.class, new JavaSerializer());
        kryo.register(FileStatus.class, new JavaSerializer());
        kryo.register(FileStatus[].class);
        kryo.register(LocatedFileStatus[].class);
        OF_HDFS.forEach(name -> kryo.register(load(kryo, name), new JavaSerializer()));
    }

    private static <T extends Record> void register(Kryo kryo, Class<T> record) {
        kryo.register(record, new RecordSerializer<>(record));
    }

    private static Class<?> load(Kryo kryo, String name) {
        boolean array = name.endsWith("[]");
        String element = array ? name.substring(0, name.length() - 2) : name;
        try {
            Class<?> found = Class.forName(element, false, kryo.getClassLoader());
            return array ? found.arrayType() : found;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION() + " comes with no class " + element
                            + "; set spark.kryo.registrationRequired=false for this Spark",
                    e);
        }
    }
}
