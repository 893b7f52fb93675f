package org.cellineage.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.format.MovieKey;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.Storage;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.jobs.catalog.CountingStorage;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a movie counts as whole, and that each version of it arrives once. */
class MovieScannerTest {

    private static final long NOW = 1_700_000_000_000L;

    @TempDir
    private Path temp;

    private final AtomicLong clock = new AtomicLong(NOW);

    private MovieScanner scanner(String input, boolean watches) {
        return scanner(input, "auto", watches);
    }

    private MovieScanner scanner(String input, String layout, boolean watches) {
        return scanner(new HadoopStorage(new Configuration()), input, layout, watches);
    }

    private MovieScanner scanner(Storage storage, String input, String layout, boolean watches) {
        OutputFolder output =
                OutputFolder.open(new Configuration(), temp.resolve("out").toString());
        return new MovieScanner(
                new MovieScanner.Source(storage, output, layout, ReadOptions.DEFAULTS),
                List.of(input),
                new MovieScanner.Completeness(60, "", watches),
                clock::get);
    }

    private static void frame(Path file, long modified) throws IOException {
        Files.createDirectories(file.getParent());
        try (TiffWriter writer = new TiffWriter(Files.newOutputStream(file), 1, 64, TiffWriter.Compression.NONE, "")) {
            writer.write(Plane.of(8, 4, new short[32]));
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
    }

    private static List<String> ids(List<Arrival> arrivals) {
        return arrivals.stream().map(Arrival::key).map(MovieKey::id).toList();
    }

    @Test
    void aMovieIsTakenOnceItsNewestFileIsOldEnough() throws IOException {
        frame(temp.resolve("P/B02_s1.tif"), NOW - 60_000);
        frame(temp.resolve("P/B02_s2.tif"), NOW - 59_000);
        MovieScanner scanner = scanner(temp.resolve("P").toString(), "stacks", false);
        assertThat(ids(scanner.whole())).containsExactly("P/B02/1");
        clock.addAndGet(1000);
        assertThat(ids(scanner.whole())).containsExactly("P/B02/1", "P/B02/2");
    }

    @Test
    void whatHasNotChangedIsNotOpenedAgainAlsoByTheNextWatch() throws IOException {
        frame(temp.resolve("P/B02_s1.tif"), NOW - 60_000);
        frame(temp.resolve("P/B02_s2.tif"), NOW - 60_000);
        CountingStorage storage = new CountingStorage(new HadoopStorage(new Configuration()));
        String input = temp.resolve("P").toString();
        MovieScanner first = scanner(storage, input, "stacks", false);
        assertThat(first.whole()).hasSize(2);
        assertThat(storage.opens()).containsExactlyInAnyOrder("B02_s1.tif", "B02_s2.tif");
        frame(temp.resolve("P/B02_s3.tif"), NOW - 60_000);
        storage.forget();
        assertThat(first.whole()).hasSize(3);
        assertThat(storage.opens()).containsExactly("B02_s3.tif");
        frame(temp.resolve("P/B02_s4.tif"), NOW - 60_000);
        storage.forget();
        assertThat(scanner(storage, input, "stacks", false).whole()).hasSize(4);
        assertThat(storage.opens()).containsExactly("B02_s4.tif");
    }

    @Test
    void oneThatIsWatchedMustHaveBeenSeenUnchangedWhateverItsFilesSay() throws IOException {
        // Copied with its times kept, a file may look old while its movie is still coming.
        frame(temp.resolve("in/M/img0001.tif"), NOW - 3_600_000);
        frame(temp.resolve("in/M/img0002.tif"), NOW - 3_600_000);
        MovieScanner scanner = scanner(temp.resolve("in") + "/*", true);
        assertThat(scanner.whole()).isEmpty();
        clock.addAndGet(59_000);
        frame(temp.resolve("in/M/img0003.tif"), NOW - 3_600_000);
        assertThat(scanner.whole()).isEmpty();
        clock.addAndGet(59_000);
        assertThat(scanner.whole()).isEmpty();
        clock.addAndGet(1_000);
        assertThat(ids(scanner.whole())).hasSize(1);
    }

    private static void text(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.replace('\'', '"'));
    }

    @Test
    void anImageOfManyChunksIsWholeWhenTheNewestOfThemIsOldEnough() throws IOException {
        Path image = temp.resolve("in/film.zarr");
        text(
                image.resolve(".zattrs"),
                "{'multiscales':[{'version':'0.3','axes':['t','y','x'],'datasets':[{'path':'0'}]}]}");
        text(
                image.resolve("0/.zarray"),
                "{'zarr_format':2,'shape':[3,4,4],'chunks':[1,4,4],'dtype':'|u1','compressor':null,'fill_value':0,"
                        + "'order':'C','dimension_separator':'/'}");
        for (int t = 0; t < 3; t++) {
            Path chunk = image.resolve("0/" + t + "/0/0");
            text(chunk, "sixteen samples.");
            Files.setLastModifiedTime(chunk, FileTime.fromMillis(NOW - (t == 1 ? 59_000 : 100_000)));
        }
        MovieScanner scanner = scanner(temp.resolve("in") + "/*", false);
        assertThat(scanner.whole()).isEmpty();
        clock.addAndGet(1000);
        assertThat(ids(scanner.whole())).containsExactly("default/-/film");
    }

    @Test
    void nothingThereYetIsNoFault() throws IOException {
        assertThat(scanner(temp.resolve("not/yet").toString(), true).whole()).isEmpty();
        Files.createDirectories(temp.resolve("empty"));
        assertThat(scanner(temp.resolve("empty") + "/*", true).whole()).isEmpty();
        Files.writeString(temp.resolve("empty/notes.txt"), "soon");
        assertThat(scanner(temp.resolve("empty").toString(), true).whole()).isEmpty();
    }

    @Test
    void theLogHandsOverEachVersionOnceAlsoWhenItIsOpenedAgain() throws IOException {
        OutputFolder folder =
                OutputFolder.open(new Configuration(), temp.resolve("log").toString());
        for (int version = 0; version < 60; version++) {
            ArrivalLog log = ArrivalLog.open(folder);
            assertThat(log.last()).isEqualTo(version);
            Arrival changed = new Arrival("in", "P", "B02", "1", "v" + version);
            Arrival steady = new Arrival("in", "P", "B02", "2", "v");
            log.take(List.of(changed, steady));
            log.take(List.of(changed, steady));
            assertThat(log.last()).isEqualTo(version + 1);
            assertThat(log.read(version + 1)).isEqualTo(version == 0 ? List.of(changed, steady) : List.of(changed));
        }
        assertThat(ArrivalLog.open(folder).last()).isEqualTo(60);
    }
}
