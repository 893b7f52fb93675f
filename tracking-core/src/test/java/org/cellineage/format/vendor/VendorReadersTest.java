package org.cellineage.format.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.name.NamingSchemes;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendorReadersTest {

    private static final String MLF = """
            <?xml version="1.0" encoding="utf-8"?>
            <bts:MeasurementData xmlns:bts="http://www.yokogawa.co.jp/BTS/BTSSchema/1.0">
            <bts:MeasurementRecord bts:Time="2025-04-12T06:00:00.000+02:00" bts:Type="IMG" bts:Row="3" bts:Column="4" bts:TimePoint="1" bts:FieldIndex="1" bts:Ch="1">a.tif</bts:MeasurementRecord>
            <bts:MeasurementRecord bts:Time="2025-04-12T06:07:30.000+02:00" bts:Type="ERR" bts:Row="3" bts:Column="4" bts:TimePoint="2" bts:FieldIndex="1" bts:Ch="1">b.tif</bts:MeasurementRecord>
            <bts:MeasurementRecord bts:Time="2025-04-12T06:05:00.000+02:00" bts:Type="IMG" bts:Row="3" bts:Column="4" bts:TimePoint="2" bts:FieldIndex="1" bts:Ch="1">b.tif</bts:MeasurementRecord>
            </bts:MeasurementData>
            """;

    private static final String HARMONY = """
            <?xml version="1.0" encoding="utf-8"?>
            <EvaluationInputData xmlns="http://www.perkinelmer.com/PEHH/HarmonyV5">
            <Plates><Plate><PlateID>P9</PlateID><Name>Screen 9</Name><PlateRows>16</PlateRows><PlateColumns>24</PlateColumns><Well id="0203"/></Plate></Plates>
            <Images>
            <Image><Row>2</Row><Col>3</Col><FieldID>1</FieldID><PlaneID>1</PlaneID><TimepointID>0</TimepointID><ChannelID>1</ChannelID><ChannelName>HOECHST &amp; co</ChannelName><ImageResolutionX Unit="m">2.9E-07</ImageResolutionX><AbsTime>2025-04-12T06:00:00.5+02:00</AbsTime></Image>
            <Image><Row>2</Row><Col>3</Col><FieldID>1</FieldID><PlaneID>1</PlaneID><TimepointID>1</TimepointID><ChannelID>1</ChannelID><ChannelName>HOECHST</ChannelName><AbsTime>2025-04-12T06:10:00.5+02:00</AbsTime></Image>
            <Image><Row>2</Row><Col>3</Col><FieldID>1</FieldID><PlaneID>1</PlaneID><TimepointID>0</TimepointID><ChannelID>2</ChannelID><ChannelName>GFP</ChannelName></Image>
            </Images></EvaluationInputData>
            """;

    @TempDir
    Path folder;

    private VendorReaders.Reading read(String layout, String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
        LocalStorage storage = new LocalStorage();
        return VendorReaders.read(
                NamingSchemes.named(layout).orElseThrow().metadata(), storage.list(folder.toString()), storage);
    }

    private VendorMetadata good(String layout, String name, String content) throws IOException {
        VendorReaders.Reading reading = read(layout, name, content.getBytes(StandardCharsets.UTF_8));
        assertThat(reading.warnings()).isEmpty();
        return reading.metadata();
    }

    @Test
    void anImageXpressPlate() throws IOException {
        VendorMetadata m = good(
                "imagexpress",
                "P7.HTD",
                "\"HTSInfoFile\", Version 1.0\r\n\"TimePoints\", 48\r\n\"ZSeries\", FALSE\r\n\"ZSteps\", 0\r\n\"XWells\", 24\r\n"
                        + "\"YWells\", 16\r\n\"Sites\", FALSE\r\n\"XSites\", 2\r\n\"YSites\", 2\r\n\"SiteSelection1\", TRUE, TRUE\r\n"
                        + "\"NWavelengths\", 2\r\n\"WaveName1\", \"DAPI\"\r\n\"WaveName2\", \"Texas Red\"\r\n\"EndFile\"\r\n");
        assertThat(m.channelNames()).isEqualTo(Map.of("w1", "DAPI", "w2", "Texas Red"));
        assertThat(m.wells()).isEqualTo(OptionalInt.of(384));
        assertThat(m.plannedFrames()).hasValue(48);
        assertThat(m.plannedPlanes()).isEmpty();
        assertThat(m.plannedSites()).hasValue(1);
    }

    @Test
    void aMetaMorphSet() throws IOException {
        VendorMetadata m = good(
                "metamorph",
                "wound.nd",
                "\"NDInfoFile\", Version 1.0\r\n\"DoTimelapse\", TRUE\r\n\"NTimePoints\", 30\r\n\"DoStage\", TRUE\r\n\"NStagePositions\", 2\r\n"
                        + "\"Stage1\", \"B2\"\r\n\"Stage2\", \"B3\"\r\n\"NWavelengths\", 1\r\n\"WaveName1\", \"561\"\r\n\"DoZSeries\", FALSE\r\n\"NZSteps\", 9\r\n\"EndFile\"\r\n");
        assertThat(m.channelNames()).isEqualTo(Map.of("w1", "561"));
        assertThat(m.siteNames()).isEqualTo(Map.of("1", "B2", "2", "B3"));
        assertThat(m.plannedFrames()).hasValue(30);
        assertThat(m.plannedPlanes()).isEmpty();
    }

    @Test
    void aHarmonyIndex() throws IOException {
        VendorMetadata m = good("opera-phenix", "Index.idx.xml", HARMONY);
        assertThat(m.plateName()).contains("Screen 9");
        assertThat(m.channelNames()).isEqualTo(Map.of("ch1", "HOECHST & co", "ch2", "GFP"));
        assertThat(m.pixelSizeUm().orElseThrow()).isCloseTo(0.29, within(1e-9));
        assertThat(m.frameIntervalS()).hasValue(600);
        assertThat(m.wells()).hasValue(384);
    }

    @Test
    void aHarmonyIndexOfVersionSixSaysChannelsOnce() throws IOException {
        VendorMetadata m = good(
                "opera-phenix",
                "Index.xml",
                "<D><Maps><Map><Entry ChannelID=\"2\"><ChannelName>mCherry</ChannelName><ImageResolutionX>5E-07</ImageResolutionX></Entry></Map></Maps>"
                        + "<Images><Image><ChannelID>2</ChannelID><TimepointID>0</TimepointID><MeasurementTimeOffset>0</MeasurementTimeOffset></Image>"
                        + "<Image><ChannelID>2</ChannelID><TimepointID>1</TimepointID><MeasurementTimeOffset>299.5</MeasurementTimeOffset></Image></Images></D>");
        assertThat(m.channelNames()).isEqualTo(Map.of("ch2", "mCherry"));
        assertThat(m.pixelSizeUm().orElseThrow()).isCloseTo(0.5, within(1e-9));
        assertThat(m.frameIntervalS()).hasValue(299.5);
    }

    @Test
    void aYokogawaMeasurement() throws IOException {
        Files.writeString(
                folder.resolve("MeasurementDetail.mrf"),
                "\ufeff<?xml version=\"1.0\"?><bts:MeasurementDetail xmlns:bts=\"x\" bts:RowCount=\"16\" bts:ColumnCount=\"24\" bts:TimePointCount=\"2\" bts:ZCount=\"1\" bts:FieldCount=\"4\">"
                        + "<bts:MeasurementChannel bts:Ch=\"1\" bts:HorizontalPixelDimension=\"0.325\"/></bts:MeasurementDetail>");
        Files.writeString(
                folder.resolve("P7.wpi"),
                "<bts:WellPlate xmlns:bts=\"x\" bts:Name=\"P7 screen\" bts:Rows=\"16\" bts:Columns=\"24\"/>");
        Files.writeString(
                folder.resolve("P7.mes"),
                "<s><Channel Ch=\"1\" Target=\"DAPI\"/><Channel Ch=\"2\" Target=\"x\" Fluorophore=\"GFP\"/><Channel Ch=\"3\" Target=\"x\" Fluorophore=\"RFP\"/></s>");
        VendorMetadata m = good("cv8000", "MeasurementData.mlf", MLF);
        assertThat(m.plateName()).contains("P7 screen");
        assertThat(m.channelNames()).isEqualTo(Map.of("C01", "DAPI", "C02", "GFP", "C03", "RFP"));
        assertThat(m.pixelSizeUm()).hasValue(0.325);
        // The failed shot does not count.
        assertThat(m.frameIntervalS()).hasValue(300);
        assertThat(m.plannedSites()).hasValue(4);
    }

    @Test
    void anInCellPlate() throws IOException {
        StringBuilder xml = new StringBuilder(
                "<ImageStack><AutoLeadAcquisitionProtocol><Plate rows=\"8\" columns=\"12\" name=\"96 well\"/>"
                        + "<ObjectiveCalibration pixel_width=\"0.65\"/></AutoLeadAcquisitionProtocol><Images>");
        for (int t = 0; t < 3; t++) {
            xml.append("<Image filename=\"a.tif\" acquisition_time_ms=\"")
                    .append(t * 300_000)
                    .append(
                            "\"><Well label=\"A - 1\"><Row number=\"1\"/><Column number=\"1\"/></Well><Identifier field_index=\"0\" wave_index=\"0\" z_index=\"0\" time_index=\"")
                    .append(t)
                    .append("\"/></Image>");
        }
        VendorMetadata m = good("incell", "Run.xdce", xml + "</Images></ImageStack>");
        assertThat(m.pixelSizeUm()).hasValue(0.65);
        assertThat(m.frameIntervalS()).hasValue(300);
        assertThat(m.wells()).hasValue(96);
    }

    @Test
    void aScanRDescriptorInLatinOneWithoutSayingSo() throws IOException {
        String xml =
                "<LVData><Cluster><Name>plate</Name><String><Name>plate name</Name><Val>M\u00fcller 3</Val></String>"
                        + "<DBL><Name>conversion factor um/pixel</Name><Val>0,645</Val></DBL><Boolean><Name>timeloop real</Name><Val>1</Val></Boolean>"
                        + "<I32><Name>timeloop count</Name><Val>40</Val></I32><I32><Name>timeloop delay [ms]</Name><Val>900000</Val></I32></Cluster></LVData>";
        VendorReaders.Reading reading =
                read("scanr", "experiment_descriptor.xml", xml.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(reading.warnings()).isEmpty();
        VendorMetadata m = reading.metadata();
        assertThat(m.plateName()).contains("M\u00fcller 3");
        assertThat(m.pixelSizeUm()).hasValue(0.645);
        assertThat(m.frameIntervalS()).hasValue(900);
        assertThat(m.plannedFrames()).hasValue(40);
    }

    @Test
    void leicaLengthsAreBetweenFirstAndLast() throws IOException {
        VendorMetadata m = good(
                "leica",
                "Series001_Properties.xml",
                "<Data><Dimensions><DimensionDescription DimID=\"1\" NumberOfElements=\"513\" Length=\"2.56e-004\" Unit=\"m\"/>"
                        + "<DimensionDescription DimID=\"4\" NumberOfElements=\"11\" Length=\"3000\" Unit=\"s\"/></Dimensions></Data>");
        assertThat(m.pixelSizeUm().orElseThrow()).isCloseTo(0.5, within(1e-9));
        assertThat(m.frameIntervalS()).hasValue(300);
        assertThat(m.plannedFrames()).hasValue(11);
    }

    private static String microManager(double pixelSize, int interval, int frames) {
        StringBuilder json = new StringBuilder("{\"Summary\": {\"ChNames\": [\"GFP\", \"Cy5\"], \"PixelSize_um\": "
                + pixelSize + ", \"Interval_ms\": " + interval + ", \"Frames\": 100, \"Nested\": {\"a\": [1, {}]}}");
        for (int t = 0; t < frames; t++) {
            json.append(",\n\"FrameKey-")
                    .append(t)
                    .append("-0-0\": {\"ElapsedTime-ms\": ")
                    .append(t * 61_000.0)
                    .append(", \"UserData\": {\"x\": []}, \"PixelSizeUm\": 0.1625}");
        }
        return json + "}";
    }

    @Test
    void microManagerTellsWhatItRecordedBeforeWhatItPlanned() throws IOException {
        VendorMetadata m = good("micro-manager", "metadata.txt", microManager(0, 0, 4));
        assertThat(m.channelNames()).isEqualTo(Map.of("ch0", "GFP", "ch1", "Cy5"));
        assertThat(m.pixelSizeUm()).hasValue(0.1625);
        assertThat(m.frameIntervalS()).hasValue(61);
        assertThat(good("micro-manager", "metadata.txt", microManager(0.2, 5000, 0))
                        .frameIntervalS())
                .hasValue(5);
    }

    @Test
    void aFileThatBreaksOffIsUsedAsFarAsItGoesAndTold() throws IOException {
        String whole = microManager(0.2, 5000, 4);
        VendorReaders.Reading cut = read(
                "micro-manager",
                "metadata.txt",
                whole.substring(0, whole.length() - 40).getBytes(StandardCharsets.UTF_8));
        assertThat(cut.metadata().frameIntervalS()).hasValue(61);
        assertThat(cut.metadata().channelNames()).hasSize(2);
        assertThat(cut.warnings()).hasSize(1);
        assertThat(cut.warnings().get(0).where()).endsWith("metadata.txt");

        VendorReaders.Reading index = read(
                "opera-phenix",
                "Index.idx.xml",
                HARMONY.substring(0, HARMONY.indexOf("GFP")).getBytes(StandardCharsets.UTF_8));
        assertThat(index.metadata().frameIntervalS()).hasValue(600);
        assertThat(index.warnings()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY b \"c\">]><EvaluationInputData>&b;</EvaluationInputData>",
                "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><EvaluationInputData/>",
                "no xml at all",
                ""
            })
    void whatIsNoSuchFileIsAWarning(String content) throws IOException {
        VendorReaders.Reading reading = read("opera-phenix", "Index.xml", content.getBytes(StandardCharsets.UTF_8));
        assertThat(reading.metadata()).isEqualTo(VendorMetadata.EMPTY);
        assertThat(reading.warnings()).hasSize(1);
    }

    @Test
    void nestingWithoutEndIsAWarning() throws IOException {
        byte[] deep = "<a>".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        assertThat(read("opera-phenix", "Index.xml", deep).warnings()).hasSize(1);
        byte[] arrays = ("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(read("micro-manager", "metadata.txt", arrays).warnings()).isNotEmpty();
    }

    /** Any damage gives a value or a warning, never another exception. */
    @Test
    void damagedFilesNeverStopTheReading() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        Map<String, List<String>> files = Map.of(
                "opera-phenix", List.of("Index.xml", HARMONY),
                "cv8000", List.of("MeasurementData.mlf", MLF),
                "micro-manager", List.of("metadata.txt", microManager(0.2, 5000, 4)),
                "imagexpress",
                        List.of("P.HTD", "\"XWells\", 12\n\"YWells\", 8\n\"NWavelengths\", 2\n\"WaveName1\", \"a\"\n"));
        for (Map.Entry<String, List<String>> file : files.entrySet()) {
            byte[] good = file.getValue().get(1).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 150; i++) {
                byte[] bad = good.clone();
                for (int k = 0; k <= random.nextInt(5); k++) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
                }
                VendorReaders.Reading reading =
                        read(file.getKey(), file.getValue().get(0), bad);
                reading.metadata().pixelSizeUm().ifPresent(um -> assertThat(um).isBetween(1e-3, 1e3));
                reading.metadata()
                        .frameIntervalS()
                        .ifPresent(s -> assertThat(s).isPositive().isFinite());
            }
        }
    }

    @Test
    void theRealPlateSaysItsWaves() throws IOException {
        Path plate = SharedData.require("plates/imagexpress/9987_Plate_3435");
        LocalStorage storage = new LocalStorage();
        VendorReaders.Reading reading = VendorReaders.read(
                NamingSchemes.named("imagexpress").orElseThrow().metadata(), storage.list(plate.toString()), storage);
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.metadata().channelNames())
                .isEqualTo(Map.of("w1", "DAPI", "w2", "FITC", "w3", "Texas Red", "w4", "Cy5"));
        assertThat(reading.metadata().plannedFrames()).hasValue(6);
        assertThat(reading.metadata().plannedSites()).hasValue(2);
        assertThat(reading.metadata().wells()).hasValue(96);
    }

    @Test
    void theRealTiffsSayPixelSizeAndTime() throws IOException {
        Path plate = SharedData.require("plates/imagexpress/9987_Plate_3435");
        MetaSeries first = description(plate.resolve("TimePoint_1/9987_B02_s1_w1.TIF"));
        MetaSeries second = description(plate.resolve("TimePoint_2/9987_B02_s1_w1.TIF"));
        assertThat(first.pixelSizeUm()).hasValue(1.3672);
        assertThat(first.stageLabel()).contains("B02 : Site 1");
        // The plan of the plate says 30 s.
        assertThat((second.acquiredMillis().orElseThrow()
                                - first.acquiredMillis().orElseThrow())
                        / 1000.0)
                .isCloseTo(30, within(3.0));
    }

    private static MetaSeries description(Path tiff) throws IOException {
        String text = new String(Files.readAllBytes(tiff), Charset.forName("ISO-8859-1"));
        int start = text.indexOf("<MetaData>");
        Optional<MetaSeries> found = MetaSeries.parse(text.substring(start, text.indexOf("</MetaData>") + 11));
        return found.orElseThrow();
    }

    @Test
    void aDescriptionThatIsNotCalibratedHasNoPixelSize() {
        String text = "<MetaData><PlaneInfo><prop id=\"spatial-calibration-state\" type=\"bool\" value=\"off\"/>"
                + "<prop id=\"spatial-calibration-x\" type=\"float\" value=\"1\"/><prop id=\"spatial-calibration-units\" type=\"string\" value=\"um\"/>"
                + "<prop id=\"pixel-size-x\" type=\"int\" value=\"512\"/></PlaneInfo></MetaData>";
        assertThat(MetaSeries.parse(text).orElseThrow().pixelSizeUm()).isEmpty();
        assertThat(MetaSeries.parse("ImageJ=1.54f")).isEmpty();
    }
}
