package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.FrameRef;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Broken inputs: the bad file, frame or movie is named with cause and remedy, and everything else is read. */
class BadMovieTest {

    @TempDir
    Path temp;

    private MovieFolder folder() {
        return new MovieFolder(temp.resolve("P"));
    }

    /** 30 frames of a movie in the CTC layout, frame t of grey value t + 1. */
    private MovieFolder thirtyFrames() {
        MovieFolder folder = folder();
        for (int t = 0; t < 30; t++) {
            folder.tiff(frame(t), t + 1);
        }
        return folder.tiff("02/t000.tif", 77);
    }

    private static String frame(int t) {
        return String.format(java.util.Locale.ROOT, "01/t%03d.tif", t);
    }

    private static List<Integer> frames(Catalog catalog) {
        return catalog.movies().get(0).frames().stream().map(f -> f.frame()).toList();
    }

    private static void assertActionable(Catalog catalog) {
        assertThat(catalog.failures()).isNotEmpty().allSatisfy(f -> {
            assertThat(f.problem().where()).isNotBlank();
            assertThat(f.problem().cause()).endsWith(".").hasSizeGreaterThan(10);
            assertThat(f.problem().remedy()).endsWith(".").hasSizeGreaterThan(10);
        });
    }

    /** One bad frame of thirty is left out, and only it. */
    private void assertOneBadFrame(MovieFolder folder, int bad, String... cause) throws IOException {
        Catalog catalog = folder.catalog();

        assertActionable(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("P/-/01@" + bad);
        for (String part : cause) {
            assertThat(catalog.failures().get(0).problem().cause()).contains(part);
        }
        assertThat(catalog.movies()).extracting(m -> m.key().id()).containsExactly("P/-/01", "P/-/02");
        assertThat(catalog.movies().get(0).frameCount()).isEqualTo(30);
        assertThat(frames(catalog)).hasSize(29).doesNotContain(bad);
        Map<String, List<List<Integer>>> pixels = MovieFolder.pixels(catalog);
        for (int i = 0; i < 29; i++) {
            int t = i < bad ? i : i + 1;
            assertThat(pixels.get("P/-/01").get(i)).containsExactly(t + 1);
        }
    }

    @Test
    void aMissingFrameIsNamed() throws IOException {
        MovieFolder folder = thirtyFrames();
        Files.delete(folder.root().resolve(frame(12)));
        assertOneBadFrame(folder, 12, "Frame 12", "missing");
    }

    /** A frame whose header was not looked at is in the catalog, and named when it is read. */
    private void assertNamedWhenRead(MovieFolder folder, int bad) throws IOException {
        Catalog catalog = folder.catalog();

        assertThat(catalog.failures()).isEmpty();
        Movie movie = catalog.movies().get(0);
        assertThat(movie.frames()).hasSize(30);
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            for (FrameRef frame : movie.frames()) {
                PlaneRef plane = frame.channels().get(0);
                if (frame.frame() == bad) {
                    assertThatThrownBy(() -> reader.read(plane))
                            .isInstanceOf(BadInputException.class)
                            .hasMessageContaining(frame(bad));
                } else {
                    assertThat(reader.read(plane).toInts()).contains(frame.frame() + 1);
                }
            }
        }
    }

    @Test
    void aTextFileAmongFramesIsNamed() throws IOException {
        assertOneBadFrame(thirtyFrames().text(frame(0)), 0, "not a TIFF");
        assertNamedWhenRead(thirtyFrames().text(frame(7)), 7);
    }

    @Test
    void anEmptyFileAmongFramesIsNamed() throws IOException {
        assertOneBadFrame(thirtyFrames().put(frame(29), new byte[0]), 29, "empty");
    }

