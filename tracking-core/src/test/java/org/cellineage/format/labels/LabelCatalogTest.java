package org.cellineage.format.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.layout.MovieFolder;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.problem.BadInputException;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which label image belongs to which frame of which movie. */
class LabelCatalogTest {

    private static final MovieKey SOME_MOVIE = new MovieKey("P", "-", "some movie");

    @TempDir
    Path temp;

    private static LabelCatalog read(Path path) throws IOException {
        return LabelCatalog.read(new LocalStorage(), path.toString());
    }

    private static Map<Integer, Integer> pixels(LabelSet set) throws IOException {
        return LabelFolder.pixels(set);
    }

    private static Map<Integer, Integer> only(LabelCatalog labels) throws IOException {
        return pixels(onlySet(labels));
    }

    private static LabelSet onlySet(LabelCatalog labels) {
        assertThat(labels.sets()).hasSize(1);
        return labels.sets().values().iterator().next();
    }

    /** The labels of a movie of tables among others. */
    private static Optional<LabelSet> of(LabelCatalog labels, MovieKey movie, int frames) {
        return labels.pairKnown(List.of(
                        new KnownMovie(movie, "/data/of/tables", frames), new KnownMovie(SOME_MOVIE, "/data/other", 9)))
                .of(movie);
    }

    /** Also where the truth's own folder is given, beside which the silver one lies. */
    @Test
    void silverMasksThatAreNotThereAreNamedNotLeftOut() throws IOException {
        Path root = temp.resolve("movies");
        LabelFolder folder = new LabelFolder(root);
        folder.tiff("01_GT/SEG/man_seg000.tif", 2);
        folder.tiff("01_ST/SEG/man_seg000.tif", 3);
        Storage storage = new LocalStorage();
        assertThat(only(LabelCatalog.readMasks(storage, root.toString(), true))).isEqualTo(Map.of(0, 3));
        assertThat(only(LabelCatalog.readMasks(storage, root.toString(), false)))
                .isEqualTo(Map.of(0, 2));
        assertThatThrownBy(() ->
                        LabelCatalog.readMasks(storage, root.resolve("01_GT").toString(), true))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("01_GT")
                .hasMessageContaining("SEQ_ST/SEG");
    }

    @Test
    void everyNameOfACtcLabelImageIsTakenAtItsOwnFrameNumber() throws IOException {
        for (String prefix : List.of("man_track", "man_seg", "mask", "t")) {
            LabelFolder folder = new LabelFolder(temp.resolve(prefix))
                    .tiff(prefix + "003.tif", 30)
                    .tiff(prefix + "007.tif", 70)
                    .text("notes.txt", "this is no image");
            assertThat(only(read(folder.root()))).isEqualTo(Map.of(3, 30, 7, 70));
        }
    }

    @Test
    void ofASequencesFoldersTheBestIsTakenAndItsRawFramesNever() throws IOException {
        LabelFolder folder = new LabelFolder(temp.resolve("SET"));
        Path root = folder.tiff("01/t000.tif", 99)
                .tiff("01_GT/SEG/man_seg000.tif", 4)
                .root();
        assertThat(only(read(root))).isEqualTo(Map.of(0, 4));
        folder.tiff("01_ST/SEG/man_seg000.tif", 3);
        assertThat(only(read(root))).isEqualTo(Map.of(0, 3));
        folder.tiff("01_RES/mask000.tif", 2);
        assertThat(only(read(root))).isEqualTo(Map.of(0, 2));
        folder.tiff("01_GT/TRA/man_track000.tif", 1);
        assertThat(only(read(root))).isEqualTo(Map.of(0, 1));
        // Any one of them can still be named.
        assertThat(only(read(root.resolve("01_ST/SEG")))).isEqualTo(Map.of(0, 3));
    }

    @Test
    void moviesFindTheirLabelsByWellAndSiteOrByTheSequence() throws IOException {
        LabelFolder folder = new LabelFolder(temp)
                .tiff("01_GT/TRA/man_track000.tif", 1)
                .tiff("B02_s3_GT/TRA/man_track000.tif", 2)
                .tiff("B02_s4/mask000.tif", 3);
        LabelCatalog labels = read(folder.root());
        assertThat(pixels(of(labels, new MovieKey("P", "-", "01"), 1).orElseThrow()))
                .isEqualTo(Map.of(0, 1));
        assertThat(pixels(of(labels, new MovieKey("P", "B02", "3"), 1).orElseThrow()))
                .isEqualTo(Map.of(0, 2));
        assertThat(pixels(of(labels, new MovieKey("P", "B02", "4"), 1).orElseThrow()))
                .isEqualTo(Map.of(0, 3));
        for (MovieKey other :
                List.of(new MovieKey("P", "B02", "1"), new MovieKey("P", "C02", "3"), new MovieKey("P", "-", "02"))) {
            assertThat(of(labels, other, 1)).as(other.id()).isEmpty();
        }
    }

    /** A sequence that was cut is counted from 0 in tables, and its truth is not: it is laid on the right frames, and told. */
    @Test
    void theTruthOfACutSequenceIsLaidOnTheFramesOfTables() throws IOException {
        LabelFolder folder = new LabelFolder(temp);
        for (int t = 0; t < 4; t++) {
            folder.tiff("D/01_RES/mask05" + t + ".tif", 10 + t);
        }
        MovieKey movie = new MovieKey("D", "-", "01");
        LabelPairing pairing = read(folder.root())
                .pairKnown(List.of(new KnownMovie(movie, temp.resolve("D/01").toString(), 4)));
        assertThat(pixels(pairing.of(movie).orElseThrow())).isEqualTo(Map.of(0, 10, 1, 11, 2, 12, 3, 13));
        assertThat(pairing.of(movie).orElseThrow().lineageShift()).isEqualTo(-50);
        assertThat(pairing.notes().get(movie).cause()).contains("50 to 53");
        LabelPairing other = read(folder.root())
                .pairKnown(List.of(new KnownMovie(movie, temp.resolve("D/01").toString(), 6)));
        assertThat(other.of(movie)).isEmpty();
        assertThat(other.problem(movie).orElseThrow().cause()).contains("not clear");
    }

