package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run over many plates costs little more than one over a single plate, and says the same. */
class ManyPlatesTest {

    private static final List<String> PLATES = List.of("P1", "P 2", "P=3");

    /** A Parquet file's footer and its rows. */
    private static final int OPENS_OF_A_TABLE_FILE = 2;

    @TempDir
    private Path temp;

    private SparkSession spark;

    @BeforeEach
    void makePlates() {
        spark = Job.spark("local[2]");
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        HaltingFileSystem.settings("", temp.resolve("reached"))
                .forEach((key, value) -> hadoop.set(key.substring("spark.hadoop.".length()), value));
        for (int plate = 0; plate < PLATES.size(); plate++) {
            Movies.stack(temp.resolve("in/" + PLATES.get(plate) + "/A01_s1.tif"), 7 + plate);
        }
    }

    private Job.Result run(String output, List<String> plates) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i"));
        plates.forEach(plate -> arguments.add(temp.resolve("in/" + plate).toString()));
        arguments.addAll(List.of("-o", output));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(List.of("--set", "execution.segment_partitions=1"));
        arguments.addAll(List.of("--set", "execution.track_partitions=1"));
        Job.Result result = Job.run(arguments.toArray(new String[0]));
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result;
    }

    /** How many jobs Spark ran to publish. */
    private int publishJobs(Runnable run) throws Exception {
        AtomicInteger jobs = new AtomicInteger();
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart job) {
                if (job.properties().getProperty("cellineage.stage", "").equals("publish")) {
                    jobs.incrementAndGet();
                }
            }
        };
        spark.sparkContext().addSparkListener(listener);
        try {
            run.run();
            spark.sparkContext().listenerBus().waitUntilEmpty(10_000);
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
        return jobs.get();
    }

    /** Files that are there, without what is named by chance. */
    private List<String> tableFolders(String output) throws IOException {
        try (Stream<Path> all = Files.walk(temp.resolve(output))) {
            return all.filter(Files::isDirectory)
                    .map(folder -> temp.resolve(output).relativize(folder).toString())
                    .filter(folder -> folder.contains("/run_id="))
                    .map(folder -> folder.replaceFirst("run_id=.*", ""))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void eachTableIsWrittenOnceAndNothingIsReadTwice() throws Exception {
        String together = "halting:" + temp.resolve("together");
        String apart = "halting:" + temp.resolve("apart");
        int jobsForAll = publishJobs(() -> run(together, PLATES));
        int jobsForOne = publishJobs(() -> run(apart, PLATES.subList(0, 1)));
        assertThat(jobsForAll).isLessThanOrEqualTo(jobsForOne);
        run(apart, PLATES.subList(1, 2));
        run(apart, PLATES.subList(2, 3));
        assertThat(Job.contents(together)).isEqualTo(Job.contents(apart));
        assertThat(tableFolders("together")).isEqualTo(tableFolders("apart")).isNotEmpty();
        assertThat(temp.resolve("together/_work"))
                .satisfiesAnyOf(
                        work -> assertThat(work).doesNotExist(),
                        work -> assertThat(work).isEmptyDirectory());

        HaltingFileSystem.OPENS.clear();
        assertThat(run(together, PLATES).out()).contains("3 movies are unchanged");
        Map<String, Integer> opens = Map.copyOf(HaltingFileSystem.OPENS);
        assertThat(opens.keySet())
                .filteredOn(file -> file.contains("/_published/"))
                .hasSize(PLATES.size());
        assertThat(opens.keySet()).anyMatch(file -> file.endsWith("/batch.json"));
        assertThat(opens)
                .allSatisfy((file, times) -> assertThat(times)
                        .as(file)
                        .isEqualTo(file.contains("/_published/") || file.endsWith("/batch.json") ? 1 : times));

        // Each movie is exported from its own well's files, and the pointers are read once for all.
        HaltingFileSystem.OPENS.clear();
        Job.Result export = Job.run(
                "export",
                "--lineage",
                together,
                "--format",
                "ctc",
                "--output",
                temp.resolve("ctc").toString());
        assertThat(export.code()).as(export.out() + export.err()).isZero();
        opens = Map.copyOf(HaltingFileSystem.OPENS);
        assertThat(opens.keySet()).filteredOn(file -> file.contains("/cells/")).hasSize(PLATES.size());
        assertThat(opens)
                .allSatisfy((file, times) -> assertThat(times)
                        .as(file)
                        .isLessThanOrEqualTo(file.contains("/_published/") ? 1 : OPENS_OF_A_TABLE_FILE));
    }
}
