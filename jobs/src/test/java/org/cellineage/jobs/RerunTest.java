package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a later run does again, and what it leaves. */
class RerunTest {

    @TempDir
    private Path temp;

    private Path plate;
    private Path output;

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    @BeforeEach
    void makePlate() throws IOException {
        plate = Files.createDirectories(temp.resolve("P7"));
        output = temp.resolve("lineages");
        for (String movie : List.of("A01_s1", "A01_s2", "A02_s1")) {
            Movies.stack(plate.resolve(movie + ".tif"), movie.hashCode());
        }
    }

    private Job.Result run(String... more) {
        return run(output, more);
    }

    private Job.Result run(Path target, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", plate.toString(), "-o", target.toString()));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(List.of("--set", "execution.segment_partitions=1", "--set", "execution.track_partitions=1"));
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    private Job.Result track(String... more) {
        List<String> arguments = new ArrayList<>(List.of("track", "-o", output.toString()));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    private void succeed(String... more) {
        Job.Result result = run(more);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }

    /** Movie to the run that processed it. */
    private Map<String, String> processed() {
        Map<String, String> runs = new TreeMap<>();
        for (Row row : Job.rows(output, "movies", "movie_id", "processed_run_id")) {
            runs.put(row.getString(0), row.getString(1));
        }
        return runs;
    }

    /** The movies that the last run processed again. */
    private List<String> redone(Map<String, String> before) {
        return processed().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .map(entry -> entry.getKey().substring(3))
                .toList();
    }

    /** A run of all that is there now, into another place: what the tables must say. */
    private Map<String, List<String>> clean() {
        Path other = temp.resolve("clean" + System.nanoTime());
        run(other, "--discard-segmented");
        return Job.contents(other);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(output)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("_claims"))
                    .map(file -> output.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void unchangedMoviesAreLeftAndChangedOnesAreDone() throws IOException {
        succeed();
        Map<String, String> first = processed();
        List<String> files = files();
        Job.Result again = run();
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("0 movies, 0 frames").contains("3 movies are unchanged");
        assertThat(files()).isEqualTo(files);

        // The same size, another time; then other settings, which no segmentation depends on; then force.
        Files.setLastModifiedTime(plate.resolve("A01_s2.tif"), FileTime.fromMillis(1_600_000_000_000L));
        succeed();
        assertThat(redone(first)).containsExactly("A01/2");
        assertThat(Job.contents(output)).isEqualTo(clean());

        Map<String, String> second = processed();
        List<String> segmented =
                files().stream().filter(f -> f.startsWith("_segmented")).toList();
        succeed("--set", "tracking.max_gap_frames=1");
        assertThat(redone(second)).hasSize(3);
        assertThat(files().stream().filter(f -> f.startsWith("_segmented"))).isEqualTo(segmented);
        succeed("--set", "tracking.max_gap_frames=1", "--set", "execution.track_partitions=2");
        Map<String, String> third = processed();
        succeed("--set", "tracking.max_gap_frames=1", "--force");
        assertThat(redone(third)).hasSize(3);
        assertThat(files()).noneMatch(segmented::contains);
    }

    @Test
    void wellsThatAreAddedTouchNoOthersAndWhatIsGoneGoes() throws IOException {
        succeed();
        List<String> before =
                files().stream().filter(f -> f.contains("plate=P7/well")).toList();
        Movies.stack(plate.resolve("B05_s1.tif"), 5);
        succeed();
        assertThat(files()).containsAll(before);
        assertThat(processed()).hasSize(4);
        assertThat(Job.contents(output)).isEqualTo(clean());

        // A site that is gone goes with the next run over its well; a well that is gone is not covered, and stays.
        Files.delete(plate.resolve("A01_s2.tif"));
        Files.delete(plate.resolve("A02_s1.tif"));
        Map<String, String> second = processed();
        succeed();
        assertThat(processed().keySet()).containsExactly("P7/A01/1", "P7/A02/1", "P7/B05/1");
        assertThat(redone(second)).isEmpty();
        Map<String, List<String>> shown = Job.contents(output);
        shown.values().forEach(lines -> lines.removeIf(line -> line.contains("P7/A02/1")));
        assertThat(shown).isEqualTo(clean());
    }

    private List<String> segmented() throws IOException {
        return files().stream()
                .filter(file -> file.startsWith("_segmented"))
                .map(file -> file.substring(0, file.indexOf('/', "_segmented/".length())))
                .distinct()
                .toList();
    }

    @Test
    void segmentedFramesThatNobodyNeedsGo() throws IOException {
        // A batch of an older version of these movies, one that has a movie of another plate, and one of a later
        // version.
        succeed();
        String batch = segmented().get(0);
        String manifest = Files.readString(output.resolve(batch).resolve("batch.json"));
        Map<String, String> others = new TreeMap<>();
        others.put("_segmented/old", manifest.replaceFirst("\"version\":\\d+", "\"version\":1,\"was\":0"));
        others.put("_segmented/other", others.get("_segmented/old").replaceFirst("\"P7\"", "\"P8\""));
        others.put("_segmented/later", manifest.replaceFirst("\"version\":\\d+", "\"version\":1000,\"is\":0"));
        for (Map.Entry<String, String> other : others.entrySet()) {
            Files.createDirectories(output.resolve(other.getKey()));
            Files.writeString(output.resolve(other.getKey()).resolve("batch.json"), other.getValue());
        }
        succeed();
        assertThat(segmented()).containsExactlyInAnyOrder(batch, "_segmented/other", "_segmented/later");

        // A movie that is gone is not tracked again from what is left of it; a well that is gone stays.
        Files.delete(plate.resolve("A01_s2.tif"));
        Files.delete(plate.resolve("A02_s1.tif"));
        succeed();
        assertThat(Files.readString(output.resolve(batch).resolve("batch.json")))
                .contains("A01_s1.tif", "A02_s1.tif")
                .doesNotContain("A01_s2.tif");
        assertThat(track().code()).isZero();
        assertThat(processed().keySet()).containsExactly("P7/A01/1", "P7/A02/1");
    }

    @Test
    void onlyWhatIsNamedIsDone() throws IOException {
        succeed("--only", "P7/A01/2");
        assertThat(processed().keySet()).containsExactly("P7/A01/2");
        succeed("--only", "P7/A01");
        Map<String, String> first = processed();
        assertThat(first.keySet()).containsExactly("P7/A01/1", "P7/A01/2");
        succeed("--only", "P7/A02", "--only", "P7/A01/1", "--force");
        assertThat(redone(first)).containsExactly("A01/1", "A02/1");
        assertThat(Job.contents(output)).isEqualTo(clean());

        Job.Result typo = run("--only", "P7/A1");
        assertThat(typo.code()).isEqualTo(2);
        assertThat(typo.err()).contains("--only P7/A1").contains("P7/A01/1");
    }

    @Test
    void failuresAreRetriedAlone() throws IOException {
        byte[] whole = Files.readAllBytes(plate.resolve("A01_s2.tif"));
        Files.write(plate.resolve("A01_s2.tif"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(run().code()).isEqualTo(4);
        Map<String, String> first = processed();
        Files.write(plate.resolve("A01_s2.tif"), whole);
        // Changed, but it has not failed: not asked for.
        Files.setLastModifiedTime(plate.resolve("A02_s1.tif"), FileTime.fromMillis(1_600_000_000_000L));
        succeed("--retry-failed");
        assertThat(redone(first)).containsExactly("A01/2");
        assertThat(Job.failures(output)).isEmpty();
        succeed();
        assertThat(Job.contents(output)).isEqualTo(clean());
        Job.Result none = run("--retry-failed");
        assertThat(none.code()).isZero();
        assertThat(none.out()).contains("0 movies");
    }

    @Test
    void aMovieThatFailsWhileAnotherOfItsWellStaysKeepsTheWellsRows() throws IOException {
        succeed();
        Map<String, List<String>> before = Job.contents(output);
        byte[] whole = Files.readAllBytes(plate.resolve("A01_s2.tif"));
        FileTime time = Files.getLastModifiedTime(plate.resolve("A01_s2.tif"));
        Files.writeString(plate.resolve("A01_s2.tif"), "no image");
        assertThat(run().code()).isEqualTo(4);
        assertThat(Job.contents(output).get("cells")).isEqualTo(before.get("cells"));
        assertThat(Job.failures(output)).hasSize(1);
        // Put back as it was: what failed last is tried again, and the failure goes.
        Files.write(plate.resolve("A01_s2.tif"), whole);
        Files.setLastModifiedTime(plate.resolve("A01_s2.tif"), time);
        Map<String, String> first = processed();
        succeed();
        assertThat(redone(first)).containsExactly("A01/2");
        assertThat(Job.contents(output)).isEqualTo(before);
    }

    @Test
    void givenLabelsCountAsInput() throws IOException {
        Path data = Movies.plate(temp.resolve("ctc/plate"), 2, 1);
        plate = data;
        succeed("--labels", data.toString());
        Map<String, String> first = processed();
        succeed("--labels", data.toString());
        assertThat(processed()).isEqualTo(first);
        Files.setLastModifiedTime(
                data.resolve("A02_s1_GT/TRA/man_track003.tif"), FileTime.fromMillis(1_600_000_000_000L));
        succeed("--labels", data.toString());
        assertThat(processed().get("plate/A01/1")).isEqualTo(first.get("plate/A01/1"));
        assertThat(processed().get("plate/A02/1")).isNotEqualTo(first.get("plate/A02/1"));
        succeed("--tracks", data.toString());
        assertThat(processed().get("plate/A01/1")).isNotEqualTo(first.get("plate/A01/1"));
    }

    @Test
    void trackTakesWhatWasSegmentedLastOfEveryMovie() throws IOException {
        succeed("--only", "P7/A01");
        succeed("--only", "P7/A02");
        Map<String, String> first = processed();
        Job.Result track = track("--only", "P7/A01/1");
        assertThat(track.code()).as(track.err()).isZero();
        assertThat(redone(first)).containsExactly("A01/1");
        assertThat(track().code()).isZero();
        assertThat(redone(first)).hasSize(3);
        assertThat(Job.contents(output)).isEqualTo(clean());
    }
}