    @Test
    void aFrameOfAnotherSizeIsLeftToItsReader() throws IOException {
        Catalog catalog =
                thirtyFrames().put(frame(3), MovieFolder.tiffBytes("", 8, 5, 4)).catalog();
        // Frames check their own size when they are read: the movie's is that of its first.
        Movie movie = catalog.movies().get(0);
        assertThat(List.of(movie.width(), movie.height())).containsExactly(7, 5);
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            assertThat(reader.read(movie.frames().get(3).channels().get(0)).width())
                    .isEqualTo(8);
        }
    }

    @Test
    void aCutOffFrameIsNamedWhereverItIsCut() throws IOException {
        byte[] whole = MovieFolder.tiffBytes("", 7, 5, 6);
        for (int length = 1; length < whole.length; length += 13) {
            assertOneBadFrame(thirtyFrames().put(frame(0), Arrays.copyOf(whole, length)), 0);
            assertNamedWhenRead(thirtyFrames().put(frame(5), Arrays.copyOf(whole, length)), 5);
        }
    }

    @Test
    void aHeaderThatClaimsHugeSidesIsRefusedWithoutMemory() throws IOException {
        byte[] lying = MovieFolder.tiffBytes("", 7, 5, 6);
        // The first two entries of the directory behind the 8-byte header are width and height.
        for (int at : new int[] {8 + 2 + 8, 8 + 2 + 12 + 8}) {
            for (int b = 0; b < 4; b++) {
                lying[at + b] = (byte) (b == 3 ? 0x7f : 0xff);
            }
        }
        assertOneBadFrame(thirtyFrames().put(frame(0), lying), 0);
        assertNamedWhenRead(thirtyFrames().put(frame(5), lying), 5);
    }

    @Test
    void twoFilesForOneFrameLoseTheMovieAndBothAreNamed() throws IOException {
        Catalog catalog = thirtyFrames().tiff("01/t0007.tif", 99).catalog();

        assertActionable(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("P/-/01@-1");
        assertThat(catalog.failures().get(0).problem().toString()).contains("t007.tif", "t0007.tif");
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P/-/02", List.of(List.of(77))));
    }

    @Test
    void moreThanATenthOfBadFramesLosesTheMovieInOneRow() throws IOException {
        MovieFolder folder = thirtyFrames();
        for (int t = 0; t < 3; t++) {
            folder.put(frame(2 * t), new byte[0]);
        }
        assertThat(MovieFolder.failed(folder.catalog())).containsExactly("P/-/01@0", "P/-/01@2", "P/-/01@4");

        Catalog catalog = folder.put(frame(20), new byte[0]).catalog();

        assertActionable(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("P/-/01@-1");
        assertThat(catalog.failures().get(0).problem().cause()).contains("4 of 30 frames");
        assertThat(catalog.movies()).extracting(m -> m.key().id()).containsExactly("P/-/02");
    }

    @Test
    void aMovieWithoutOneGoodFrameIsLost() throws IOException {
        MovieFolder folder = folder().text("01/t000.tif").text("01/t001.tif").tiff("02/t000.tif", 5);
        Catalog catalog = folder.catalog();
        assertActionable(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("P/-/01@-1");
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P/-/02", List.of(List.of(5))));
    }

    /** Numbers that are dates or times leave gaps of millions; they must not become millions of failures. */
    @Test
    @Timeout(20)
    void aWildFrameNumberLosesTheMovieAtOnce() throws IOException {
        MovieFolder folder = folder().tiff("img_0.tif", 1).tiff("img_1.tif", 1).tiff("img_999999998.tif", 2);
        Catalog catalog = folder.catalog("frames");
        assertActionable(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("temp/-/P@-1".replace("temp", last(temp)));
        assertThat(catalog.failures().get(0).problem().cause()).contains("999999996 of 999999999 frames");
    }

    private static String last(Path path) {
        return path.getFileName().toString();
    }

    @Test
    void aFrameThatLacksAChannelIsLeftOut() throws IOException {
        MovieFolder folder = folder();
        for (int t = 1; t <= 3; t++) {
            folder.tiff("TimePoint_" + t + "/E_B02_s1_w1.TIF", t).tiff("TimePoint_" + t + "/E_B02_s1_w2.TIF", 10 + t);
        }
        Files.delete(folder.root().resolve("TimePoint_2/E_B02_s1_w2.TIF"));

        Catalog catalog = folder.catalog();

        assertActionable(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("P/B02/1@1");
        assertThat(catalog.failures().get(0).problem().cause()).contains("channel 'w2'");
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P/B02/1", List.of(List.of(1, 11), List.of(3, 13))));
    }

    /** Pages that a frame's file does not call channels may be z planes; taking them for channels is a guess. */
    @Test
    void aFrameOfSeveralPagesIsNoMovieOfChannelsUnlessTheFileSaysSo() throws IOException {
        MovieFolder folder = folder().tiff("01/t000.tif", 1, 2, 3)
                .tiff("01/t001.tif", 4, 5, 6)
                .put("02/t000.tif", MovieFolder.tiffBytes(TiffWriter.imageJDescription(3, 1), 7, 5, 1, 2, 3))
                .put("03/t000.tif", MovieFolder.tiffBytes("ImageJ=1.54f\nimages=3\nslices=3\n", 7, 5, 1, 2, 3));

        Catalog catalog = folder.catalog();

        assertActionable(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("P/-/01@-1", "P/-/03@-1");
        assertThat(catalog.failures())
                .allSatisfy(f -> assertThat(f.problem().toString()).contains("3", "roject"));
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P/-/02", List.of(List.of(1, 2, 3))));
    }

    @Test
    void oneBadStackStopsNoOther() throws IOException {
        MovieFolder folder = folder().text("B02_s1.tif")
                .tiff("B02_s2.tif", 1, 2)
                .tiff("B02_s3.tif", 3, 4)
                .put("B02_s4.tif", Arrays.copyOf(MovieFolder.tiffBytes("", 7, 5, 1, 2), 150))
                .put("B02_s5.tif", new byte[0])
                .put(
                        "B02_s6.tif",
                        MovieFolder.tiffBytes("ImageJ=1.54f\nimages=4\nslices=2\nframes=2\n", 7, 5, 1, 2, 3, 4));

        Catalog catalog = folder.catalog();

        assertThat(catalog.layout()).isEqualTo("stacks");
        assertActionable(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("P/B02/1@-1", "P/B02/4@-1", "P/B02/5@-1", "P/B02/6@-1");
        assertThat(catalog.failures().get(3).problem().toString()).contains("2 z planes", "2 time points", "--z max");
        assertThat(MovieFolder.pixels(catalog))
                .isEqualTo(
                        Map.of("P/B02/2", List.of(List.of(1), List.of(2)), "P/B02/3", List.of(List.of(3), List.of(4))));
    }

    @Test
    void oneKeyTwiceLosesTheLaterFileAndNamesBoth() throws IOException {
        MovieFolder folder = folder().tiff("B02_s1.tif", 1, 2).tiff("B2_s1.tif", 3, 4);
        Catalog catalog = folder.catalog("stacks");
        assertActionable(catalog);
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P/B02/1", List.of(List.of(1), List.of(2))));
        assertThat(MovieFolder.failed(catalog)).containsExactly("P/B02/1@-1");
        assertThat(catalog.failures().get(0).problem().toString()).contains("B02_s1.tif", "B2_s1.tif");
        for (long seed = 0; seed < 8; seed++) {
            assertThat(new CatalogReader(new MovieFolder.Shuffled(seed))
                            .read(folder.root().toString(), "stacks"))
                    .isEqualTo(catalog);
        }
    }

    @Test
    void twoInputsWithOneMovieKeepTheFirst() throws IOException {
        Catalog first =
                new MovieFolder(temp.resolve("a/P")).tiff("B02_s1.tif", 1, 2).catalog("stacks");
        Catalog second = new MovieFolder(temp.resolve("b/P"))
                .tiff("B02_s1.tif", 3)
                .tiff("B02_s2.tif", 4)
                .catalog("stacks");
        Catalog both = CatalogReader.merge(List.of(first, second));
        assertThat(both.movies()).extracting(Movie::key).doesNotHaveDuplicates().hasSize(2);
        assertThat(both.movies().get(0)).isEqualTo(first.movies().get(0));
        assertThat(both.failures())
                .extracting(CatalogFailure::movie)
                .containsExactly(first.movies().get(0).key());
    }

    @Test
    void aBadArchiveMemberStopsNoOther() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("B02_s1.tif", "no image".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        members.put("B02_s2.tif", MovieFolder.tiffBytes("", 7, 5, 3));
        Catalog catalog =
                new MovieFolder(temp).put("P.zip", MovieFolder.zip(members)).catalog();
        assertActionable(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("P/B02/1@-1");
        assertThat(catalog.failures().get(0).problem().where()).endsWith("P.zip!B02_s1.tif");
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P/B02/2", List.of(List.of(3))));
    }

    @Test
    void aBadArchiveStopsNoOther() throws IOException {
        MovieFolder folder = folder().put(
                        "A.zip", MovieFolder.zip(Map.of("../B02_s1.tif", MovieFolder.tiffBytes("", 7, 5, 3))))
                .put("B.zip", MovieFolder.zip(Map.of("B02_s1.tif", MovieFolder.tiffBytes("", 7, 5, 4))))
                .text("C.zip");
        Catalog catalog = folder.catalog();
        assertActionable(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("A/-/A@-1", "C/-/C@-1");
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("B/B02/1", List.of(List.of(4))));
    }

    @Test
    void aLinkThatLeadsBackIsToldAndStopsNothing() throws IOException {
        MovieFolder folder = new MovieFolder(temp.resolve("P7")).tiff("a/B02_s1.tif", 1, 2);
        Files.createSymbolicLink(folder.root().resolve("a/round"), folder.root());
        Catalog catalog = folder.catalog();
        assertThat(catalog.movies()).hasSize(1);
        assertThat(catalog.warnings()).hasSize(1).first().satisfies(warning -> {
            assertThat(warning.problem().where()).endsWith("a/round");
            assertThat(warning.problem().cause()).contains("leads back");
        });
    }

    @Test
    void anEmptyFolderAndAPathThatIsNotThereAreErrors() throws IOException {
        Files.createDirectories(temp.resolve("P"));
        assertThatThrownBy(() -> folder().catalog())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(temp.resolve("P").toString())
                .hasMessageContaining("empty");
        for (String layout : List.of("stack", "stacks", "zip", "ctc", "imagexpress", "frames", "trk")) {
            assertThatThrownBy(() -> folder().catalog(layout)).as(layout).isInstanceOf(BadInputException.class);
        }
        assertThatThrownBy(() -> new MovieFolder(temp.resolve("nowhere")).catalog())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("no such file");
    }
}
