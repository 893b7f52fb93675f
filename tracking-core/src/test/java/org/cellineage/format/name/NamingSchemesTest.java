package org.cellineage.format.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cellineage.format.vendor.VendorReaders;
import org.cellineage.problem.BadConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamingSchemesTest {

    private static final String LAYOUTS = "org/cellineage/format/name/layouts/";

    static Stream<NamingScheme> schemes() {
        return NamingSchemes.all().stream();
    }

    /** Plate or free text, well, site, channel, z, time, separated by blanks; a dash for what the name does not tell. */
    private static String facts(ImageName image) {
        MovieName movie = image.movie();
        return Stream.of(
                        movie.plate().or(movie::series),
                        movie.well(),
                        movie.site(),
                        image.channel().map(ChannelName::display),
                        text(image.z()),
                        image.time().map(t -> (t.kind() == TimeValue.Kind.INDEX ? "" : t.kind() + ":") + t.value()))
                .map(o -> o.orElse("-"))
                .collect(Collectors.joining(" | "));
    }

    private static Optional<String> text(OptionalInt number) {
        return number.isPresent() ? Optional.of(Integer.toString(number.getAsInt())) : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = ';',
            value = {
                "imagexpress; P7_Plate_12/TimePoint_1/P7_B02_s1_w1.TIF; P7 | B02 | 1 | w1 | - | 1",
                "imagexpress; A/TimePoint_3/ZStep_2/P7_C05_s12_w1.TIF; P7 | C05 | 12 | w1 | 2 | 3",
                "imagexpress; TimePoint_2/P7_AF48.tif; P7 | AF48 | - | - | - | 2",
                "imagexpress; x_E07_s1_w1836A1B2C-45E4-450A-9919-257C714278F7.tif; x | E07 | 1 | w1 | - | -",
                "imagexpress; x_E07_s117654C10-92F1-4DFD-98AA-6A01BBD77557.tif; x | E07 | 1 | - | - | -",
                "imagexpress; n/2025-04-12/1102/ZStep_1/q_E07_s2_w236B56AAA-1111-4AAA-8BBB-0123456789AB.tif; n | E07 | 2 | w2 | 1 | -",
                "metamorph; wound_w1GFP_s2_t13.TIF; wound | - | 2 | w1_GFP | - | 13",
                "metamorph; wound_w1561_s2_t13.TIF; wound | - | 2 | w1_561 | - | 13",
                "metamorph; a_b_s2_t1.stk; a_b | - | 2 | - | - | 1",
                "opera-phenix; P__2025-04-12T06_30_00-Measurement 1/Images/r02c11f03p02-ch1sk7fk1fl1.tiff; P | B11 | 3 | ch1 | 2 | 7",
                "opera-phenix; r32c48f100p01rc1-ch12sk100fk1fl1.tiff; - | AF48 | 100 | ch12 | 1 | 100",
                "cv8000; Night_2_C04_T0012F003L01A01Z02C04.tif; Night_2 | C04 | 3 | C04 | 2 | 12",
                "cv8000; Night_2_C04_T0012F003L02A02Z01C04.tif; Night_2 | C04 | 3 | A02C04 | 1 | 12",
                "cq1; Image/W3F001T0001Z01C1.tif; - | W0003 | 1 | C1 | 1 | 1",
                "cq1; W0016F0002T0011Z03C2.tif; - | W0016 | 2 | C2 | 3 | 11",
                "incell; B - 04(fld 03 wv FITC - FITC).tif; - | B04 | 3 | FITC - FITC | - | -",
                "incell; A - 01(fld 1 wv UV - DAPI time 2 - 300000ms).tif; - | A01 | 1 | UV - DAPI | - | 2",
                "incell; R_C - 12(fld 2 wv GFP - GFP z 3 time 1 - 0 ms).tif; R | C12 | 2 | GFP - GFP | 3 | 1",
                "incucyte; HeLa-Phase_B7_3_01d06h30m.tif; HeLa | B07 | 3 | Phase | - | ELAPSED:109800000",
                "incucyte; Run 4_H12_1_00d00h00m.tif; Run 4 | H12 | 1 | - | - | ELAPSED:0",
                "incucyte; V_Green_B7_3_2025y04m12d_06h30m.tif; V | B07 | 3 | Green | - | CLOCK:1744439400000",
                "incucyte-archive; EssenFiles/ScanData/2504/12/0630/1187/B7-3-Ph.tif; 1187 | B07 | 3 | Ph | - | CLOCK:1744439400000",
                "incucyte-archive; 2504/12/0630/1187/B12_1_C2.tif; 1187 | B12 | 1 | C2 | - | CLOCK:1744439400000",
                "cytation; B7_02_1_4_Phase Contrast_013.tif; - | B07 | 4 | ch1_Phase Contrast | - | 13",
                "cytation; B7_02_2_4Z3_GFP 469,525_013.tif; - | B07 | 4 | ch2_GFP 469,525 | 3 | 13",
                "cytation; B7_1Z4_DAPI_1_003_.tif; - | B07 | 1 | ch1_DAPI | 4 | 3",
                "cytation; B7_1_Bright Field_1_001_.tif; - | B07 | 1 | ch1_Bright Field | - | 1",
                "nikon; run4_t012xy03c2.tif; run4 | - | 3 | c2 | - | 12",
                "nikon; plateAxy12z03c1.tif; plateA | - | 12 | c1 | 3 | -",
                "nikon; P3_WellB02_PointB02_0003_ChannelGFP_Seq0004.tif; P3 | B02 | 3 | GFP | - | 4",
                "leica; Plate1_B_2_s0_t00_z01_ch00.tif; Plate1 | B02 | 0 | ch0 | 1 | 0",
                "leica; Exp3_Series001_t09_ch01.tif; Exp3_Series001 | - | - | ch1 | - | 9",
                "leica; Pos3_S001_z002_t00_ch00.tif; Pos3 | - | 1 | ch0 | 2 | 0",
                "leica-matrix; image--L00--S00--U01--V03--J20--E00--O00--X00--Y01--T0002--Z04--C01.ome.tif; S00 | B04 | X00--Y01 | C1 | 4 | 2",
                "zen; Exp-07_s2t013c1_ORG.tif; Exp-07 | - | 2 | c1 | - | 13",
                "zen; Exp-07_s02_t0013_z3_c1.tif; Exp-07 | - | 2 | c1 | 3 | 13",
                "scanr; data/B3--W00015--P00002--Z00004--T00041--mCherry.tif; - | B03 | 2 | mCherry | 4 | 41",
                "scanr; --W00015--P00002--Z00000--T00041--DAPI.tif; - | W0015 | 2 | DAPI | 0 | 41",
                "cellomics; MFGTMP_250412090001_B07f03d1.TIF; MFGTMP_250412090001 | B07 | 3 | d1 | - | -",
                "cellomics; 250412runi3t007B07f03d1.TIF; 250412run | B07 | 3 | d1 | - | 7",
                "evos; scan_R_p3_z1_0_C05f02d1.TIF; scan | C05 | 2 | d1 | 1 | 3",
                "evos; a_b_R_p12_z0_0_H12f00d0.TIF; a_b | H12 | 0 | d0 | 0 | 12",
                "micro-manager; run/Pos0/img_000000012_GFP_001.tif; - | - | 0 | GFP | 1 | 12",
                "micro-manager; Pos2/img_channel001_position002_time000000005_z000.tif; - | - | 2 | ch1 | 0 | 5",
                "micro-manager; run/B2-Site_4/img_000000000_Cy5_x_000.tif; - | B02 | 4 | Cy5_x | 0 | 0",
                "micro-manager; run_1_MMStack_Pos3.ome.tif; run_1 | - | 3 | - | - | -",
                "micro-manager; run_1_MMStack_B2-Site_0.ome.tif; run_1 | B02 | 0 | - | - | -",
                "ctc; Fluo/01/t000.tif; 01 | - | - | - | - | 0",
                "ctc; 02/t0120.tif; 02 | - | - | - | - | 120",
                "numbered; m/img_0012.tif; img | - | - | - | - | 12",
                "numbered; 0012.tiff; - | - | - | - | - | 12",
                "numbered; exp_B02_s3_t012.tif; exp | B02 | 3 | - | - | 12",
            })
    void aNameTellsItsImage(String layout, String path, String expected) {
        Optional<ImageName> image = NamingSchemes.named(layout).orElseThrow().parse(path);
        assertThat(image).as(path).isPresent();
        assertThat(facts(image.get())).isEqualTo(expected);
        assertThat(image.get().leftOut()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "imagexpress, P_B02_s1_w1_thumb4C3D2E1F-0A1B-4C2D-8E3F-001122334455.tif, THUMBNAIL",
        "imagexpress, TimePoint_1/ZStep_0/P_B02_s1_w1.TIF, PROJECTION",
        "imagexpress, TimePoint_1/MAX_P_B02_s1_w1.TIF, PROJECTION",
        "cv8000, SC_BP445-45_40x.tif, CALIBRATION",
        "cv8000, DC_sCMOS1.tif, CALIBRATION",
        "cytation, B7_-1_2_1_Stitched[GFP 469525]_001.tif, PROCESSED",
        "evos, scan_M_p3_z0_0_C05f02d1.TIF, PROCESSED",
        "scanr, B3--W00015--P00002--Z00000--T00041--Autofocus.tif, PROCESSED",
        "ctc, Fluo/01_GT/TRA/man_track000.tif, LABELS",
        "ctc, Fluo/01_ST/SEG/man_seg000.tif, LABELS",
        "numbered, flatfield_001.tif, CALIBRATION",
        "numbered, AVG_exp.tif, PROJECTION",
        "numbered, img_001_cp_masks.tif, LABELS"
    })
    void whatIsNoFrameIsLeftOutWithAReason(String layout, String path, LeftOut.Kind kind) {
        Optional<LeftOut> leftOut =
                NamingSchemes.named(layout).orElseThrow().parse(path).flatMap(ImageName::leftOut);
        assertThat(leftOut).map(LeftOut::kind).contains(kind);
        assertThat(leftOut.orElseThrow().reason()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        // No plate has such a well, whatever looser form fits too.
        "imagexpress, B91_s632_w04.tif",
        "imagexpress, TimePoint_1/P_s12_w1.tif",
        // The folder and the name say different time points.
        "imagexpress, TimePoint_3/P_B02_s1_w1_t4.TIF",
        "opera-phenix, r33c01f01p01-ch1sk1fk1fl1.tiff",
        "incucyte, V_Green_B7_3_2025y13m12d_06h30m.tif",
        "metamorph, wound_t1.png",
        // The last number is a channel, a well, a site, not a frame.
        "numbered, exp_C1.tif",
        "numbered, B02.tif",
        "numbered, plate_s1.tif",
        "numbered, x_ch00.tif",
        "numbered, expxy12.tif"
    })
    void aNameThatSaysSomethingElseIsRefused(String layout, String path) {
        assertThat(NamingSchemes.named(layout).orElseThrow().parse(path)).isEmpty();
    }

    @Test
    void flatFieldCorrectedImagesAreImages() {
        NamingScheme numbered = NamingSchemes.named("numbered").orElseThrow();
        assertThat(numbered.parse("exp_flatfield-corrected_001.tif"))
                .map(ImageName::isImage)
                .contains(true);
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void everyExampleIsRead(NamingScheme scheme) {
        assertThat(scheme.examples()).hasSizeGreaterThanOrEqualTo(1);
        assertThat(scheme.summary()).isNotBlank().doesNotContain("\n");
        for (String example : scheme.examples()) {
            assertThat(scheme.assured().parse(example)).as(example).isPresent();
        }
        assertThat(scheme.metadata())
                .allSatisfy(m ->
                        assertThat(VendorReaders.has(m.reader())).as(m.reader()).isTrue());
    }

    @Test
    void aBareWellCountsOnlyWhereTheLayoutIsKnown() {
        NamingScheme scheme = NamingSchemes.named("imagexpress").orElseThrow();
        assertThat(scheme.parse("P7_B02.TIF")).isEmpty();
        assertThat(scheme.assured().parse("P7_B02.TIF")).isPresent();
        assertThat(scheme.isSentinel("P7/P7.HTD")).isTrue();
        assertThat(scheme.isSentinel("P7/P7.HTD.txt")).isFalse();
    }

    private static List<NamingScheme> with(Path folder, String json) throws IOException {
        Path layouts = Files.createDirectories(folder.resolve(LAYOUTS));
        Files.writeString(layouts.resolve("index.txt"), "# ours\nours.json\n");
        Files.writeString(layouts.resolve("ours.json"), json);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, NamingSchemes.class.getClassLoader())) {
            return NamingSchemes.load(loader);
        }
    }

    @Test
    void aJarBringsALayoutOfItsOwn(@TempDir Path folder) throws IOException {
        String json = """
                {"layout": "robot", "summary": "Our robot: well~B02~f3.tif", "tier": "specific",
                 "examples": ["well~B02~f3.tif"],
                 "images": [{"name": "well~(?<well>[A-H]\\\\d{2})~f(?<time>\\\\d+)@tiff"}]}
                """;
        List<NamingScheme> schemes = with(folder, json);
        assertThat(schemes).hasSize(NamingSchemes.all().size() + 1);
        NamingScheme robot = schemes.stream()
                .filter(s -> s.name().equals("robot"))
                .findFirst()
                .orElseThrow();
        assertThat(facts(robot.parse("d/well~H11~f007.tif").orElseThrow())).isEqualTo("- | H11 | - | - | - | 7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"layout\": \"x\", \"wrong\": 1}",
                "{\"layout\": \"x\", \"summary\": \"x\", \"tier\": \"best\", \"examples\": [], \"images\": []}",
                "{\"layout\": \"x\", \"summary\": \"x\", \"tier\": \"plain\", \"examples\": [], \"images\": [{\"name\": \"(?<what>x)\"}]}",
                "{\"layout\": \"x\", \"summary\": \"x\", \"tier\": \"plain\", \"examples\": [], \"images\": [{\"name\": \"(?<time>\"}]}",
                "{\"layout\": \"ctc\", \"summary\": \"x\", \"tier\": \"plain\", \"examples\": [], \"images\": []}"
            })
    void aWrongDescriptionIsNamed(String json, @TempDir Path folder) {
        assertThatThrownBy(() -> with(folder, json))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("ours.json");
    }
}
