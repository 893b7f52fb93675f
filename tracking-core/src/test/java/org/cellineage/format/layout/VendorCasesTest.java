package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cellineage.format.Catalog;
import org.cellineage.format.Movie;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs as microscopes leave them; every image tells by its grey value which frame and channel it is. */
class VendorCasesTest {

    @TempDir
    Path temp;

    private MovieFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new MovieFolder(temp.resolve("in"));
    }

    /** Each movie as text: key, frames, channels. */
    private static List<String> movies(Catalog catalog) {
        return catalog.movies().stream()
                .map(m -> m.key().id() + " " + m.frames().size() + "/" + m.frameCount() + " " + m.channels())
                .toList();
    }

    /** Frame t of channel c has the value 10 t + c, both from 0. */
    private static void assertInOrder(Catalog catalog) throws IOException {
        MovieFolder.pixels(catalog).forEach((id, frames) -> {
            for (int t = 0; t < frames.size(); t++) {
                for (int c = 0; c < frames.get(t).size(); c++) {
                    assertThat(frames.get(t).get(c)).as(id).isEqualTo(10 * t + c);
                }
            }
        });
    }

    private void frames(String pattern, int frames, int channels, int firstFrame, int firstChannel) {
        for (int t = 0; t < frames; t++) {
            for (int c = 0; c < channels; c++) {
                folder.tiff(String.format(Locale.ROOT, pattern, t + firstFrame, c + firstChannel), 10 * t + c);
            }
        }
    }

    private Catalog read(String layout, String... expected) throws IOException {
        Catalog catalog = folder.catalog();
        assertThat(catalog.failures()).isEmpty();
        assertThat(catalog.layout()).isEqualTo(layout);
        assertThat(movies(catalog)).containsExactly(expected);
        assertInOrder(catalog);
        return catalog;
    }

    @Test
    void leicaOfOneChannelAndOfTwo() throws IOException {
        frames("one/Exp3_Series002_t%02d_ch%02d.tif", 10, 1, 0, 0);
        frames("two/Exp3_Series001_t%02d_ch%02d.tif", 10, 2, 0, 0);
        read("leica", "one/-/Exp3_Series002 10/10 [ch0]", "two/-/Exp3_Series001 10/10 [ch0, ch1]");
    }

    @Test
    void metaMorph() throws IOException {
        String[] waves = {"w1GFP", "w2RFP"};
        for (int t = 0; t < 10; t++) {
            for (int c = 0; c < 2; c++) {
                folder.tiff("Dish1_" + waves[c] + "_s1_t" + (t + 1) + ".TIF", 10 * t + c);
            }
        }
        read("metamorph", "in/-/Dish1_1 10/10 [w1_GFP, w2_RFP]");
    }

    @Test
    void microManager() throws IOException {
        frames("Pos0/img_channel%2$03d_position000_time%1$09d_z000.tif", 10, 2, 0, 0);
        read("micro-manager", "in/-/0 10/10 [ch0, ch1]");
    }

    @Test
    void incucyteNamesTellTheInterval() throws IOException {
        for (String well : List.of("A1", "B12")) {
            for (int t = 0; t < 8; t++) {
                int hours = 4 * t;
                folder.tiff(
                        String.format(Locale.ROOT, "VID7_phase_%s_1_%02dd%02dh00m.tif", well, hours / 24, hours % 24),
                        10 * t);
            }
        }
        Catalog catalog = read("incucyte", "VID7/A01/1 8/8 [phase]", "VID7/B12/1 8/8 [phase]");
        assertThat(catalog.movies())
                .allSatisfy(m -> assertThat(m.calibration().frameIntervalS()).isEqualTo(4 * 3600.0));
    }

    /** A scan that was skipped is a frame that lacks, because the others lie on a grid. */
    @Test
    void aSkippedScanIsAMissingFrame() throws IOException {
        for (int t = 0; t < 30; t++) {
            if (t != 5) {
                folder.tiff(
                        String.format(Locale.ROOT, "HeLa_B7_3_%02dd%02dh%02dm.tif", t / 48, t / 2 % 24, t % 2 * 30), t);
            }
        }
        Catalog catalog = folder.catalog();
        assertThat(movies(catalog)).hasSize(1).first().asString().contains("B07/3 29/30");
        assertThat(catalog.failures()).hasSize(1).first().satisfies(f -> {
            assertThat(f.frame()).isEqualTo(5);
            assertThat(f.problem().cause()).contains("missing");
        });
        assertThat(catalog.movies().get(0).calibration().frameIntervalS()).isEqualTo(1800);
    }

    /** Times off any grid are frames in their order, and it is told. */
    @Test
    void irregularTimesAreFramesInTheirOrder() throws IOException {
        int[] minutes = {0, 30, 75, 90, 130};
        for (int t = 0; t < minutes.length; t++) {
            folder.tiff(
                    String.format(Locale.ROOT, "HeLa_B7_3_00d%02dh%02dm.tif", minutes[t] / 60, minutes[t] % 60),
                    10 * t);
        }
        Catalog catalog = folder.catalog();
        assertThat(catalog.failures()).isEmpty();
        assertThat(catalog.movies().get(0).frameCount()).isEqualTo(5);
        assertInOrder(catalog);
        assertThat(catalog.warnings())
                .anySatisfy(w -> assertThat(w.problem().cause()).contains("equal intervals"));
    }

    @Test
    void incucyteArchive() throws IOException {
        for (int t = 0; t < 8; t++) {
            folder.tiff(
                    String.format(
                            Locale.ROOT,
                            "EssenFiles/ScanData/2601/%02d/%02d00/700/B12-1-C1.tif",
                            15 + 4 * t / 24,
                            4 * t % 24),
                    10 * t);
        }
        Catalog catalog = folder.catalog();
        assertThat(catalog.layout()).isEqualTo("incucyte-archive");
        assertThat(movies(catalog)).hasSize(1).first().asString().contains("/B12/1 8/8 [C1]");
        assertThat(catalog.movies().get(0).calibration().frameIntervalS()).isEqualTo(4 * 3600.0);
        assertInOrder(catalog);
    }

    @Test
    void operaPhenixAndItsMetadata() throws IOException {
        frames("Images/r02c03f01p01-ch%2$dsk%1$dfk1fl1.tiff", 6, 2, 1, 1);
        frames("Images/r01c01f12p01-ch%2$dsk%1$dfk1fl1.tiff", 6, 2, 1, 1);
        read("opera-phenix", "in/A01/12 6/6 [ch1, ch2]", "in/B03/1 6/6 [ch1, ch2]");
        // From within the plate it is the same plate.
        assertThat(movies(new MovieFolder(folder.root().resolve("Images")).catalog()))
                .isEqualTo(movies(folder.catalog()));
    }

    @Test
    void yokogawaNamesThePlate() throws IOException {
        frames("P7_B03_T%04dF001L01A01Z01C%02d.tif", 6, 2, 1, 1);
        read("cv8000", "P7/B03/1 6/6 [C01, C02]");
    }

    @Test
    void inCellMilliseconds() throws IOException {
        for (int t = 0; t < 6; t++) {
            folder.tiff("A - 01(fld 1 wv UV - DAPI time " + (t + 1) + " - " + 300_000 * t + "ms).tif", 10 * t);
        }
        Catalog catalog = read("incell", "in/A01/1 6/6 [UV - DAPI]");
        assertThat(catalog.movies().get(0).calibration().frameIntervalS()).isEqualTo(300);
    }

    @Test
    void imageXpressSitesBeyondNineAreNoWells() throws IOException {
        frames("TimePoint_%d/P7_C05_s12_w%d.TIF", 3, 2, 1, 1);
        read("imagexpress", "in/C05/12 3/3 [w1, w2]");
    }

    @Test
    void plainFrames() throws IOException {
        frames("img_%04d.tif", 8, 1, 1, 0);
        String parent = temp.getFileName().toString();
        read("frames", parent + "/-/in 8/8 [channel0]");
    }

    @Test
    void plainFramesInColour() throws IOException {
        for (int t = 0; t < 8; t++) {
            folder.rgb(String.format(Locale.ROOT, "img_%04d.tif", t + 1), 10 * t, 10 * t + 1, 10 * t + 2);
        }
        String parent = temp.getFileName().toString();
        read("frames", parent + "/-/in 8/8 [red, green, blue]");
    }

    /** A folder a plate, a stack a well; and a folder a day, which is no plate of its own. */
    @Test
    void platesOfStacksAndDaysOfAPlate() throws IOException {
        for (String plate : List.of("P1", "P2")) {
            for (String well : List.of("B02", "B03")) {
                folder.tiff("screen/" + plate + "/" + well + "_s1.tif", 0, 10, 20);
            }
        }
        for (String day : List.of("day1", "day2")) {
            folder.tiff("P9/" + day + "/B02_s1.tif", 0, 10, 20);
        }
        assertThat(movies(new MovieFolder(folder.root().resolve("screen")).catalog()))
                .containsExactly(
                        "P1/B02/1 3/3 [channel0]",
                        "P1/B03/1 3/3 [channel0]",
                        "P2/B02/1 3/3 [channel0]",
                        "P2/B03/1 3/3 [channel0]");
        assertThat(movies(new MovieFolder(folder.root().resolve("P9")).catalog()))
                .containsExactly("P9_day1/B02/1 3/3 [channel0]", "P9_day2/B02/1 3/3 [channel0]");
    }

    /** As numpy arrays are saved: with their axes, with a shape alone, and with z at each time point. */
    @Test
    void arraysOfPython() throws IOException {
        int[] pages = {0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51};
        String shape = "{\"shape\": [6, 2, 5, 7]";
        folder.put("B02_s1.tif", MovieFolder.tiffBytes(shape + ", \"axes\": \"TCYX\"}", 7, 5, pages));
        folder.put("B03_s1.tif", MovieFolder.tiffBytes(shape + "}", 7, 5, pages));
        folder.put("B05_s1.tif", MovieFolder.tiffBytes(shape + ", \"axes\": \"TZYX\"}", 7, 5, pages));
        Catalog catalog = folder.catalog();
        assertThat(movies(catalog))
                .containsExactly("in/B02/1 6/6 [channel0, channel1]", "in/B03/1 6/6 [channel0, channel1]");
        assertInOrder(catalog);
        assertThat(MovieFolder.failed(catalog)).containsExactly("in/B05/1@-1");
        assertThat(catalog.failures().get(0).problem().toString()).contains("2 z planes at each of 6", "--z max");
        assertThat(catalog.warnings())
                .hasSize(1)
                .first()
                .satisfies(warning -> assertThat(warning.problem().toString()).contains("B03_s1.tif", "axes"));
    }

    @Test
    void challengeDatasetsCutSequencesAndSequencesFromOne() throws IOException {
        frames("Fluo-A/01/t%03d.tif", 6, 1, 0, 0);
        frames("Fluo-A/01_GT/TRA/man_track%03d.tif", 6, 1, 0, 0);
        frames("Fluo-A/01_GT/SEG/man_seg%03d.tif", 6, 1, 0, 0);
        frames("Fluo-A/01_RES/mask%03d.tif", 6, 1, 0, 0);
        frames("Fluo-C/01/t%03d.tif", 6, 1, 1, 0);
        frames("Fluo-D/01/t%03d.tif", 6, 1, 50, 0);
        Catalog catalog =
                read("ctc", "Fluo-A/-/01 6/6 [channel0]", "Fluo-C/-/01 6/6 [channel0]", "Fluo-D/-/01 6/6 [channel0]");
        assertThat(catalog.warnings()).isNotEmpty();
    }

    @Test
    void aDatasetAsItWasDownloaded() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (int t = 0; t < 6; t++) {
            members.put("Fluo-A/01/t00" + t + ".tif", MovieFolder.tiffBytes("", 7, 5, 10 * t));
            members.put("Fluo-A/01_GT/TRA/man_track00" + t + ".tif", MovieFolder.tiffBytes("", 7, 5, 99));
        }
        folder.put("Fluo-A.zip", MovieFolder.zip(members));
        read("zip", "Fluo-A/-/01 6/6 [channel0]");
    }

    @Test
    void aFolderOfThumbnailsAndCalibrationImagesBesideMovies() throws IOException {
        folder.tiff("B02_s1.tif", 0, 10, 20)
                .tiff("B03_s1.tif", 0, 10)
                .tiff("MAX_B02_s1.tif", 99)
                .tiff("AVG_something.tif", 99)
                .tiff("flatfield.tif", 99)
                .tiff("B02_s1_thumb.tif", 99);
        Catalog catalog = read("stacks", "in/B02/1 3/3 [channel0]", "in/B03/1 2/2 [channel0]");
        String told = catalog.warnings().toString();
        assertThat(told).contains("MAX_B02_s1.tif", "AVG_something.tif", "flatfield.tif", "B02_s1_thumb.tif");
    }

    @Test
    void projectionsAloneAreMovies() throws IOException {
        folder.tiff("MAX_B02_s1.tif", 0, 10, 20).tiff("MAX_B03_s1.tif", 0, 10, 20);
        read("stacks", "in/B02/1 3/3 [channel0]", "in/B03/1 3/3 [channel0]");
    }

    @Test
    void numbersThatCouldMeanAnythingAreTold() throws IOException {
        for (int a = 1; a <= 5; a++) {
            for (int b = 1; b <= 2; b++) {
                folder.tiff("x_" + a + "_" + b + ".tif", 10 * (b - 1));
            }
        }
        Catalog catalog = folder.catalog();
        assertThat(catalog.warnings())
                .anySatisfy(w -> assertThat(w.problem().remedy()).contains("--layout"));
        Catalog settled = folder.catalog("pattern:x_{frame}_{channel}.tif");
        assertThat(movies(settled)).containsExactly("in/-/1 5/5 [1, 2]");
    }

    @Test
    void manyMoviesOfOneFrameAreTold() throws IOException {
        for (String name : List.of("alpha", "beta", "gamma", "delta")) {
            folder.tiff(name + ".tif", 0);
        }
        assertThat(folder.catalog().warnings())
                .anySatisfy(w -> assertThat(w.problem().toString()).contains("one or two frames", "--layout"));
    }

    @Test
    void numberedStacksAreMoviesWhateverTheirNumbers() throws IOException {
        for (int n : new int[] {1, 2, 9, 40, 77}) {
            folder.tiff("exp_" + n + ".tif", 0, 10, 20);
        }
        Catalog catalog = folder.catalog();
        assertThat(catalog.layout()).isEqualTo("stacks");
        assertThat(catalog.failures()).isEmpty();
        assertThat(catalog.movies()).hasSize(5).extracting(Movie::frameCount).containsOnly(3);
    }

    @Test
    void metadataOfTheVendorFillsTheMovie() throws IOException {
        frames("P7_B03_T%04dF001L01A01Z01C%02d.tif", 3, 1, 1, 1);
        folder.put(
                "MeasurementDetail.mrf",
                ("<?xml version=\"1.0\"?><bts:MeasurementDetail xmlns:bts=\"http://www.yokogawa.co.jp/BTS/BTSSchema/1.0\">"
                                + "<bts:MeasurementChannel bts:Ch=\"1\" bts:HorizontalPixelDimension=\"0.65\""
                                + " bts:VerticalPixelDimension=\"0.65\"/></bts:MeasurementDetail>")
                        .getBytes(StandardCharsets.UTF_8));
        Catalog catalog = folder.catalog();
        assertThat(catalog.movies().get(0).calibration().pixelSizeUm()).isEqualTo(0.65);
    }
}