    @Test
    void labelsInTwoDatasetsUnderOneNameAreNotGuessedAt() {
        LabelFolder folder =
                new LabelFolder(temp).tiff("A/01_GT/TRA/man_track000.tif", 1).tiff("B/01_GT/TRA/man_track000.tif", 2);
        assertThatThrownBy(() -> read(folder.root()).sets())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("sequence 01")
                .hasMessageContaining("A/01_GT/TRA")
                .hasMessageContaining("B/01_GT/TRA");
    }

    @Test
    void stacksFoldersAndArchivesOfStacksAreLabelsToo() throws IOException {
        LabelFolder folder = new LabelFolder(temp.resolve("L"))
                .tiff("B02_s1.tif", 1, 2)
                .tiff("movie_labels.tif", 3, 4)
                .text("broken.tif", "this is no image");
        LabelCatalog labels = read(folder.root());
        assertThat(pixels(of(labels, new MovieKey("P", "B02", "1"), 2).orElseThrow()))
                .isEqualTo(Map.of(0, 1, 1, 2));
        assertThat(pixels(of(labels, new MovieKey("P", "-", "movie"), 2).orElseThrow()))
                .isEqualTo(Map.of(0, 3, 1, 4));

        assertThat(only(read(folder.root().resolve("B02_s1.tif")))).isEqualTo(Map.of(0, 1, 1, 2));

        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("B02_s1.tif", LabelFolder.tiffBytes(5, 6));
        Path zip = new LabelFolder(temp)
                .put("L.zip", MovieFolder.zip(members))
                .root()
                .resolve("L.zip");
        assertThat(only(read(zip))).isEqualTo(Map.of(0, 5, 1, 6));
    }

    @Test
    void aLineageBesideTheLabelsIsReadAndAMissingOneIsAnError() throws IOException {
        LabelFolder folder = new LabelFolder(temp)
                .tiff("01_GT/TRA/man_track000.tif", 1)
                .put("01_GT/TRA/man_track.txt", "1 0 0 0\n".getBytes(StandardCharsets.US_ASCII))
                .tiff("02_RES/mask000.tif", 1)
                .put("02_RES/res_track.txt", "7 0 3 0\n".getBytes(StandardCharsets.US_ASCII))
                .tiff("03_RES/mask000.tif", 1);
        LocalStorage storage = new LocalStorage();
        Map<String, LabelSet> sets = read(folder.root()).sets();
        assertThat(LabelCatalog.lineage(storage, sets.get("01"))).containsExactly(new TrackSpan(1, 0, 0, 0));
        assertThat(LabelCatalog.lineage(storage, sets.get("02"))).containsExactly(new TrackSpan(7, 0, 3, 0));
        assertThatThrownBy(() -> LabelCatalog.lineage(storage, sets.get("03")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("03_RES")
                .hasMessageContaining("no lineage");
    }

    @Test
    void nothingToReadIsAnError() throws IOException {
        LabelFolder folder = new LabelFolder(temp.resolve("L")).text("B02_s1.tif", "this is no image");
        assertThatThrownBy(() -> read(folder.root()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("None of its label images")
                .hasMessageContaining("not a TIFF");
        Path empty = java.nio.file.Files.createDirectory(temp.resolve("empty"));
        assertThatThrownBy(() -> read(empty))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void realDatasetsGiveTheirTracksOrTheirSilverMasks() throws IOException {
        Path hela = SharedData.require("movies/Fluo-N2DL-HeLa");
        LabelSet truth =
                of(read(hela), new MovieKey("Fluo-N2DL-HeLa", "-", "02"), 29).orElseThrow();
        assertThat(truth.source()).endsWith("02_GT/TRA");
        assertThat(truth.frames())
                .hasSize(29)
                .containsOnlyKeys(
                        java.util.stream.IntStream.range(0, 29).boxed().toArray(Integer[]::new));
        assertThat(LabelCatalog.lineage(new LocalStorage(), truth)).hasSize(649);

        Path sparse = SharedData.require("movies/PhC-C2DH-U373/02_GT/SEG");
        assertThat(read(sparse).sets().get("02").frames())
                .containsOnlyKeys(10, 17, 19, 20, 22, 26, 35, 36, 41, 49, 51, 52, 59);

        Map<String, LabelSet> sim =
                read(SharedData.require("movies/Fluo-N2DH-SIM+")).sets();
        assertThat(sim).containsOnlyKeys("01", "02");
        assertThat(sim.get("01").frames()).hasSize(65);
        assertThat(sim.get("02").frames()).hasSize(55);
    }

    @Test
    void aTrkFileGivesLabelsAndLineage() throws IOException {
        Path file = SharedData.require("trk/real_gif_3t3.trk");
        LabelSet set = onlySet(read(file));
        assertThat(set.name()).isEqualTo("real_gif_3t3");
        assertThat(set.frames()).hasSize(30);
        assertThat(LabelCatalog.lineage(new LocalStorage(), set)).hasSize(17).contains(new TrackSpan(13, 9, 29, 11));
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            int[] labels = reader.read(set.frames().get(7)).toInts();
            // As numpy counts them.
            assertThat(java.util.Arrays.stream(labels).filter(l -> l == 1).count())
                    .isEqualTo(230);
            assertThat(java.util.Arrays.stream(labels).asLongStream().sum()).isEqualTo(70681);
        }
    }
}
