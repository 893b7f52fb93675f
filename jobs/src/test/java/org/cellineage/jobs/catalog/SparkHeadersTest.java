package org.cellineage.jobs.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieDescriber;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.layout.HeaderThreads;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.session.SparkSessions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers that tasks read tell the same as those that the driver reads. */
class SparkHeadersTest {

    private static final String POISON = "E_C03_s1_w1.TIF";

    @TempDir
    private Path temp;

    private SparkSession spark;
    private Path input;

    @BeforeEach
    void makeInput() throws IOException {
        System.setProperty("spark.master", System.getProperty("spark.master", "local[2]"));
        System.setProperty("spark.ui.enabled", "false");
        spark = SparkSessions.open("test");
        input = temp.resolve("P7");
        for (int t = 1; t <= 3; t++) {
            for (String site : List.of("B02_s1", "B02_s2", "C03_s1", "C03_s2")) {
                tiff("TimePoint_" + t + "/E_" + site + "_w1.TIF", 6);
            }
        }
        // One frame is damaged, one movie is; stacks, numbered images and what is none are there too.
        Files.writeString(input.resolve("TimePoint_1/E_B02_s2_w1.TIF"), "no image");
        for (int t = 1; t <= 3; t++) {
            Files.writeString(input.resolve("TimePoint_" + t + "/E_C03_s2_w1.TIF"), "no image");
        }
        tiff("stacks/D04_s1.tif", 9);
        tiff("stacks/D05_s1.tif", 9);
        tiff("numbered/img_0001.tif", 7);
        tiff("numbered/img_0002.tif", 7);
        Files.writeString(input.resolve("stacks/broken.tif"), "no image");
    }

    private void tiff(String name, int width) throws IOException {
        Path file = input.resolve(name);
        Files.createDirectories(file.getParent());
        try (TiffWriter writer =
                new TiffWriter(Files.newOutputStream(file), 1, width * 8L, TiffWriter.Compression.NONE, "")) {
            writer.write(Plane.of(width, 4, new short[width * 4]));
        }
    }

    /** A storage on which reading one file goes wrong in a way that nobody has thought of. */
    private record PoisonStorage(Storage storage) implements Storage {
        private static final long serialVersionUID = 1L;

        @Override
        public String absolute(String location) throws IOException {
            return storage.absolute(location);
        }

        @Override
        public List<StoredFile> list(String location) throws IOException {
            return storage.list(location);
        }

        @Override
        public Optional<StoredFile> find(String location) throws IOException {
            return storage.find(location);
        }

        @Override
        public SeekableBytes open(String location) throws IOException {
            if (location.endsWith(POISON)) {
                throw new IllegalStateException("poison");
            }
            return storage.open(location);
        }
    }

    private InputCatalog catalog(Storage storage, Optional<OutputFolder> output, MovieDescriber describer)
            throws IOException {
        RunRequest request = new RunRequest(
                List.of(input.toString()),
                "auto",
                Optional.empty(),
                Optional.empty(),
                MovieSelection.CHANGED,
                PipelineConfiguration.DEFAULTS);
        return InputCatalog.read(
                new CatalogSource(storage, output, describer), request, Optional.empty(), movie -> true);
    }

    private HadoopStorage disk() {
        return new HadoopStorage(spark.sparkContext().hadoopConfiguration());
    }

    private int jobs(Runnable work) throws Exception {
        AtomicInteger jobs = new AtomicInteger();
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart job) {
                jobs.incrementAndGet();
            }
        };
        spark.sparkContext().addSparkListener(listener);
        try {
            work.run();
            spark.sparkContext().listenerBus().waitUntilEmpty(10_000);
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
        return jobs.get();
    }

    @Test
    void tasksTellTheSameAsTheDriver() throws Exception {
        InputCatalog here = catalog(disk(), Optional.empty(), new HeaderThreads());
        assertThat(here.movies()).hasSize(6);
        assertThat(here.failures()).hasSizeGreaterThanOrEqualTo(3);
        InputCatalog there = catalog(disk(), Optional.empty(), new SparkHeaders(spark, 1));
        assertThat(there).isEqualTo(here);
    }

    @Test
    void whatTasksReadIsKeptAndFewHeadersNeedNoTask() throws Exception {
        CountingStorage storage = new CountingStorage(disk());
        Optional<OutputFolder> output = Optional.of(OutputFolder.open(
                spark.sparkContext().hadoopConfiguration(), temp.resolve("out").toString()));
        assertThat(jobs(() -> read(storage, output, 2))).isEqualTo(1);
        assertThat(storage.opens()).isNotEmpty();
        storage.forget();
        assertThat(jobs(() -> read(storage, output, 2))).isZero();
        assertThat(storage.opens()).isEmpty();
        Files.setLastModifiedTime(
                input.resolve("stacks/D04_s1.tif"), java.nio.file.attribute.FileTime.fromMillis(1_600_000_000_000L));
        assertThat(jobs(() -> read(storage, output, 2))).isZero();
        assertThat(storage.opens()).containsExactly("D04_s1.tif");
    }

    private void read(Storage storage, Optional<OutputFolder> output, int many) {
        try {
            catalog(storage, output, new SparkHeaders(spark, many));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aPoisonousHeaderFailsItsOwnMovieInEitherWay() throws IOException {
        Storage storage = new PoisonStorage(disk());
        InputCatalog sound = catalog(disk(), Optional.empty(), new HeaderThreads());
        InputCatalog here = catalog(storage, Optional.empty(), new HeaderThreads());
        assertThat(here.movies()).hasSize(5).isSubsetOf(sound.movies());
        assertThat(here.failures())
                .filteredOn(failure -> failure.problem().cause().contains("poison"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.movie().id()).isEqualTo("P7/C03/1"));
        assertThat(catalog(storage, Optional.empty(), new SparkHeaders(spark, 1)))
                .isEqualTo(here);
    }
}
