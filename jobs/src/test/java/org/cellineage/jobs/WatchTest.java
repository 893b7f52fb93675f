package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Movies that arrive one after the other are each published once, also where the watch is killed in between. */
@Tag("slow")
class WatchTest {

    @TempDir
    private Path temp;

    private Path incoming;
    private Path output;

    @BeforeEach
    void prepare() throws IOException {
        Job.spark("local[2]");
        incoming = Files.createDirectories(temp.resolve("incoming"));
        output = temp.resolve("lineages");
    }

    /** A movie of which nobody has changed anything for an hour. */
    private static void arrive(Path file, int seed) throws IOException {
        Movies.stack(file, seed);
        age(file);
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    private List<String> arguments(String target, String... more) {
        List<String> arguments = new ArrayList<>(List.of("watch", "-i", incoming + "/*", "-o", target));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(List.of("--set", "execution.segment_partitions=1", "--set", "execution.track_partitions=1"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private Job.Result takeWhatIsThere(String... more) {
        List<String> arguments = arguments(output.toString(), "--available-now");
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    /** Movie to the run that processed it. */
    private static Map<String, String> processed(Object output) {
        Map<String, String> runs = new TreeMap<>();
        for (Row row : Job.rows(output, "movies", "movie_id", "processed_run_id")) {
            runs.put(row.getString(0), row.getString(1));
        }
        return runs;
    }

    private Map<String, List<String>> clean(String... plates) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i"));
        for (String plate : plates) {
            arguments.add(incoming.resolve(plate).toString());
        }
        Path target = temp.resolve("clean" + System.nanoTime());
        arguments.addAll(List.of("-o", target.toString()));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        assertThat(Job.run(arguments.toArray(new String[0])).code()).isZero();
        return Job.contents(target);
    }

    @Test
    void whatHasArrivedIsTakenOnceAndWhatChangesIsTakenAgain() throws IOException {
        assertThat(takeWhatIsThere().code()).as("nothing there yet").isZero();

        arrive(incoming.resolve("P7/A01_s1.tif"), 1);
        Movies.stack(incoming.resolve("P7/A02_s1.tif"), 2);
        Job.Result first = takeWhatIsThere();
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(processed(output).keySet())
                .as("the other may still be growing")
                .containsExactly("P7/A01/1");

        Map<String, String> before = processed(output);
        age(incoming.resolve("P7/A02_s1.tif"));
        arrive(incoming.resolve("P8/C03_s1.tif"), 3);
        assertThat(takeWhatIsThere().code()).isZero();
        assertThat(processed(output).keySet()).containsExactly("P7/A01/1", "P7/A02/1", "P8/C03/1");
        assertThat(processed(output)).containsAllEntriesOf(before);
        assertThat(Job.contents(output)).isEqualTo(clean("P7", "P8"));

        Map<String, String> second = processed(output);
        Job.Result again = takeWhatIsThere();
        assertThat(again.out()).as("nothing is handed over").isEmpty();
        assertThat(processed(output)).isEqualTo(second);

        arrive(incoming.resolve("P7/A01_s1.tif"), 11);
        assertThat(takeWhatIsThere().code()).isZero();
        Map<String, String> third = processed(output);
        assertThat(third.get("P7/A01/1")).isNotEqualTo(second.get("P7/A01/1"));
        assertThat(third.get("P7/A02/1")).isEqualTo(second.get("P7/A02/1"));
        assertThat(Job.contents(output)).isEqualTo(clean("P7", "P8"));
    }

    @Test
    void aMarkerSaysThatAPlateIsWholeAndABadMovieStopsNoOther() throws IOException {
        Movies.stack(incoming.resolve("P7/A01_s1.tif"), 1);
        Files.writeString(incoming.resolve("P7/A02_s1.tif"), "no image");
        assertThat(takeWhatIsThere("--marker", "DONE").out()).isEmpty();
        Files.createFile(incoming.resolve("P7/DONE"));
        Job.Result done = takeWhatIsThere("--marker", "DONE");
        assertThat(done.code()).as(done.err()).isEqualTo(4);
        assertThat(Job.failures(output)).hasSize(1);
        // A batch of nothing but a bad movie does not end the watch either.
        Files.writeString(incoming.resolve("P7/A03_s1.tif"), "no image");
        Job.Result bad = takeWhatIsThere("--marker", "DONE");
        assertThat(bad.code()).as(bad.err()).isEqualTo(4);
        assertThat(Job.failures(output)).hasSize(2);
        Movies.stack(incoming.resolve("P7/A02_s1.tif"), 2);
        Movies.stack(incoming.resolve("P7/A03_s1.tif"), 3);
        assertThat(takeWhatIsThere("--marker", "DONE").code()).isZero();
        Files.delete(incoming.resolve("P7/DONE"));
        assertThat(Job.contents(output)).isEqualTo(clean("P7"));
    }

    @Test
    void aWatchThatIsKilledGoesOnWhereItWas() throws Exception {
        String target = "halting:" + output;
        arrive(incoming.resolve("P7/A01_s1.tif"), 1);
        Path marker = temp.resolve("reached");
        Map<String, String> settings = HaltingFileSystem.settings("rename _published/P8.json", marker);
        try (ChildRun child = ChildRun.start(
                temp.resolve("watch.log"), settings, arguments(target, "--settle", "1", "--every", "1"))) {
            child.await(() -> Files.exists(output.resolve("_published/P7.json")));
            // Comes whole, by a rename, while the watch goes on; the watch is killed before it shows.
            arrive(temp.resolve("aside/B02_s1.tif"), 2);
            Files.createDirectories(incoming.resolve("P8"));
            Files.move(
                    temp.resolve("aside/B02_s1.tif"),
                    incoming.resolve("P8/B02_s1.tif"),
                    StandardCopyOption.ATOMIC_MOVE);
            child.await(() -> Files.exists(marker));
            child.kill();
        }
        HaltingFileSystem.settings("", marker)
                .forEach((key, value) -> Job.spark("local[2]")
                        .sparkContext()
                        .hadoopConfiguration()
                        .set(key.substring("spark.hadoop.".length()), value));
        assertThat(processed(target).keySet()).containsExactly("P7/A01/1");
        Map<String, String> before = processed(target);
        Job.Result again =
                Job.run(arguments(target, "--available-now", "--settle", "1").toArray(new String[0]));
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(processed(target)).containsAllEntriesOf(before).hasSize(2);
        assertThat(Job.contents(target)).isEqualTo(clean("P7", "P8"));
        // Nothing is left over, and nothing is there twice.
        try (Stream<Path> files = Files.walk(output.resolve("cells"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .hasSize(2);
        }
        assertThat(Job.run(arguments(target, "--available-now", "--settle", "1").toArray(new String[0]))
                        .out())
                .isEmpty();
    }
}
