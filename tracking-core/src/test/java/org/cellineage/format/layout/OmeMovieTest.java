package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cellineage.format.Calibration;
import org.cellineage.format.Catalog;
import org.cellineage.format.LocalStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OME-TIFF as microscopes and exporters leave it: positions, sets of files, stopped acquisitions, odd XML. */
class OmeMovieTest {

    @TempDir
    Path temp;

    private MovieFolder folder() {
        return new MovieFolder(temp.resolve("P7"));
    }

    private static Catalog stacks(MovieFolder folder) throws IOException {
        return new CatalogReader(new LocalStorage()).read(folder.root().toString(), "stacks");
    }

    private static String ome(String images) {
        return ome("", images);
    }

    private static String ome(String uuid, String images) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\""
                + (uuid.isEmpty() ? "" : " UUID=\"urn:uuid:" + uuid + "\"") + ">" + images + "</OME>";
    }

    private static String image(int number, String name, int sizeC, int sizeT, String content) {
        return "<Image ID=\"Image:" + number + "\" Name=\"" + name + "\"><Pixels DimensionOrder=\"XYCZT\" SizeX=\"7\""
                + " SizeY=\"5\" SizeZ=\"1\" SizeC=\"" + sizeC + "\" SizeT=\"" + sizeT + "\" Type=\"uint16\">" + content
                + "</Pixels></Image>";
    }

    private static String data(int ifd, int t, String file, String uuid) {
        return "<TiffData IFD=\"" + ifd + "\" FirstT=\"" + t + "\" PlaneCount=\"1\">"
                + (file.isEmpty() && uuid.isEmpty()
                        ? ""
                        : "<UUID" + (file.isEmpty() ? "" : " FileName=\"" + file + "\"") + ">urn:uuid:" + uuid
                                + "</UUID>")
                + "</TiffData>";
    }

    private static byte[] tiff(String description, int... values) {
        return MovieFolder.tiffBytes(description, MovieFolder.WIDTH, MovieFolder.HEIGHT, values);
    }

    private static List<List<Integer>> grey(int... values) {
        return Arrays.stream(values).mapToObj(List::of).toList();
    }

    @Test
    void positionsAreMoviesWithWellsAndSitesFromTheirNames() throws IOException {
        String xml = ome(image(0, "A01_s1", 1, 2, "") + image(1, "A01_s2", 1, 3, "") + image(2, "B07_s1", 1, 1, ""));
        Catalog catalog = stacks(folder().put("plate.ome.tif", tiff(xml, 1, 2, 3, 4, 5, 6)));
        assertThat(catalog.failures()).isEmpty();
        assertThat(MovieFolder.pixels(catalog))
                .isEqualTo(Map.of("P7/A01/1", grey(1, 2), "P7/A01/2", grey(3, 4, 5), "P7/B07/1", grey(6)));
    }

    @Test
    void positionsWithoutWellsKeepTheirNamesOrGetANumber() throws IOException {
        Catalog named = stacks(folder().put(
                        "run.ome.tif", tiff(ome(image(0, "Pos0", 1, 1, "") + image(1, "Pos/1", 1, 1, "")), 1, 2)));
        assertThat(MovieFolder.pixels(named)).containsOnlyKeys("P7/-/run_Pos0", "P7/-/run_Pos_1");
        Catalog same =
                stacks(folder().put("run.ome.tif", tiff(ome(image(0, "x", 1, 1, "") + image(1, "x", 1, 1, "")), 1, 2)));
        assertThat(MovieFolder.pixels(same)).isEqualTo(Map.of("P7/-/run_1", grey(1), "P7/-/run_2", grey(2)));
    }

    @Test
    void wellsComeFromThePlateOfTheXml() throws IOException {
        String plate = "<Plate ID=\"Plate:0\"><Well ID=\"w\" Row=\"1\" Column=\"2\">"
                + "<WellSample ID=\"a\" Index=\"7\"><ImageRef ID=\"Image:0\"/></WellSample>"
                + "<WellSample ID=\"b\" Index=\"3\"><ImageRef ID=\"Image:1\"/></WellSample></Well>"
                + "<Well ID=\"v\" Row=\"31\" Column=\"47\"><WellSample Index=\"0\"><ImageRef ID=\"Image:2\"/>"
                + "</WellSample></Well></Plate>";
        String xml = ome(plate + image(0, "", 1, 1, "") + image(1, "", 1, 1, "") + image(2, "", 1, 1, ""));
        Catalog catalog = stacks(folder().put("screen.ome.tif", tiff(xml, 1, 2, 3)));
        assertThat(MovieFolder.pixels(catalog))
                .isEqualTo(Map.of("P7/B03/1", grey(2), "P7/B03/2", grey(1), "P7/AF48/1", grey(3)));
    }

    @Test
    void anAcquisitionThatWasStoppedIsAMovieOfTheFramesThatAreThere() throws IOException {
        StringBuilder each = new StringBuilder();
        IntStream.range(0, 20).forEach(t -> each.append(data(t, t, "B02_s1.ome.tif", "1")));
        for (String content : List.of(each.toString(), "<TiffData/>", "")) {
            Catalog catalog =
                    stacks(folder().put("B02_s1.ome.tif", tiff(ome(image(0, "x", 1, 20, content)), 1, 2, 3, 4)));
            assertThat(catalog.failures()).isEmpty();
            assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P7/B02/1", grey(1, 2, 3, 4)));
            assertThat(catalog.movies().get(0).frameCount()).isEqualTo(4);
            assertThat(catalog.warnings()).hasSize(1);
            assertThat(catalog.warnings().get(0).problem().cause())
                    .contains("20 frames")
                    .contains("4 exist");
        }
    }

    @Test
    void halfATimePointFailsAndTheRestIsRead() throws IOException {
        Catalog catalog =
                stacks(folder().put("B02_s1.ome.tif", tiff(ome(image(0, "x", 2, 20, "<TiffData/>")), 1, 2, 3, 4, 5)));
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P7/B02/1", List.of(List.of(1, 2), List.of(3, 4))));
        assertThat(MovieFolder.failed(catalog)).containsExactly("P7/B02/1@2");
        assertThat(catalog.failures().get(0).problem().cause()).contains("Channel 1 of frame 2");
    }

    @Test
    void aMovieWithoutFramesAndOneFullOfHolesFail() throws IOException {
        String holes = data(0, 0, "", "") + data(1, 4, "", "") + data(2, 9, "", "");
        Catalog catalog = stacks(folder().put("B02_s1.ome.tif", tiff(ome(image(0, "x", 1, 10, holes)), 1, 2, 3))
                .put("B03_s1.ome.tif", tiff(ome(image(0, "x", 1, 10, data(8, 0, "", ""))), 1, 2, 3)));
        assertThat(MovieFolder.failed(catalog)).containsExactly("P7/B02/1@-1", "P7/B03/1@-1");
        assertThat(catalog.failures().get(0).problem().cause()).contains("7 of 10 frames");
    }

    /** Three files of two frames: in every one the whole XML. */
    private MovieFolder set(String... names) {
        StringBuilder blocks = new StringBuilder();
        for (int t = 0; t < 6; t++) {
            blocks.append(data(t % 2, t, "m_" + t / 2 + ".ome.tif", "0" + t / 2));
        }
        MovieFolder folder = folder();
        for (int f = 0; f < names.length; f++) {
            if (!names[f].isEmpty()) {
                String xml = ome("0" + f, image(0, "m", 1, 6, blocks.toString()));
                folder.put(names[f], tiff(xml, 2 * f + 1, 2 * f + 2));
            }
        }
        return folder;
    }

    @Test
    void aSetOfFilesIsOneMovieHoweverItIsListedAndNamed() throws IOException {
        MovieFolder named = set("m_0.ome.tif", "m_1.ome.tif", "m_2.ome.tif");
        Catalog catalog = stacks(named);
        assertThat(catalog.failures()).isEmpty();
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P7/-/m_0", grey(1, 2, 3, 4, 5, 6)));
        for (long seed = 0; seed < 3; seed++) {
            assertThat(new CatalogReader(new MovieFolder.Shuffled(seed))
                            .read(named.root().toString(), "stacks"))
                    .isEqualTo(catalog);
        }
        for (int f = 0; f < 3; f++) {
            Files.delete(named.root().resolve("m_" + f + ".ome.tif"));
        }
        // Renamed, and in another order: the identifiers tell.
        Catalog renamed = stacks(set("c.ome.tif", "a.ome.tif", "b.ome.tif"));
        assertThat(MovieFolder.pixels(renamed)).isEqualTo(Map.of("P7/-/a", grey(1, 2, 3, 4, 5, 6)));
    }

    @Test
    void aFileOfASetThatIsNotThereIsNamed() throws IOException {
        Catalog catalog = stacks(set("m_0.ome.tif", "", "m_2.ome.tif"));
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P7/-/m_0", grey(1, 2, 5, 6)));
        assertThat(catalog.movies().get(0).frameCount()).isEqualTo(6);
        assertThat(MovieFolder.failed(catalog)).containsExactly("P7/-/m_0@2", "P7/-/m_0@3");
        assertThat(catalog.failures()).allSatisfy(failure -> {
            assertThat(failure.problem().cause()).contains("m_1.ome.tif");
            assertThat(failure.problem().remedy()).contains("m_1.ome.tif");
        });
    }

    @Test
    void aCompanionFileHoldsTheXmlOfFilesThatKnowItOrNot() throws IOException {
        String xml = ome(image(0, "m", 1, 2, data(0, 0, "x_a.ome.tif", "0a") + data(0, 1, "x_b.ome.tif", "0b")));
        for (boolean known : new boolean[] {true, false}) {
            MovieFolder folder = folder().put("x.companion.ome", xml.getBytes(StandardCharsets.UTF_8));
            for (String f : List.of("a", "b")) {
                String own = "<OME UUID=\"urn:uuid:0" + f
                        + "\"><BinaryOnly MetadataFile=\"x.companion.ome\" UUID=\"urn:uuid:0c\"/></OME>";
                folder.put("x_" + f + ".ome.tif", tiff(known ? own : "", f.equals("a") ? 1 : 2));
            }
            Catalog catalog = stacks(folder);
            assertThat(catalog.failures()).isEmpty();
            assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P7/-/x_a", grey(1, 2)));
        }
        Files.delete(folder().root().resolve("x.companion.ome"));
        Catalog lost = stacks(folder().put(
                        "x_a.ome.tif",
                        tiff("<OME UUID=\"urn:uuid:0a\"><BinaryOnly MetadataFile=\"x.companion.ome\"/></OME>", 1)));
        assertThat(lost.failures().get(0).problem().cause()).contains("x.companion.ome");
    }

    @Test
    void microManagersPartsOfFourGigabytesGoOn() throws IOException {
        String xml = ome(image(0, "Pos0", 1, 5, "<TiffData/>"));
        MovieFolder folder = folder().put("run_MMStack_Pos0.ome.tif", tiff(xml, 1, 2))
                .put("run_MMStack_Pos0_1.ome.tif", tiff("", 3, 4))
                .put("run_MMStack_Pos0_2.ome.tif", tiff("", 5))
                .put("run_MMStack_Pos1.ome.tif", tiff(ome(image(0, "Pos1", 1, 1, "<TiffData/>")), 9));
        Catalog catalog = stacks(folder);
        assertThat(catalog.failures()).isEmpty();
        assertThat(MovieFolder.pixels(catalog))
                .isEqualTo(Map.of("P7/-/run_MMStack_Pos0", grey(1, 2, 3, 4, 5), "P7/-/run_MMStack_Pos1", grey(9)));
    }

    @Test
    void aRenamedSingleFileIsStillThatFile() throws IOException {
        String xml = ome(image(0, "m", 1, 2, data(0, 0, "old.ome.tif", "1") + data(1, 1, "old.ome.tif", "1")));
        Catalog catalog = stacks(folder().put("new.ome.tif", tiff(xml, 1, 2)).put("old.ome.tif", tiff(xml, 3, 4)));
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P7/-/new", grey(1, 2), "P7/-/old", grey(3, 4)));
    }

    @Test
    void theTimesOfPlanesGiveTheIntervalWhereNoIncrementStands() throws IOException {
        assertThat(calibration("", 0, 300, 610, 900).frameIntervalS()).isCloseTo(300, within(1e-9));
        assertThat(calibration("", 0, 0, 0, 0).frameIntervalS()).isNaN();
        assertThat(calibration(" TimeIncrement=\"5\" TimeIncrementUnit=\"min\"", 0, 1, 2, 3)
                        .frameIntervalS())
                .isEqualTo(300);
        assertThat(calibration(" TimeIncrement=\"0\"", 0, 20, 40, 60).frameIntervalS())
                .isEqualTo(20);
        assertThat(calibration(" PhysicalSizeX=\"-1\"", 0, 1, 2, 3).pixelSizeUm())
                .isNaN();
        assertThat(calibration(" PhysicalSizeX=\"0,65\" PhysicalSizeXUnit=\"µm\"", 0, 1, 2, 3)
                        .pixelSizeUm())
                .isEqualTo(0.65);
        assertThat(calibration(" PhysicalSizeX=\"650\" PhysicalSizeXUnit=\"nanometer\"", 0, 1, 2, 3)
                        .pixelSizeUm())
                .isCloseTo(0.65, within(1e-12));
        assertThat(calibration(" PhysicalSizeX=\"2\" PhysicalSizeXUnit=\"reference frame\"", 0, 1, 2, 3)
                        .pixelSizeUm())
                .isNaN();
    }

    private Calibration calibration(String attributes, int... seconds) throws IOException {
        StringBuilder planes = new StringBuilder();
        for (int t = 0; t < seconds.length; t++) {
            planes.append("<Plane TheC=\"0\" TheZ=\"0\" TheT=\"" + t + "\" DeltaT=\"" + 1000 * seconds[t]
                    + "\" DeltaTUnit=\"ms\"/>");
        }
        String xml = ome(image(0, "m", 1, 4, "<TiffData/>" + planes)).replace(" Type=", attributes + " Type=");
        return stacks(folder().put("m.ome.tif", tiff(xml, 1, 2, 3, 4)))
                .movies()
                .get(0)
                .calibration();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A & B",
                "a &lt; b",
                "tab\u0001and\u0008bell",
                "R&D; 5<6",
                "caf\u00e9 \u00b5",
                "&#0;null",
                "it's \u0000"
            })
    void namesThatAreNoXmlStopNothing(String name) throws IOException {
        String xml =
                ome("<!-- don't & can't -->" + image(0, name, 1, 2, "<Channel Name=\"" + name + "\"/><TiffData/>"));
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
            byte[] file = tiff(xml.replace('\u0000', '\u0002'), 1, 2);
            byte[] as = new String(file, StandardCharsets.ISO_8859_1)
                    .replace(
                            new String(
                                    "caf\u00e9 \u00b5".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                            charset == StandardCharsets.UTF_8
                                    ? new String(
                                            "caf\u00e9 \u00b5".getBytes(StandardCharsets.UTF_8),
                                            StandardCharsets.ISO_8859_1)
                                    : "caf\u00e9 \u00b5  ")
                    .getBytes(StandardCharsets.ISO_8859_1);
            Catalog catalog = stacks(folder().put("m.ome.tif", as));
            assertThat(catalog.failures()).isEmpty();
            assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P7/-/m", grey(1, 2)));
            if (name.startsWith("caf") || name.equals("A & B")) {
                assertThat(catalog.movies().get(0).channels().get(0).strip()).isEqualTo(name);
            }
        }
    }

    @Test
    void oldNamespacesPrefixesAndTextAroundTheXmlDoNotMatter() throws IOException {
        String old =
                "\ufeff <?xml version=\"1.0\"?><ome:OME xmlns:ome=\"http://www.openmicroscopy.org/XMLschemas/OME/FC/"
                        + "ome.xsd\" xsi:schemaLocation=\"x\"><ome:Image ID=\"i\" PixelSizeX=\"0.5\"><ome:Pixels"
                        + " DimensionOrder=\"XYCZT\" SizeC=\"1\" SizeZ=\"1\" SizeT=\"2\"><ome:TiffData NumPlanes=\"2\"/>"
                        + "</ome:Pixels></ome:Image></ome:OME>\nwritten by nobody";
        Catalog catalog = stacks(folder().put("m.ome.tif", tiff(old, 1, 2)));
        assertThat(catalog.failures()).isEmpty();
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P7/-/m", grey(1, 2)));
        assertThat(catalog.movies().get(0).calibration().pixelSizeUm()).isEqualTo(0.5);
    }

    @Test
    void zPositionsTakenAsTimeAreToldAndZWithTimeIsRefused() throws IOException {
        Catalog catalog = stacks(folder().put("B02_s1.tif", tiff("ImageJ=1.54f\nimages=3\nslices=3\n", 1, 2, 3))
                .put("B03_s1.tif", tiff("{\"shape\": [2, 2, 5, 7], \"axes\": \"TZYX\"}", 1, 2, 3, 4)));
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(Map.of("P7/B02/1", grey(1, 2, 3)));
        assertThat(catalog.warnings()).hasSize(1);
        assertThat(catalog.warnings().get(0).problem().cause()).contains("z planes are interpreted as time points");
        assertThat(MovieFolder.failed(catalog)).containsExactly("P7/B03/1@-1");
    }
}
