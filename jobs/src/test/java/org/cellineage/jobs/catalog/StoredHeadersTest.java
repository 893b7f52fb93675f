package org.cellineage.jobs.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.format.Calibration;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Description;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.image.PixelType;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was read of headers is there in the next run, and nothing that is wrong is. */
class StoredHeadersTest {

    private static final String ROOT = "s3a://screen/P7";

    @TempDir
    private Path temp;

    private OutputFolder output;

    @BeforeEach
    void makeOutput() {
        output = OutputFolder.open(new Configuration(), temp.toString());
    }

    private static Description description(int width) {
        MovieKey key = new MovieKey("P7", "B02", "1");
        PlaneRef plane = PlaneRef.tiff("s3a://screen/P7/B02 \u00b5\n.tif", 3);
        PlaneRef maximum = PlaneRef.project(PlaneRef.Projection.MAXIMUM, List.of(plane, plane));
        Movie movie = new Movie(
                key,
                "s3a://screen/P7",
                width,
                4,
                PixelType.U16,
                List.of("DAPI", "GFP"),
                new Calibration(0.65, Double.NaN),
                2,
                List.of(new FrameRef(0, List.of(plane, maximum))));
        Problem problem = new Problem("where", "cause", "remedy");
        return new Description(
                List.of(movie),
                List.of(CatalogFailure.ofFrame(key, 1, problem)),
                List.of(CatalogWarning.ofMovie(key, problem)));
    }

    private StoredHeaders opened() {
        return StoredHeaders.open(output, ROOT);
    }

    private static Optional<Description> find(StoredHeaders headers, String key, String version) {
        return headers.find(key, version, Description.class);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("_catalog"))) {
            return files.filter(file -> file.toString().endsWith(".headers"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatIsKeptIsFoundLaterForTheSameVersionAndInputAlone() {
        StoredHeaders first = opened();
        assertThat(find(first, "a", "v1")).isEmpty();
        first.keep("a", "v1", description(7));
        assertThat(find(opened(), "a", "v1")).as("not saved yet").isEmpty();
        first.save();
        assertThat(find(opened(), "a", "v1")).contains(description(7));
        assertThat(find(opened(), "a", "v2")).isEmpty();
        assertThat(find(opened(), "b", "v1")).isEmpty();
        assertThat(find(StoredHeaders.open(output, ROOT + "/other"), "a", "v1")).isEmpty();
        assertThat(find(StoredHeaders.renewed(output, ROOT), "a", "v1")).isEmpty();
    }

    @Test
    void twoWritersKeepWhatBothHaveRead() {
        StoredHeaders one = opened();
        StoredHeaders other = opened();
        one.keep("a", "v1", description(7));
        other.keep("b", "v1", description(8));
        other.keep("a", "v2", description(9));
        one.save();
        other.save();
        assertThat(find(opened(), "a", "v2")).contains(description(9));
        assertThat(find(opened(), "b", "v1")).contains(description(8));
    }

    @Test
    void aFileIsWrittenOnlyWhenSomethingWasRead() throws IOException {
        opened().save();
        assertThat(temp.resolve("_catalog")).doesNotExist();
        StoredHeaders headers = opened();
        headers.keep("a", "v1", description(7));
        headers.save();
        Files.delete(file());
        headers.save();
        StoredHeaders.open(output, ROOT).save();
        assertThat(temp.resolve("_catalog")).isEmptyDirectory();
    }

    @Test
    void damagedFilesAndThoseOfOtherVersionsAreIgnoredAndReplaced() throws IOException {
        StoredHeaders headers = opened();
        headers.keep("a", "v1", description(7));
        headers.save();
        byte[] whole = Files.readAllBytes(file());
        String text = new String(whole, StandardCharsets.UTF_8);
        for (int cut = 0; cut < whole.length; cut += 7) {
            Files.write(file(), java.util.Arrays.copyOf(whole, cut));
            assertThat(find(opened(), "a", "v1")).isEmpty();
        }
        for (int at = 0; at < whole.length; at += 7) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file(), damaged);
            assertThat(find(opened(), "a", "v1")).isEmpty();
        }
        Files.writeString(file(), text.replaceFirst("headers 1", "headers 999"));
        StoredHeaders anew = opened();
        assertThat(find(anew, "a", "v1")).isEmpty();
        anew.keep("b", "v1", description(8));
        anew.save();
        assertThat(find(opened(), "b", "v1")).contains(description(8));
    }

    @Test
    void theFileIsBoundedAndWhatWasUsedLastStays() {
        StoredHeaders old = opened();
        for (int i = 0; i < 100; i++) {
            old.keep("old " + i, "v1", description(i + 1));
        }
        old.save();
        long bytes = sizeOfFile();
        StoredHeaders bounded = StoredHeaders.open(output, ROOT, bytes / 2);
        assertThat(find(bounded, "old 7", "v1")).isPresent();
        bounded.keep("new", "v1", description(1000));
        bounded.save();
        assertThat(sizeOfFile()).isLessThan(bytes * 6 / 10).isGreaterThan(bytes * 3 / 10);
        assertThat(find(opened(), "old 7", "v1")).isPresent();
        assertThat(find(opened(), "new", "v1")).isPresent();
    }

    private long sizeOfFile() {
        try {
            return Files.size(file());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anOutputThatCannotBeWrittenStopsNothing() throws IOException {
        StoredHeaders headers = opened();
        headers.keep("a", "v1", description(7));
        Files.writeString(temp.resolve("_catalog"), "a file in the way");
        headers.save();
        assertThat(find(headers, "a", "v1")).contains(description(7));
        assertThat(find(opened(), "a", "v1")).isEmpty();
    }
}
