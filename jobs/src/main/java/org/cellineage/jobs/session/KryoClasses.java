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
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.segment.DiameterProbe;
import org.cellineage.jobs.segment.FrameTask;
import org.cellineage.jobs.segment.TypeProbe;
import org.cellineage.jobs.segmented.FrameFiles;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.jobs.segmented.PlannedChannel;
import org.cellineage.jobs.track.TrackStage;
import org.cellineage.predict.PredictedChannel;
import org.cellineage.problem.Problem;
import org.cellineage.type.ChannelType;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeVotes;

/**
 * All classes that Cellineage's jobs serialize with Kryo. With {@code spark.kryo.registrationRequired}, any other class
 * fails at once with its name, instead of silently being sent with its full name in every object.
 *
 * <p>What is sent once per executor (settings and models) uses Java serialization: it consists of byte arrays, for
 * which Kryo has no advantage.
 */
public final class KryoClasses implements KryoRegistrator {

    /** Spark's private classes that it sends but does not register, hence by name. */
    private static final List<String> OF_SPARK = List.of("org.apache.spark.util.io.ChunkedByteBuffer[]");

    /** File status classes of Hadoop's HDFS client. */
    private static final List<String> OF_HDFS = List.of(
            "org.apache.hadoop.hdfs.protocol.HdfsLocatedFileStatus",
            "org.apache.hadoop.hdfs.protocol.HdfsNamedFileStatus");

    /** What Iceberg sends, if it is on the class path: tables that are read, and files that were written. */
    private static final List<String> OF_ICEBERG = List.of(
            "org.apache.iceberg.spark.source.SerializableTableWithSize",
            "org.apache.iceberg.spark.source.SerializableFileIOWithSize",
            "org.apache.iceberg.spark.source.SparkWrite$TaskCommit");

    @Override
    public void registerClasses(Kryo kryo) {
        kryo.register(FrameSegmentation.class, new JavaSerializer());
        kryo.register(FrameLinking.class, new JavaSerializer());
        kryo.register(TrackStage.Plan.class, new JavaSerializer());
        kryo.register(FrameFiles.class, new JavaSerializer());
        kryo.register(SparkHeaders.Work.class, new JavaSerializer());
        kryo.register(SparkHeaders.HeadersRead.class, new JavaSerializer());
        register(kryo, MovieKey.class);
        register(kryo, PlaneRef.class);
        kryo.register(PlaneRef.Encoding.class);
        kryo.register(PlaneRef.Projection.class);
        register(kryo, FrameTask.class);
        register(kryo, MoviePlan.class);
        register(kryo, NucleusDiameter.class);
        register(kryo, PlannedChannel.class);
        register(kryo, PredictedChannel.class);
        register(kryo, ChannelType.class);
        kryo.register(ImageType.class);
        register(kryo, TypeProbe.FrameVotes.class);
        register(kryo, TypeVotes.class);
        register(kryo, Failure.class);
        register(kryo, Problem.class);
        register(kryo, DiameterProbe.FrameDiameters.class);
        kryo.register(ArrayList.class);
        OF_SPARK.forEach(name -> kryo.register(load(kryo, name)));
        registerListings(kryo);
        // Columns of any type, when Spark inspects Parquet files that users provide, such as plate maps.
        kryo.register(StructType.class, new JavaSerializer());
        kryo.register(StructType[].class);
        for (String name : OF_ICEBERG) {
            if (kryo.getClassLoader().getResource(name.replace('.', '/') + ".class") != null) {
                kryo.register(load(kryo, name), new JavaSerializer());
            }
        }
    }

    /** Registers what Spark sends when it lists many folders, such as the wells of a plate, on the executors. */
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
