package org.cellineage.format.trackmate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.spots.SpotMovie;
import org.cellineage.image.LabelImage;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackMateXmlTest {

    private static final SpotGrid GRID = new SpotGrid(40, 30, 0.5);
    private static final String SQUARE = "-1.0 -1.0 1.0 -1.0 1.0 1.0 -1.0 1.0";

    @TempDir
    private Path temp;

    /** Spots of 2 micrometres' side in a movie with half a micrometre for each pixel: they are squares of four pixels. */
    private static String spot(int id, int frame, double x, double y, String more) {
        return spot(id, frame, x, y, more, SQUARE);
    }

    private static String spot(int id, int frame, double x, double y, String more, String outline) {
        return "<Spot ID=\"%d\" name=\"c%d\" FRAME=\"%d\" POSITION_X=\"%s\" POSITION_Y=\"%s\" POSITION_Z=\"0.0\" %s>%s</Spot>\n"
                .formatted(id, id, frame, x, y, more, outline);
    }

    private static String edge(int from, int to) {
        return "<Edge SPOT_SOURCE_ID=\"%d\" SPOT_TARGET_ID=\"%d\" LINK_COST=\"0.1\"/>".formatted(from, to);
    }

    private static String document(String units, String spots, String tracks, String filtered, String settings) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <TrackMate version="7.11.1">
                <Log>free text &lt;with&gt; marks &amp; signs</Log>
                <Model spatialunits="%s" timeunits="min"><FeatureDeclarations/>
                <AllSpots nspots="1"><SpotsInFrame frame="0">%s</SpotsInFrame></AllSpots>
                <AllTracks>%s</AllTracks><FilteredTracks>%s</FilteredTracks>
                </Model>%s</TrackMate>
                """.formatted(units, spots, tracks, filtered, settings);
    }

    private static String track(int id, String... edges) {
        return "<Track name=\"Track_%d\" TRACK_ID=\"%d\">%s</Track>".formatted(id, id, String.join("\n", edges));
    }

    private static String shown(int... ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append("<TrackID TRACK_ID=\"").append(id).append("\"/>");
        }
        return text.toString();
    }

    private SpotMovie read(String xml) throws IOException {
        return read(xml.getBytes(StandardCharsets.UTF_8), GRID);
    }

    private SpotMovie read(byte[] xml, SpotGrid grid) throws IOException {
        Path file = temp.resolve("movie.xml");
        Files.write(file, xml);
        return TrackMateXml.read(new LocalStorage(), file.toString(), grid);
    }

    private static List<String> causes(SpotMovie movie) {
        return movie.lineage().flaws().stream()
                .map(GivenFlaw::problem)
                .map(problem -> problem.cause())
                .toList();
    }

    /** Pixels of each label: smallest and largest row and column, and their number. */
    private static Map<Integer, List<Integer>> boxes(LabelImage image) {
        Map<Integer, List<Integer>> boxes = new TreeMap<>();
        for (int p = 0; p < image.labels().length; p++) {
            int label = image.labels()[p];
            int y = p / image.width();
            int x = p % image.width();
            if (label != 0) {
                List<Integer> old = boxes.getOrDefault(label, List.of(y, x, y, x, 0));
                boxes.put(
                        label,
                        List.of(
                                Math.min(old.get(0), y),
                                Math.min(old.get(1), x),
                                Math.max(old.get(2), y),
                                Math.max(old.get(3), x),
                                old.get(4) + 1));
            }
        }
        return boxes;
    }

    @Test
    void spotsInAnyOrderFormTracksWithGapsAndDivisions() throws IOException {
        String spots = spot(7, 5, 10.25, 5.25, "RADIUS=\"1\"")
                + spot(3, 2, 5.25, 5.25, "RADIUS=\"1\"")
                + spot(1, 0, 5.25, 5.25, "RADIUS=\"1\"")
                + spot(8, 6, 2.25, 5.25, "RADIUS=\"1\"")
                + spot(9, 4, 15.25, 10.25, "RADIUS=\"1\" VISIBILITY=\"1\"")
                + spot(10, 4, 15.25, 2.25, "RADIUS=\"1\" VISIBILITY=\"0\"");
        // One link is written backwards, and one twice.
        SpotMovie movie = read(
                document("\u00b5m", spots, track(4, edge(3, 1), edge(3, 7), edge(3, 7), edge(3, 8)), shown(4), ""));
        assertThat(movie.lineage().flaws()).isEmpty();
        assertThat(movie.lineage().spans())
                .containsExactly(
                        new TrackSpan(1, 0, 2, TrackSpan.NO_PARENT),
                        new TrackSpan(2, 4, 4, TrackSpan.NO_PARENT),
                        new TrackSpan(3, 5, 5, 1),
                        new TrackSpan(4, 6, 6, 1));
        assertThat(movie.frameCount()).isEqualTo(7);
        assertThat(movie.spots(1)).isEmpty();
        // 5.25 micrometres are column 10.5: the square from 8.5 to 12.5 covers the columns 9 to 12.
        assertThat(boxes(movie.labels(0))).isEqualTo(Map.of(1, List.of(9, 9, 12, 12, 16)));
        assertThat(boxes(movie.labels(1))).isEmpty();
        assertThat(boxes(movie.labels(5))).isEqualTo(Map.of(3, List.of(9, 19, 12, 22, 16)));
    }

    @Test
    void theFilesOwnPixelSizeIsUsedBeforeThatOfTheMovie() throws IOException {
        String settings = "<Settings><ImageData width=\"40\" height=\"30\" nslices=\"1\" pixelwidth=\"%s\""
                + " pixelheight=\"%s\"/></Settings>";
        String spots = spot(1, 0, 5.0, 5.0, "");
        assertThat(boxes(read(document("micron", spots, "", "", settings.formatted("1.0", "1.0")))
                        .labels(0)))
                .isEqualTo(Map.of(1, List.of(4, 4, 5, 5, 4)));
        assertThat(boxes(read(document("pixel", spots, "", "", "")).labels(0)))
                .isEqualTo(Map.of(1, List.of(4, 4, 5, 5, 4)));
        byte[] microns = document("micron", spots, "", "", "").getBytes(StandardCharsets.UTF_8);
        assertThat(boxes(read(microns, GRID).labels(0))).isEqualTo(Map.of(1, List.of(8, 8, 11, 11, 16)));
        assertThatThrownBy(() -> read(microns, new SpotGrid(40, 30, Double.NaN)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("pixel size of the movie is not known");
        assertThatThrownBy(() -> read(document("furlong", spots, "", "", "")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'furlong'")
                .hasMessageContaining("not known");
    }

    @Test
    void spotsWithoutOutlinesAreDiscsAndSharedPixelsBelongToTheNearest() throws IOException {
        String spots = spot(1, 0, 10, 10, "RADIUS=\"4\"", "") + spot(2, 0, 16, 10, "RADIUS=\"4\"", "");
        LabelImage image = read(document("pixel", spots, "", "", "")).labels(0);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                boolean one = Math.hypot(x - 10, y - 10) <= 4;
                boolean two = Math.hypot(x - 16, y - 10) <= 4;
                int expected = one && (!two || x <= 13) ? 1 : two ? 2 : 0;
                assertThat(image.labels()[y * 40 + x]).as(x + "," + y).isEqualTo(expected);
            }
        }
        // A disc smaller than a pixel is that pixel.
        assertThat(boxes(read(document("pixel", spot(1, 0, 7.4, 3.4, "RADIUS=\"0.1\"", ""), "", "", ""))
                        .labels(0)))
                .isEqualTo(Map.of(1, List.of(3, 7, 3, 7, 1)));
    }

    @Test
    void whatCannotBeUsedIsToldAndTheRestIsRead() throws IOException {
        String spots = spot(1, 0, 5, 5, "")
                + spot(2, 1, 5, 5, "", "1.0 2.0 3.0 4.0")
                + spot(3, 1, 5, 9, "RADIUS=\"NaN\"", "")
                + spot(1, 1, 9, 9, "")
                + spot(4, 1, 500, 5, "RADIUS=\"2\"", "")
                + "<Spot ID=\"5\" name=\"x\" RADIUS=\"2\" FRAME=\"1\"/>"
                + spot(6, 1, 9, 9, "RADIUS=\"2\"", "a b c d e f")
                + spot(8, 2, 5, 5, "")
                + spot(9, 1, 15, 10, "");
        SpotMovie movie = read(document(
                "pixel",
                spots,
                track(0, edge(1, 99), edge(6, 9), edge(1, 6), edge(6, 8), edge(9, 8)) + track(1, edge(3, 4)),
                shown(0, 1),
                ""));
        assertThat(String.join("\n", causes(movie)))
                .contains(
                        "Spot 2 has neither",
                        "Spot 3 has neither an outline nor a radius",
                        "Spot 1 occurs twice",
                        "Spot 4 at x 500.0",
                        "outside of the frame of 40 x 30",
                        "Spot 5 has no frame or no position",
                        "The outline of spot 6 cannot be read; a disc of its radius is used.",
                        "spot 99 is not there",
                        "6 and 9 are linked although both are in frame 1",
                        "Spot 8 follows 2 spots: tracks merge there, which cells do not. Only the link from the nearest,"
                                + " spot 6, is used.",
                        "between the spots 3 and 4 is ignored");
        assertThat(movie.lineage().spans())
                .containsExactly(
                        new TrackSpan(1, 0, 2, TrackSpan.NO_PARENT), new TrackSpan(2, 1, 1, TrackSpan.NO_PARENT));
        assertThatThrownBy(() -> movie.lineage().flawless()).isInstanceOf(BadInputException.class);
    }

    @Test
    void tracksThatAFilterHidesAreToldAndLeftOutWithTheirSpots() throws IOException {
        String spots = spot(1, 0, 5, 5, "") + spot(2, 1, 5, 5, "") + spot(3, 0, 9, 9, "") + spot(4, 1, 9, 9, "");
        SpotMovie movie = read(document("pixel", spots, track(0, edge(1, 2)) + track(12, edge(3, 4)), shown(0), ""));
        assertThat(causes(movie)).singleElement().asString().contains("1 tracks are hidden", ": 12.");
        assertThat(movie.lineage().spans()).containsExactly(new TrackSpan(1, 0, 1, TrackSpan.NO_PARENT));
        assertThat(movie.spots(0)).hasSize(1);
    }

    @Test
    void numbersOfTracksAreKeptWhereTheyAreStillTrue() throws IOException {
        String spots = spot(1, 0, 5, 5, "CELLINEAGE_TRACK=\"8\"")
                + spot(2, 1, 5, 5, "CELLINEAGE_TRACK=\"8\"")
                + spot(3, 2, 5, 5, "CELLINEAGE_TRACK=\"3\"")
                + spot(4, 3, 5, 5, "CELLINEAGE_TRACK=\"3\"")
                + spot(5, 4, 5, 5, "CELLINEAGE_TRACK=\"3\"")
                + spot(6, 4, 9, 9, "");
        // The link between spots 4 and 5 was removed; 8 goes on as 3, which is a track of its own in the tables.
        SpotMovie movie = read(document("pixel", spots, track(0, edge(1, 2), edge(2, 3), edge(3, 4)), shown(0), ""));
        assertThat(movie.lineage().spans())
                .containsExactly(
                        new TrackSpan(3, 2, 3, 8),
                        new TrackSpan(8, 0, 1, TrackSpan.NO_PARENT),
                        new TrackSpan(9, 4, 4, TrackSpan.NO_PARENT),
                        new TrackSpan(10, 4, 4, TrackSpan.NO_PARENT));
    }

    @Test
    void otherFilesAndDamagedOnesAreRefusedInWords() {
        String good = document("pixel", spot(1, 0, 5, 5, ""), "", "", "");
        refused("<?xml version=\"1.0\"?><Tracks nTracks=\"1\"><particle nSpots=\"1\"/></Tracks>", "simple export");
        refused("<Beetles/>", "its root element is Beetles");
        refused(good.substring(0, good.length() - 40), "not complete XML: line 7");
        refused(good.replace("<FilteredTracks></FilteredTracks>", ""), "FilteredTracks is missing");
        refused(good.replace("ID=\"1\"", "ID=\"first\""), "the ID of an element Spot is missing or not a whole number");
        refused(
                document("pixel", spot(1, 0, 5, 5, ""), "", "", "<Settings><ImageData nslices=\"9\"/></Settings>"),
                "three-dimensional result: its image has 9 z planes");
        refused(
                document(
                        "pixel",
                        spot(1, 0, 5, 5, "") + spot(2, 0, 9, 9, "").replace("_Z=\"0.0\"", "_Z=\"2.5\""),
                        "",
                        "",
                        ""),
                "different z positions");
        refused(
                document("pixel", "", "", "", "<Settings><ImageData width=\"64\" height=\"30\"/></Settings>"),
                "an image of 64 x 30 pixels, but the movie has 40 x 30");
        refused("<TrackMate>" + "<a>".repeat(200), "nested more than 100 deep");
    }

    @Test
    void documentTypesAndEntitiesAreNeverRead() throws IOException {
        Path secret = Files.writeString(temp.resolve("secret.txt"), "-1 -1 1 -1 1 1");
        String good = document("pixel", spot(1, 0, 5, 5, "RADIUS=\"2\"", "&stolen;"), "", "", "");
        String type = "<!DOCTYPE TrackMate [<!ENTITY stolen SYSTEM \"" + secret.toUri() + "\">]>\n<TrackMate";
        refused(good.replace("<TrackMate", type), "document type");
        StringBuilder bomb = new StringBuilder("<!DOCTYPE TrackMate [<!ENTITY a0 \"1 1 \">");
        for (int i = 1; i < 12; i++) {
            bomb.append("<!ENTITY a%d \"%s\">".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
        }
        refused(good.replace("<TrackMate", bomb + "]>\n<TrackMate").replace("&stolen;", "&a11;"), "document type");
    }

    private void refused(String xml, String cause) {
        assertThatThrownBy(() -> read(xml)).as(cause).isInstanceOfSatisfying(BadInputException.class, e -> {
            assertThat(e.problem().cause()).contains(cause);
            assertThat(e.problem().where()).endsWith("movie.xml");
            assertThat(e.problem().remedy()).isNotBlank();
        });
    }

    @Test
    void otherEncodingsAndByteOrderMarksAreRead() throws IOException {
        String xml = document("\u00b5m", spot(1, 0, 5, 5, ""), "", "", "");
        assertThat(read(("\ufeff" + xml).getBytes(StandardCharsets.UTF_8), GRID).spots(0))
                .hasSize(1);
        assertThat(read(xml.replace("UTF-8", "UTF-16").getBytes(StandardCharsets.UTF_16), GRID)
                        .spots(0))
                .hasSize(1);
        assertThat(read(xml.replace("UTF-8", "ISO-8859-1").getBytes(StandardCharsets.ISO_8859_1), GRID)
                        .spots(0))
                .hasSize(1);
    }
}
