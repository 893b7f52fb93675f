package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cellineage.format.Catalog;
import org.cellineage.format.HeaderCache;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.ZPlanes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plates of every vendor, with one and two channels, one and two sites, z planes, and what the images say of themselves.
 *
 * <p>In the patterns, 1 is the time point, 2 the channel, 3 the site, 4 the z plane, 5 the channel's name and 6 the time
 * in milliseconds; all count from 1.
 */
class VendorPlatesTest {

    private static final int FRAMES = 3;
    private static final List<String> NAMES = List.of("Green", "Red");

    @TempDir
    Path temp;

    private MovieFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new MovieFolder(temp.resolve("P7"));
    }

    private void plate(String pattern, int channels, int sites, int planes) {
        for (int s = 1; s <= sites; s++) {
            for (int t = 1; t <= FRAMES; t++) {
                for (int c = 1; c <= channels; c++) {
                    for (int z = 1; z <= planes; z++) {
                        folder.tiff(
                                String.format(Locale.ROOT, pattern, t, c, s, z, NAMES.get(c - 1), (t - 1) * 300_000),
                                1000 * s + 100 * t + 10 * c + z);
                    }
                }
            }
        }
    }

    private static void assertMovies(Catalog catalog, String layout, int channels, int sites, int plane)
            throws IOException {
        assertThat(catalog.failures()).isEmpty();
        assertThat(catalog.layout()).isEqualTo(layout);
        Map<String, List<List<Integer>>> pixels = MovieFolder.pixels(catalog);
        assertThat(pixels).hasSize(sites);
        int s = 1;
        for (List<List<Integer>> frames : pixels.values()) {
            assertThat(frames).hasSize(FRAMES);
            for (int t = 1; t <= FRAMES; t++) {
                List<Integer> expected = channels == 1
                        ? List.of(1000 * s + 100 * t + 10 + plane)
                        : List.of(1000 * s + 100 * t + 10 + plane, 1000 * s + 100 * t + 20 + plane);
                assertThat(frames.get(t - 1)).isEqualTo(expected);
            }
            s++;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "imagexpress; TimePoint_%1$d/P7_B02_s%3$d_w%2$d.TIF",
                "imagexpress; P7_B02_s%3$d_w%2$d_t%1$d.TIF",
                "metamorph; wound_w%2$d%5$s_s%3$d_t%1$d.TIF",
                "metamorph; wound_w%2$d_s%3$d_t%1$d.stk",
                "opera-phenix; Images/r02c11f%3$02dp01-ch%2$dsk%1$dfk1fl1.tiff",
                "opera-phenix; P__2025-04-12T06_30_00-Measurement1/Images/r02c11f%3$03dp01-ch%2$dsk%1$dfk1fl1.tiff",
                "cv8000; P7_C04_T%1$04dF%3$03dL01A01Z01C%2$02d.tif",
                "cq1; Image/W3F%3$03dT%1$04dZ01C%2$d.tif",
                "cq1; W0003F%3$04dT%1$04dZ01C%2$d.tif",
                "incell; B - 4(fld %3$d wv %5$s - %5$s time %1$d - %6$d ms).tif",
                "incell; P7_B - 04(fld %3$02d wv %5$s - %5$s- time %1$d - %6$dms).tif",
                "incucyte; HeLa_%5$s_B7_%3$d_00d%1$02dh00m.tif",
                "incucyte; HeLa_%5$s_B7_%3$d_2025y04m12d_%1$02dh00m.tif",
                "incucyte-archive; EssenFiles/ScanData/2504/12/%1$02d00/1187/B7-%3$d-C%2$d.tif",
                "incucyte-archive; 2504/12/%1$02d30/1187/B7_%3$d_C%2$d.tif",
                "cytation; B7_02_%2$d_%3$d_%5$s_%1$03d.tif",
                "cytation; B7_%3$d_%5$s_%2$d_%1$03d_.tif",
                "nikon; run4_t%1$03dxy%3$02dc%2$d.tif",
                "nikon; t%1$03dxy%3$dc%2$d.tif",
                "leica; Plate1_B_2_s%3$d_t%1$02d_z00_ch%2$02d.tif",
                "leica; Pos_S%3$03d_t%1$02d_RAW_ch%2$02d.tif",
                "leica-matrix; image--L00--S00--U01--V03--J20--E00--O00--X00--Y%3$02d--T%1$04d--Z00--C%2$02d.ome.tif",
                "leica-matrix; image--L00--S00--U00--V00--J20--E00--O00--X%3$02d--Y00--T%1$04d--Z00--C%2$02d.tif",
                "zen; Exp-07_s%3$dt%1$03dc%2$d_ORG.tif",
                "zen; Exp-07_s%3$02d_t%1$04d_c%2$d.tif",
                "scanr; data/B3--W00015--P%3$05d--Z00000--T%1$05d--%5$s.tif",
                "scanr; --W00015--P%3$05d--Z00000--T%1$05d--%5$s.tif",
                "cellomics; 250412runi3t%1$03dB07f%3$02dd%2$d.TIF",
                "cellomics; x_250412i3t%1$03dH12f%3$03dd%2$d.TIF",
                "evos; scan_R_p%1$d_z0_0_C05f%3$02dd%2$d.TIF",
                "evos; a_b_R_p%1$d_z0_1_H12f%3$02dd%2$d.TIF",
                "micro-manager; Pos%3$d/img_%1$09d_%5$s_000.tif",
                "micro-manager; run_1/Pos%3$d/img_channel%2$03d_position%3$03d_time%1$09d_z000.tif",
            })
    void oneAndTwoChannelsAndSites(String layout, String pattern) throws IOException {
        plate(pattern, 1, 1, 1);
        assertMovies(folder.catalog(), layout, 1, 1, 1);
        plate(pattern, 2, 2, 1);
        assertMovies(folder.catalog(), layout, 2, 2, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "imagexpress; TimePoint_%1$d/ZStep_%4$d/P7_B02_s%3$d_w%2$d.TIF",
                "opera-phenix; Images/r02c11f%3$02dp%4$02d-ch%2$dsk%1$dfk1fl1.tiff",
                "cv8000; P7_C04_T%1$04dF%3$03dL01A01Z%4$02dC%2$02d.tif",
                "cq1; Image/W3F%3$03dT%1$04dZ%4$02dC%2$d.tif",
                "incell; B - 4(fld %3$d wv %5$s - %5$s z %4$d time %1$d - %6$d ms).tif",
                "cytation; B7_02_%2$d_%3$dZ%4$d_%5$s_%1$03d.tif",
                "nikon; run4_t%1$03dxy%3$02dz%4$dc%2$d.tif",
                "leica; Plate1_B_2_s%3$d_t%1$02d_z%4$02d_ch%2$02d.tif",
                "leica-matrix; image--L00--S00--U01--V03--J20--E00--O00--X00--Y%3$02d--T%1$04d--Z%4$02d--C%2$02d.ome.tif",
                "zen; Exp-07_s%3$02d_t%1$04d_z%4$d_c%2$d.tif",
                "scanr; data/B3--W00015--P%3$05d--Z%4$05d--T%1$05d--%5$s.tif",
                "evos; scan_R_p%1$d_z%4$d_0_C05f%3$02dd%2$d.TIF",
                "micro-manager; Pos%3$d/img_%1$09d_%5$s_%4$03d.tif",
            })
    void planesAreNeverTimePoints(String layout, String pattern) throws IOException {
        plate(pattern, 2, 2, 3);
        Catalog refused = folder.catalog();
        assertThat(refused.movies()).isEmpty();
        assertThat(refused.failures())
                .hasSize(2)
                .allSatisfy(f -> assertThat(f.problem().toString()).contains("3 z planes", "--z max"));
        Catalog projected = new CatalogReader(
                        new LocalStorage(), HeaderCache.NONE, ReadOptions.of(ZPlanes.parse("max")))
                .read(folder.root().toString(), MovieFormats.AUTO);
        assertMovies(projected, layout, 2, 2, 3);
    }

    private static String metaSeries(String time) {
        return "<MetaData><prop id=\"spatial-calibration-state\" value=\"on\"/><prop id=\"spatial-calibration-x\""
                + " value=\"0.645\"/><prop id=\"spatial-calibration-units\" value=\"um\"/><prop id=\"_IllumSetting_\""
                + " value=\"Cy5\"/><prop id=\"acquisition-time-local\" value=\"" + time
                + "\"/><prop id=\"stage-label\" value=\"B02 : Site 1\"/></MetaData>";
    }

    /** The plate has no file of its own that tells: its images do. */
    @Test
    void imagesOfMetaXpressTellPixelSizeIntervalAndChannel() throws IOException {
        for (int t = 1; t <= 6; t++) {
            String time = String.format(Locale.ROOT, "20250412 10:%02d:30.250", 5 * t);
            folder.put("TimePoint_" + t + "/P7_B02.TIF", MovieFolder.tiffBytes(metaSeries(time), 7, 5, t));
        }
        Movie movie = folder.catalog("imagexpress").movies().get(0);
        assertThat(movie.key().id()).isEqualTo("P7/B02/1");
        assertThat(movie.calibration().pixelSizeUm()).isEqualTo(0.645);
        assertThat(movie.calibration().frameIntervalS()).isEqualTo(300);
        assertThat(movie.channels()).containsExactly("Cy5");
    }

    /** A clock that stands still or goes back tells no interval, and stops nothing. */
    @Test
    void aClockThatGoesBackTellsNoInterval() throws IOException {
        for (int t = 1; t <= 6; t++) {
            String time = String.format(Locale.ROOT, "20250412 %02d:00:00", 20 - t);
            folder.put("TimePoint_" + t + "/P7_B02_s1_w1.TIF", MovieFolder.tiffBytes(metaSeries(time), 7, 5, t));
        }
        Catalog catalog = folder.catalog();
        assertThat(catalog.failures()).isEmpty();
        assertThat(catalog.movies().get(0).calibration().hasFrameInterval()).isFalse();
    }

    @Test
    void stagePositionsOfMetaMorphThatAreCalledLikeWellsAreWells() throws IOException {
        plate("wound_w%2$d%5$s_s%3$d_t%1$d.TIF", 2, 2, 1);
        folder.put(
                "wound.nd",
                ("\"NDInfoFile\", Version 1.0\r\n\"DoTimelapse\", TRUE\r\n\"NTimePoints\", 3\r\n\"DoStage\", TRUE\r\n"
                                + "\"NStagePositions\", 2\r\n\"Stage1\", \"B2\"\r\n\"Stage2\", \"C11 : Site 4\"\r\n\"DoWave\", TRUE\r\n"
                                + "\"NWavelengths\", 2\r\n\"WaveName1\", \"Green\"\r\n\"WaveName2\", \"Red\"\r\n\"EndFile\"\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        Catalog catalog = folder.catalog();
        assertMovies(catalog, "metamorph", 2, 2, 1);
        assertThat(catalog.movies()).extracting(m -> m.key().id()).containsExactly("wound/B02/1", "wound/C11/2");
    }

    /** Waves 1 to 12, with names: what stands after the number does not make it another one. */
    @Test
    void moreThanNineWavesAreChannelsInTheirOrder() throws IOException {
        for (int t = 1; t <= 2; t++) {
            for (int c = 1; c <= 12; c++) {
                folder.tiff("wound_w" + c + "conf" + (400 + c) + "_s1_t" + t + ".TIF", 100 * t + c);
            }
        }
        Catalog catalog = folder.catalog();
        assertThat(catalog.layout()).isEqualTo("metamorph");
        assertThat(catalog.movies()).hasSize(1);
        assertThat(MovieFolder.pixels(catalog).values().iterator().next().get(1))
                .containsExactly(201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212);
        assertThat(catalog.movies().get(0).channels()).contains("w10_conf410", "w1_conf401");
    }

    /** "w12D" may be wave 12, or wave 1 that is called "2D": it is told. */
    @Test
    void aWaveNumberBeyondTheWavesIsTold() throws IOException {
        for (int t = 1; t <= 3; t++) {
            folder.tiff("wound_w12D_s1_t" + t + ".TIF", t).tiff("wound_w2GFP_s1_t" + t + ".TIF", t);
        }
        assertThat(folder.catalog().warnings())
                .anySatisfy(w -> assertThat(w.problem().cause()).contains("w12", "not clear"));
    }

    /** Whatever folder a plate lies in, messages name its files from the input on. */
    @Test
    void theReasonNamesFilesFromTheInputOn() throws IOException {
        plate("Image/W3F%3$03dT%1$04dZ01C%2$d.tif", 1, 1, 1);
        assertThat(folder.catalog().why()).isEqualTo("3 of 3 image names are like Image/W3F001T0001Z01C1.tif");
    }

    @Test
    void aCellVoyagerNamesItsWellsChannelsAndScales() throws IOException {
        plate("Image/W15F%3$03dT%1$04dZ01C%2$d.tif", 2, 1, 1);
        folder.put(
                "MeasurementSetting.xml",
                ("<MeasurementSetting><ObjectiveLens><Magnification>10</Magnification></ObjectiveLens>"
                                + "<Attachment><HolderInfoList><HolderInfo><MountedSampleContainer><RowCount>8</RowCount>"
                                + "<ColumnCount>12</ColumnCount></MountedSampleContainer></HolderInfo></HolderInfoList></Attachment>"
                                + "<TimelapsCondition><Iteration>3</Iteration><Interval>600</Interval></TimelapsCondition>"
                                + "<Channels><Channel><Number>1</Number><IsEnabled>true</IsEnabled><AcquisitionSetting><Camera>"
                                + "<HorizonalCellSize_um>6.45</HorizonalCellSize_um></Camera></AcquisitionSetting><Emission><Name>"
                                + "<Value>BP525</Value></Name><FluorescentProbe><Value>GFP</Value></FluorescentProbe></Emission></Channel>"
                                + "<Channel><Number>2</Number><IsEnabled>true</IsEnabled><Emission><Name><Value>BP600</Value></Name>"
                                + "</Emission></Channel><Channel><Number>3</Number><IsEnabled>false</IsEnabled></Channel></Channels>"
                                + "</MeasurementSetting>")
                        .getBytes(StandardCharsets.UTF_8));
        Movie movie = folder.catalog().movies().get(0);
        assertThat(movie.key().id()).isEqualTo("P7/B03/1");
        assertThat(movie.channels()).containsExactly("C1_GFP", "C2_BP600");
        assertThat(movie.calibration().pixelSizeUm()).isEqualTo(0.645);
        assertThat(movie.calibration().frameIntervalS()).isEqualTo(600);
    }

    @Test
    void zenTellsLengthsInMetres() throws IOException {
        plate("Exp-07_s%3$02d_t%1$04d_c%2$d.tif", 2, 1, 1);
        folder.put(
                "Exp-07_meta.xml",
                ("<ImageDocument><Metadata><Information><Image><SizeT>3</SizeT><Dimensions><T><Positions><Interval>"
                                + "<Start>0</Start><Increment>450</Increment></Interval></Positions></T><Z><Positions><Interval>"
                                + "<Increment>2</Increment></Interval></Positions></Z></Dimensions></Image></Information><Scaling><Items>"
                                + "<Distance Id=\"Z\"><Value>2E-06</Value></Distance><Distance Id=\"X\"><Value>6.5E-07</Value></Distance>"
                                + "</Items></Scaling></Metadata></ImageDocument>")
                        .getBytes(StandardCharsets.UTF_8));
        Movie movie = folder.catalog().movies().get(0);
        assertThat(movie.calibration().pixelSizeUm()).isCloseTo(0.65, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(movie.calibration().frameIntervalS()).isEqualTo(450);
    }

    /** A stack of Micro-Manager is told by metadata.txt as its single images are. */
    @Test
    void aStackOfMicroManagerIsToldByItsMetadataFile() throws IOException {
        folder.tiff("run_1_MMStack_Pos3.ome.tif", 1, 2, 3);
        StringBuilder json = new StringBuilder("{\"Summary\": {\"PixelSize_um\": 0.325}");
        for (int t = 0; t < 3; t++) {
            json.append(",\"Metadata-Default/img_")
                    .append(t)
                    .append(".tif\": {\"Frame\": ")
                    .append(t);
            json.append(", \"ChannelIndex\": 0, \"SliceIndex\": 0, \"ElapsedTime-ms\": ")
                    .append(90_000 * t)
                    .append('}');
        }
        folder.put("run_1_MMStack_Pos3_metadata.txt", (json + "}").getBytes(StandardCharsets.UTF_8));
        Movie movie = folder.catalog().movies().get(0);
        assertThat(movie.frameCount()).isEqualTo(3);
        assertThat(movie.calibration().pixelSizeUm()).isEqualTo(0.325);
        assertThat(movie.calibration().frameIntervalS()).isEqualTo(90);
    }
}
