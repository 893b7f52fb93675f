package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cellineage.format.Catalog;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which layout a folder is taken for, and which movies, frames and channels come out of it, to the pixel. */
class MovieLayoutTest {

    @TempDir
    Path temp;

    /**
     * A made input.
     *
     * @param root what is given to {@code --input}, below the temporary folder
     * @param layout the layout that must be recognised
     * @param pixels movie id to grey values, a list a frame, a value a channel
     */
    record Input(String root, String layout, Consumer<MovieFolder> files, Map<String, List<List<Integer>>> pixels) {
        @Override
        public String toString() {
            return layout + " " + root;
        }
    }

    private static List<List<Integer>> grey(int... frames) {
        return java.util.Arrays.stream(frames).mapToObj(List::of).toList();
    }

    static Stream<Input> inputs() {
        return Stream.of(
                new Input(
                        "in/movie.tif",
                        "stack",
                        f -> f.tiff("in/movie.tif", 1, 2, 3),
                        Map.of("default/-/movie", grey(1, 2, 3))),
                new Input(
                        "in/one.ome.tif", "stack", f -> f.tiff("in/one.ome.tif", 9), Map.of("default/-/one", grey(9))),
                new Input(
                        "in/two.tif",
                        "stack",
                        f -> f.put(
                                "in/two.tif",
                                MovieFolder.tiffBytes(TiffWriter.imageJDescription(2, 3), 7, 5, 1, 2, 3, 4, 5, 6)),
                        Map.of("default/-/two", List.of(List.of(1, 2), List.of(3, 4), List.of(5, 6)))),
                new Input(
                        "plate7",
                        "stacks",
                        f -> f.tiff("plate7/B02_s1.tif", 1, 2)
                                .tiff("plate7/exp_b3_s12.TIF", 3, 4, 5)
                                .tiff("plate7/control.tiff", 6, 7)
                                .tiff("plate7/day2/B02_s1.tif", 8, 9)
                                .text("plate7/notes.txt"),
                        Map.of(
                                "plate7/B02/1", grey(1, 2),
                                "plate7/B03/12", grey(3, 4, 5),
                                "plate7/-/control", grey(6, 7),
                                "plate7_day2/B02/1", grey(8, 9))),
                new Input(
                        "screen.zip",
                        "zip",
                        f -> f.put("screen.zip", zipOfStacks()),
                        Map.of("screen/B02/1", grey(1, 2), "screen/B02/2", grey(3, 4), "screen/-/a_b", grey(5, 6))),
                new Input(
                        "SET",
                        "ctc",
                        f -> f.tiff("SET/01/t000.tif", 1)
                                .tiff("SET/01/t001.tif", 2)
                                .tiff("SET/B02_s14/t0000.tif", 3)
                                .tiff("SET/01_GT/TRA/man_track000.tif", 70)
                                .tiff("SET/01_GT/t000.tif", 71)
                                .tiff("SET/01_ST/SEG/man_seg000.tif", 72)
                                .tiff("SET/01_RES/mask000.tif", 73)
                                .tiff("SET/01_ERR_SEG/t000.tif", 74),
                        Map.of("SET/-/01", grey(1, 2), "SET/B02/14", grey(3))),
                new Input(
                        "SET/02",
                        "ctc",
                        f -> f.tiff("SET/02/t000.tif", 4).tiff("SET/02/t001.tif", 5),
                        Map.of("SET/-/02", grey(4, 5))),
                new Input(
                        "in/movie",
                        "frames",
                        f -> f.tiff("in/movie/img_0004.tif", 1)
                                .tiff("in/movie/img_0005.tif", 2)
                                .tiff("in/movie/img_0006.tif", 3),
                        Map.of("in/-/movie", grey(1, 2, 3))),
                new Input(
                        "set",
                        "frames",
                        f -> f.tiff("set/a/x1.tif", 1)
                                .tiff("set/a/x2.tif", 2)
                                .tiff("set/b/x9.tif", 3)
                                .tiff("set/b/x10.tif", 4),
                        Map.of("set/-/a_x", grey(1, 2), "set/-/b_x", grey(3, 4))),
                new Input(
                        "PL",
                        "imagexpress",
                        f -> imageXpress(f, "PL/TimePoint_1/", 10)
                                .tiff("PL/TimePoint_1/E_B02_s1_w1_thumb.tif", 99)
                                .put(
                                        "PL/P.HTD",
                                        "\"WaveName1\", \"DAPI\"\n\"WaveName2\", \"Texas Red\"\n"
                                                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                                .tiff("PL/TimePoint_1/ZStep_1/E_B02_s1_w1.tif", 98)
                                .tiff("PL/TimePoint_1/ZStep_2/E_B02_s1_w1.tif", 97),
                        Map.of("PL/B02/1", List.of(List.of(11, 12)), "PL/AC03/2", List.of(List.of(13, 14)))));
    }

    private static MovieFolder imageXpress(MovieFolder f, String folder, int base) {
        return f.tiff(folder + "E_B02_s1_w1.TIF", base + 1)
                .tiff(folder + "E_B02_s1_w2.TIF", base + 2)
                .tiff(folder + "E_AC03_s2_w1.TIF", base + 3)
                .tiff(folder + "E_AC03_s2_w2.TIF", base + 4);
    }

    private static byte[] zipOfStacks() {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("screen/", new byte[0]);
        members.put("screen/B02_s1.tif", MovieFolder.tiffBytes("", 7, 5, 1, 2));
        members.put("B02_s2.tif", MovieFolder.tiffBytes("", 7, 5, 3, 4));
        members.put("a/b.tif", MovieFolder.tiffBytes("", 7, 5, 5, 6));
        members.put("__MACOSX/B02_s1.tif", new byte[] {1, 2, 3});
        members.put(".hidden.tif", new byte[] {1, 2, 3});
        members.put("readme.txt", new byte[] {1, 2, 3});
        return MovieFolder.zip(members);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void aLayoutIsRecognisedAndReadToThePixel(Input input) throws IOException {
        input.files().accept(new MovieFolder(temp));

        Catalog catalog = new MovieFolder(temp.resolve(input.root())).catalog();

        assertThat(catalog.layout()).isEqualTo(input.layout());
        assertThat(catalog.failures()).isEmpty();
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(input.pixels());
        assertThat(catalog.movies()).allSatisfy(movie -> {
            assertThat(movie.frameCount()).isEqualTo(movie.frames().size());
            assertThat(movie.frames())
                    .allSatisfy(frame -> assertThat(frame.channels()).hasSameSizeAs(movie.channels()));
        });
        // The layout's name must give the same as recognition.
        assertThat(new MovieFolder(temp.resolve(input.root()))
                        .catalog(input.layout())
                        .movies())
                .isEqualTo(catalog.movies());
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void theOrderOfTheListingDoesNotMatter(Input input) throws IOException {
        input.files().accept(new MovieFolder(temp));
        String root = temp.resolve(input.root()).toString();
        Catalog sorted = new CatalogReader(new LocalStorage()).read(root, input.layout());
        for (long seed = 0; seed < 5; seed++) {
            assertThat(new CatalogReader(new MovieFolder.Shuffled(seed)).read(root, input.layout()))
                    .isEqualTo(sorted);
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void aFileUriAndARoundaboutPathAreTheSamePlace(Input input) throws IOException {
        input.files().accept(new MovieFolder(temp));
        CatalogReader reader = new CatalogReader(new LocalStorage());
        Path root = temp.resolve(input.root());
        Catalog plain = reader.read(root.toString(), MovieFormats.AUTO);
        assertThat(reader.read(root.toUri().toString(), MovieFormats.AUTO)).isEqualTo(plain);
        String roundabout = temp + "//./x/../" + input.root();
        new MovieFolder(temp).text("x/empty.txt");
        assertThat(reader.read(roundabout, MovieFormats.AUTO)).isEqualTo(plain);
        Path relative = Path.of("").toAbsolutePath().relativize(root);
        assertThat(reader.read(relative.toString(), MovieFormats.AUTO)).isEqualTo(plain);
    }

    @Test
    void channelNamesOfAPlateComeFromItsHtdFileAndKeepTheirOrder() throws IOException {
        MovieFolder folder = new MovieFolder(temp.resolve("PL"));
        for (int t = 1; t <= 3; t++) {
            imageXpress(folder, "TimePoint_" + t + "/", 10 * t);
        }
        folder.put(
                "PL.HTD",
                "\"WaveName1\", \"Texas Red\"\r\n\"WaveName2\", \"Cy5\"\r\n"
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

        Catalog catalog = folder.catalog();

        assertThat(catalog.movies())
                .hasSize(2)
                .allSatisfy(movie -> assertThat(movie.channels()).containsExactly("w1_Texas Red", "w2_Cy5"));
        assertThat(MovieFolder.pixels(catalog))
                .containsEntry("PL/B02/1", List.of(List.of(11, 12), List.of(21, 22), List.of(31, 32)));
    }

    @Test
    void zStepsWithoutAProjectionAreReportedAndOneStepIsTaken() throws IOException {
        MovieFolder folder = new MovieFolder(temp.resolve("PL"))
                .tiff("TimePoint_1/ZStep_1/E_B02_s1_w1.TIF", 1)
                .tiff("TimePoint_1/ZStep_2/E_B02_s1_w1.TIF", 2)
                .tiff("TimePoint_1/ZStep_3/E_B03_s1_w1.TIF", 3);

        Catalog catalog = folder.catalog();

        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("PL/B03/1", grey(3)));
        assertThat(MovieFolder.failed(catalog)).containsExactly("PL/B02/1@-1");
        assertThat(catalog.failures().get(0).problem().cause()).contains("2 z planes");
    }

    @Test
    void aPatternNamesPlateWellSiteChannelAndFrame() throws IOException {
        MovieFolder folder = new MovieFolder(temp.resolve("in"));
        int value = 0;
        for (String plate : List.of("P1", "P2")) {
            for (int frame = 1; frame <= 2; frame++) {
                for (String channel : List.of("GFP", "DAPI")) {
                    folder.tiff("raw/" + plate + "/B02_s3_w" + channel + "_t" + frame + "_x7y.tif", ++value);
                }
            }
        }
        folder.text("raw/P1/readme.txt");

        Catalog catalog = folder.catalog("pattern:{plate}/{well}_s{site}_w{channel}_t{frame}_*.tif");

        assertThat(catalog.failures()).isEmpty();
        assertThat(catalog.movies()).allSatisfy(m -> assertThat(m.channels()).containsExactly("DAPI", "GFP"));
        assertThat(MovieFolder.pixels(catalog))
                .isEqualTo(Map.of(
                        "P1/B02/3", List.of(List.of(2, 1), List.of(4, 3)),
                        "P2/B02/3", List.of(List.of(6, 5), List.of(8, 7))));
    }

    @Test
    void aPatternWithOneChannelTakesOneImageAFrame() throws IOException {
        MovieFolder folder =
                new MovieFolder(temp.resolve("in")).tiff("B02_GFP_0.tif", 1).tiff("B02_GFP_1.tif", 2);
        Catalog catalog = folder.catalog("pattern:{well}_{channel}_{frame}.tif");
        assertThat(catalog.movies().get(0).channels()).containsExactly("GFP");
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("in/B02/1", grey(1, 2)));
    }

    @Test
    void aPatternThatFitsNothingShowsAnExample() {
        MovieFolder folder = new MovieFolder(temp).tiff("B02-1.tif", 1);
        assertThatThrownBy(() -> folder.catalog("pattern:{well}_t{frame}.tif"))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("{well}_t{frame}.tif")
                .hasMessageContaining("B02-1.tif");
    }

    @Test
    void patternsThatMakeNoSenseAreRefused() {
        for (String pattern : List.of("{frame}_{frame}.tif", "{depth}_{frame}.tif")) {
            assertThatThrownBy(() -> MovieFormats.named("pattern:" + pattern))
                    .as(pattern)
                    .isInstanceOf(BadConfigurationException.class)
                    .hasMessageContaining(pattern);
        }
        // What is no group is taken as it stands, not as a regular expression.
        MovieFolder folder = new MovieFolder(temp).tiff("a(1)+t0.tif", 1);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> folder.catalog("pattern:a(1)+t{frame}.tif")))
                .isNull();
    }

    @Test
    void anUnknownLayoutIsAnErrorThatListsTheKnownOnes() {
        assertThatThrownBy(() -> MovieFormats.named("nikkon"))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("nikkon")
                .hasMessageContaining("trk, zip, stack, ")
                .hasMessageContaining("imagexpress")
                .hasMessageContaining("ctc")
                .hasMessageContaining("frames, stacks");
    }

    @Test
    void nothingThatLooksLikeAMovieIsAnErrorThatNamesAFile() {
        MovieFolder folder = new MovieFolder(temp).text("thesis.docx");
        assertThatThrownBy(folder::catalog)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("thesis.docx");
    }
}
