package org.cellineage.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.segment.DiameterProbe;
import org.cellineage.jobs.segment.FrameTask;
import org.cellineage.jobs.segment.TypeProbe;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.jobs.segmented.PlannedChannel;
import org.cellineage.predict.PredictedChannel;
import org.cellineage.problem.Problem;
import org.cellineage.type.ChannelType;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeVotes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What travels between processes arrives as it was, and what was not thought of does not travel. */
class KryoClassesTest {

    private static final String LISTED_AT_ONCE = "spark.sql.sources.parallelPartitionDiscovery.threshold";

    /** Nobody registers it. */
    private record Unknown(int number) implements java.io.Serializable {}

    private static SerializerInstance serializer() {
        return new KryoSerializer(new SparkConf(false)
                        .set("spark.kryo.registrationRequired", "true")
                        .set("spark.kryo.registrator", KryoClasses.class.getName()))
                .newInstance();
    }

    @SuppressWarnings("unchecked")
    private static <T> T sent(T value) {
        SerializerInstance kryo = serializer();
        scala.reflect.ClassTag<T> type = (scala.reflect.ClassTag<T>) scala.reflect.ClassTag.apply(value.getClass());
        ByteBuffer bytes = kryo.serialize(value, type);
        return kryo.deserialize(bytes, type);
    }

    @Test
    void framesArriveAsTheyWere() {
        Random random = new Random(8);
        for (int i = 0; i < 100; i++) {
            List<PlaneRef> channels = new ArrayList<>();
            for (int c = random.nextInt(4); c >= 0; c--) {
                PlaneRef.Encoding encoding = PlaneRef.Encoding.values()[random.nextInt(3)];
                channels.add(new PlaneRef(encoding, "s3a://b/ü" + c, c == 0 ? "" : "m", random.nextInt()));
            }
            FrameTask task = new FrameTask(
                    new MovieKey("P " + i, "B02", "1"),
                    random.nextInt(),
                    random.nextInt(5000),
                    1,
                    random.nextBoolean() ? channels : List.copyOf(channels),
                    random.nextBoolean() ? List.of() : List.of(channels.get(0)),
                    plan(random),
                    random.nextBoolean());
            assertThat(sent(task)).isEqualTo(task);
            assertThat(sent(new ArrayList<>(List.of(task)))).containsExactly(task);
        }
        MovieKey movie = new MovieKey("P", "A01", "1");
        DiameterProbe.FrameDiameters sized = new DiameterProbe.FrameDiameters(movie, 3, List.of(Double.NaN, 4.0));
        assertThat(sent(sized)).isEqualTo(sized);
        TypeProbe.FrameVotes votes = new TypeProbe.FrameVotes(
                movie,
                3,
                List.of(TypeVotes.NONE, new TypeVotes(List.of(-1.0, -2.0, -3.0, -4.0, -5.0), 6)),
                List.of(new Failure(movie, 3, "segment", new Problem("where", "what", "fix"), true)));
        assertThat(sent(votes)).isEqualTo(votes);
    }

    private static MoviePlan plan(Random random) {
        NucleusDiameter diameter =
                random.nextBoolean() ? NucleusDiameter.UNKNOWN : NucleusDiameter.given(random.nextDouble());
        PlannedChannel channel = new PlannedChannel(random.nextInt(3), "nuclear", "abc", diameter);
        return random.nextBoolean()
                ? MoviePlan.ofDiameter(diameter)
                : new MoviePlan(
                        List.of(
                                new ChannelType(ImageType.PHASE, random.nextDouble()),
                                ChannelType.given(ImageType.NONE)),
                        channel,
                        random.nextBoolean() ? List.of() : List.of(channel.with(NucleusDiameter.UNKNOWN)),
                        random.nextBoolean()
                                ? List.of()
                                : List.of(new PredictedChannel("DNA (predicted)", List.of(1, 0), "dna", "2", "abcd")));
    }

    @Test
    void recordsAreCheckedWhenTheyArrive() {
        SerializerInstance kryo = serializer();
        scala.reflect.ClassTag<Object> any = scala.reflect.ClassTag.apply(Object.class);
        byte[] bytes = kryo.serialize((Object) new MovieKey("P", "A", "1"), any).array();
        int end = bytes.length;
        while (bytes[end - 1] != '1') {
            end--;
        }
        // The last text, "1", is its length and one more, with the highest bit set, and the letter; make it an empty
        // one.
        assertThat(bytes[end - 2]).isEqualTo((byte) 0x82);
        bytes[end - 2] = (byte) 0x81;
        ByteBuffer changed = ByteBuffer.wrap(bytes, 0, end - 1);
        assertThatThrownBy(() -> kryo.deserialize(changed, any)).hasStackTraceContaining("must not be empty");
    }

    @Test
    void manyFoldersAreListedOnExecutors(@TempDir Path temp) {
        SparkSession spark = SparkSessions.open("test");
        String[] folders = new String[40];
        for (int i = 0; i < folders.length; i++) {
            folders[i] = temp.resolve("well-" + i).toString();
            spark.range(i, i + 1L).write().parquet(folders[i]);
        }
        Object before = spark.conf().get(LISTED_AT_ONCE);
        // Below Spark's own default of 32, whatever other tests have set.
        spark.conf().set(LISTED_AT_ONCE, "8");
        try {
            assertThat(spark.read().parquet(folders).as(Encoders.LONG()).collectAsList())
                    .hasSize(40)
                    .doesNotHaveDuplicates();
        } finally {
            spark.conf().set(LISTED_AT_ONCE, before.toString());
        }
    }

    @Test
    void columnsOfAnyTypeAreFoundInParquet(@TempDir Path temp) {
        SparkSession spark = SparkSessions.open("test");
        String folder = temp.resolve("map").toString();
        spark.sql("select 'A01' as well, true as treated, 1.50 as dose, 2 as plates, 3L as cells, 0.5d as share,"
                        + " date'2026-01-02' as day, timestamp'2026-01-02 03:04:05' as at, x'0a' as code,"
                        + " array(1) as list, map('a', 1) as kinds, named_struct('b', 1.5f) as nested, cast(1 as byte) as tiny,"
                        + " cast(1 as short) as small, timestamp_ntz'2026-01-02 03:04:05' as there,"
                        + " interval '1' day as gap")
                .write()
                .parquet(folder);
        assertThat(spark.read().parquet(folder).collectAsList()).hasSize(1);
    }

    @Test
    void anUnregisteredClassFailsTheJob() {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(SparkSessions.open("test").sparkContext());
        assertThatThrownBy(() ->
                        spark.parallelize(List.of(1, 2), 1).map(Unknown::new).collect())
                .hasStackTraceContaining("Class is not registered: " + Unknown.class.getName());
    }
}
