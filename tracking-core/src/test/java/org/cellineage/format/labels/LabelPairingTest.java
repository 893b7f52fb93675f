package org.cellineage.format.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.cellineage.format.FrameRef;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.trk.TrkTrack;
import org.cellineage.format.trk.TrkWriter;
import org.cellineage.image.LabelImage;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which label image is laid on which frame of which movie: the value of a label image says which it is. */
class LabelPairingTest {

    private static final MovieKey B02 = new MovieKey("images", "B02", "1");
    private static final MovieKey B03 = new MovieKey("images", "B03", "1");
    private static final MovieKey SERIES = new MovieKey("images", "-", "img");

    @TempDir
    Path temp;

    private LabelFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new LabelFolder(temp);
    }

    private LabelPairing pair(String labels, Movie... movies) throws IOException {
        return LabelCatalog.read(new LocalStorage(), temp.resolve(labels).toString())
                .pair(List.of(movies));
    }

    private static Map<Integer, Integer> pixels(LabelPairing pairing, MovieKey movie) throws IOException {
        assertThat(pairing.problems()).doesNotContainKey(movie);
        return LabelFolder.pixels(pairing.of(movie).orElseThrow());
    }

    private static List<String> numbered(String pattern, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(n -> String.format(Locale.ROOT, pattern, n))
                .toList();
    }

    /** Label images of the values 1, 2, … in that order. */
    private void labels(String pattern, int from, int to) {
        for (int n = from; n <= to; n++) {
            folder.tiff(String.format(Locale.ROOT, pattern, n), n - from + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s_cp_masks.tif",
                "%s.tif",
                "LblImg_%s.tif",
                "%s_Object Identities.tif",
                "%s_Object_Identities.tiff",
                "%s_labels.tif",
                "%s_stardist_labels.tif",
                "%s-Labels.tif",
                "%s_mask.tif",
                "%s.ome_cp_masks.tif",
                "labels_%s.ome.tif",
                "%s_Nuclei.tif",
                "deep/er/%s_cp_masks.tif"
            })
    void stacksAreFoundUnderTheNamesThatProgramsGive(String pattern) throws IOException {
        folder.tiff("masks/" + String.format(Locale.ROOT, pattern, "B02_s1"), 2, 3);
        folder.tiff("masks/" + String.format(Locale.ROOT, pattern, "B03_s1"), 4, 5);
        LabelPairing pairing =
                pair("masks", folder.stack(B02, "images/B02_s1.tif", 2), folder.stack(B03, "images/B03_s1.tif", 2));
        assertThat(pixels(pairing, B02)).isEqualTo(Map.of(0, 2, 1, 3));
        assertThat(pixels(pairing, B03)).isEqualTo(Map.of(0, 4, 1, 5));
        assertThat(pairing.notes()).isEmpty();
    }

    /** Both movies have images of the same names; folders tell them apart, wherever the labels lie. */
    @ParameterizedTest
    @CsvSource({
        "masks/%s/img_%%03d_cp_masks.tif, masks",
        "masks/%s/img_%%03d.tif, masks",
        "frames/%s/img_%%03d_cp_masks.tif, frames",
        "frames/%s/masks/img_%%03d.tif, frames",
        "frames/%s_masks/img_%%03d.tif, frames",
        "masks/%s_labels/LblImg_img_%%03d.tif, masks",
        "masks/%s/mask%%03d.tif, masks",
        "masks/%s/label_%%03d.tif, masks",
        "masks/%s_RES/mask%%03d.tif, masks"
    })
    void aFileAFrameIsFoundByTheNamesOfTheImages(String pattern, String where) throws IOException {
        for (String well : List.of("B02", "B03")) {
            for (String image : numbered("frames/" + well + "/img_%03d.tif", 1, 3)) {
                folder.tiff(image, 99);
            }
        }
        labels(String.format(Locale.ROOT, pattern, "B02"), 1, 3);
        labels(String.format(Locale.ROOT, pattern, "B03"), 1, 3);
        LabelPairing pairing = pair(
                where,
                folder.files(B02, numbered("frames/B02/img_%03d.tif", 1, 3)),
                folder.files(B03, numbered("frames/B03/img_%03d.tif", 1, 3)));
        for (MovieKey key : List.of(B02, B03)) {
            assertThat(pixels(pairing, key)).isEqualTo(Map.of(0, 1, 1, 2, 2, 3));
            assertThat(pairing.of(key).orElseThrow().source()).contains(key.well());
        }
        assertThat(pairing.notes()).isEmpty();
    }

    /** Images count from 1; the labels too, from 0, or from 100, under their own names. */
    @ParameterizedTest
    @CsvSource({
        "mask%03d.tif, 1, false",
        "t%03d.tif, 1, false",
        "label_%03d.tif, 1, false",
        "img_%04d.tif, 1, false",
        "mask%03d.tif, 0, true",
        "img_%04d.tif, 0, true",
        "label_%03d.tif, 100, true"
    })
    void numberingsThatDifferByAConstantAreAlignedAndThatIsTold(String name, int from, boolean told)
            throws IOException {
        labels("masks/" + name, from, from + 9);
        LabelPairing pairing = pair("masks", folder.files(SERIES, numbered("images/img_%04d.tif", 1, 10)));
        Map<Integer, Integer> pixels = pixels(pairing, SERIES);
        assertThat(pixels).hasSize(10);
        assertThat(pixels).allSatisfy((frame, value) -> assertThat(value).isEqualTo(frame + 1));
        assertThat(pairing.notes().containsKey(SERIES)).isEqualTo(told);
        if (told) {
            assertThat(pairing.notes().get(SERIES).toString())
                    .contains("1 to 10", from + " to " + (from + 9), SERIES.id());
        }
    }

    /** Here nobody can know: one label image is missing, or there is one too many. */
    @ParameterizedTest
    @CsvSource({"mask%03d.tif, 0, 8", "mask%03d.tif, 0, 10", "label_%03d.tif, 100, 108", "img_%04d.tif, 0, 8"})
    void numberingsOfOtherLengthsAreNotAligned(String name, int from, int to) throws IOException {
        labels("masks/" + name, from, to);
        LabelPairing pairing = pair("masks", folder.files(SERIES, numbered("images/img_%04d.tif", 1, 10)));
        assertThat(pairing.of(SERIES)).isEmpty();
        assertThat(pairing.problem(SERIES).orElseThrow().cause()).contains("1 to 10", from + " to " + to, SERIES.id());
    }

    /** Sparse truth: each label belongs to the image of its number. */
    @Test
    void labelsOfSomeFramesAreLaidOnThese() throws IOException {
        folder.tiff("masks/mask003.tif", 3).tiff("masks/mask007.tif", 7);
        LabelPairing pairing = pair("masks", folder.files(SERIES, numbered("images/img_%04d.tif", 1, 10)));
        assertThat(pixels(pairing, SERIES)).isEqualTo(Map.of(2, 3, 6, 7));
    }

    /** The pages of a stack have no numbers, so a file that counts from 1 could mean either. */
    @ParameterizedTest
    @CsvSource({"0, 9, ''", "1, 10, constant", "0, 4, ''", "1, 9, it is not clear", "1, 11, it is not clear"})
    void filesForTheFramesOfAStack(int from, int to, String told) throws IOException {
        labels("masks/mask%03d.tif", from, to);
        LabelPairing pairing = pair("masks", folder.stack(B02, "images/B02_s1.tif", 10));
        if (told.equals("it is not clear")) {
            assertThat(pairing.problem(B02).orElseThrow().cause()).contains(told);
        } else {
            assertThat(pixels(pairing, B02)).containsEntry(0, 1).hasSize(to - from + 1);
            assertThat(pairing.notes()).hasSize(told.isEmpty() ? 0 : 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, true", "2, false", "4, false", "1, false"})
    void theImagesOfAStackAreTakenWhereThereIsOneAFrame(int images, boolean taken) throws IOException {
        folder.tiff(
                "masks/B02_s1_cp_masks.tif", IntStream.rangeClosed(1, images).toArray());
        LabelPairing pairing = pair("masks", folder.stack(B02, "images/B02_s1.tif", 3));
        if (taken) {
            assertThat(pixels(pairing, B02)).isEqualTo(Map.of(0, 1, 1, 2, 2, 3));
        } else {
            assertThat(pairing.problem(B02).orElseThrow().cause())
                    .contains(images + " label images", "3 frames", "it is not clear");
        }
    }

    /** What lies beside a movie in a folder of another name is another movie, and no labels. */
    @Test
    void imagesOfAnotherMovieAreNoLabels() throws IOException {
        for (String image : numbered("P/B02/img_%03d.tif", 1, 3)) {
            folder.tiff(image, 98).tiff(image.replace("B02", "B03"), 99);
        }
        Movie movie = folder.files(B02, numbered("P/B02/img_%03d.tif", 1, 3));
        assertThat(pair("P", movie).of(B02)).isEmpty();
        labels("P/B02_masks/img_%03d.tif", 1, 3);
        assertThat(pixels(pair("P", movie), B02)).isEqualTo(Map.of(0, 1, 1, 2, 2, 3));

        MovieKey key = new MovieKey("SET", "-", "01");
        for (String image : numbered("SET/01/t%03d.tif", 0, 2)) {
            folder.tiff(image, 98).tiff(image.replace("01/", "02/"), 99);
        }
        labels("SET/02_GT/TRA/man_track%03d.tif", 0, 2);
        labels("SET/01_RES/mask%03d.tif", 0, 2);
        assertThat(pixels(pair("SET", folder.files(key, numbered("SET/01/t%03d.tif", 0, 2))), key))
                .isEqualTo(Map.of(0, 1, 1, 2, 2, 3));
    }

    /** Still images, each a movie of one frame. */
    @Test
    void stillsFindTheirLabelsByTheirNames() throws IOException {
        for (int n = 1; n <= 3; n++) {
            folder.tiff("images/B02_s" + n + ".tif", 99);
            folder.tiff("masks/B02_s" + n + "_cp_masks.tif", n);
        }
        List<Movie> movies = IntStream.rangeClosed(1, 3)
                .mapToObj(n -> folder.stack(new MovieKey("images", "B02", "" + n), "images/B02_s" + n + ".tif", 1))
                .toList();
        LabelPairing pairing = pair("masks", movies.toArray(Movie[]::new));
        for (int n = 1; n <= 3; n++) {
            assertThat(pixels(pairing, movies.get(n - 1).key())).isEqualTo(Map.of(0, n));
        }
        assertThat(pairing.notes()).isEmpty();
    }

    /** An image that cannot be read is missing from the movie, and moves no label. */
    @Test
    void aMissingFrameMovesNoLabel() throws IOException {
        labels("masks/mask%03d.tif", 1, 5);
        List<String> files = numbered(temp + "/images/img_%03d.tif", 1, 5);
        List<FrameRef> frames = IntStream.of(0, 1, 3, 4)
                .mapToObj(t -> new FrameRef(t, List.of(PlaneRef.tiff(files.get(t), 0))))
                .toList();
        LabelPairing pairing = pair("masks", LabelFolder.movie(SERIES, temp + "/images", frames));
        assertThat(pixels(pairing, SERIES)).isEqualTo(Map.of(0, 1, 1, 2, 2, 3, 3, 4, 4, 5));
    }

    /** Well and time point in folders, as ImageXpress writes them; the labels lie in the same tree. */
    @Test
    void labelsInATreeOfTimePointsFollowTheirImages() throws IOException {
        for (int t = 1; t <= 2; t++) {
            folder.tiff("plate/TimePoint_" + t + "/x_B02_s1_w1.tif", 99);
            folder.tiff("masks/TimePoint_" + t + "/x_B02_s1_w1_cp_masks.tif", t);
            folder.tiff("masks/TimePoint_" + t + "/x_B03_s1_w1_cp_masks.tif", 10 + t);
        }
        LabelPairing pairing = pair(
                "masks",
                folder.files(B02, List.of("plate/TimePoint_1/x_B02_s1_w1.tif", "plate/TimePoint_2/x_B02_s1_w1.tif")),
                folder.files(B03, List.of("plate/TimePoint_1/x_B03_s1_w1.tif", "plate/TimePoint_2/x_B03_s1_w1.tif")));
        assertThat(pixels(pairing, B02)).isEqualTo(Map.of(0, 1, 1, 2));
        assertThat(pixels(pairing, B03)).isEqualTo(Map.of(0, 11, 1, 12));
    }

    @Test
    void labelsThatCouldBelongToTwoMoviesAreAnErrorThatNamesBoth() throws IOException {
        MovieKey first = new MovieKey("P1", "B02", "1");
        MovieKey second = new MovieKey("P2", "B02", "1");
        folder.tiff("masks/B02_s1_cp_masks.tif", 2, 3);
        LabelPairing pairing =
                pair("masks", folder.stack(first, "P1/B02_s1.tif", 2), folder.stack(second, "P2/B02_s1.tif", 2));
        for (MovieKey key : List.of(first, second)) {
            assertThat(pairing.of(key)).isEmpty();
            assertThat(pairing.problem(key).orElseThrow().toString())
                    .contains("B02_s1_cp_masks.tif", first.id(), second.id());
        }
        // Folders of the plates' names settle it.
        folder.tiff("sorted/P1/B02_s1_cp_masks.tif", 4, 5).tiff("sorted/P2/B02_s1_cp_masks.tif", 6, 7);
        LabelPairing settled =
                pair("sorted", folder.stack(first, "P1/B02_s1.tif", 2), folder.stack(second, "P2/B02_s1.tif", 2));
        assertThat(pixels(settled, first)).isEqualTo(Map.of(0, 4, 1, 5));
        assertThat(pixels(settled, second)).isEqualTo(Map.of(0, 6, 1, 7));
    }

    @Test
    void framesThatCouldBelongToTwoMoviesAreAnErrorThatNamesBoth() throws IOException {
        labels("masks/img_%03d_cp_masks.tif", 1, 2);
        LabelPairing pairing = pair(
                "masks",
                folder.files(B02, numbered("frames/B02/img_%03d.tif", 1, 2)),
                folder.files(B03, numbered("frames/B03/img_%03d.tif", 1, 2)));
        for (MovieKey key : List.of(B02, B03)) {
            assertThat(pairing.of(key)).isEmpty();
            assertThat(pairing.problem(key).orElseThrow().cause()).contains(B02.id(), B03.id());
        }
    }

    @Test
    void twoLabelsForOneMovieAreAnErrorThatNamesBoth() throws IOException {
        folder.tiff("masks/B02_s1_cp_masks.tif", 2, 3).tiff("masks/LblImg_B02_s1.tif", 4, 5);
        LabelPairing pairing = pair("masks", folder.stack(B02, "images/B02_s1.tif", 2));
        assertThat(pairing.problem(B02).orElseThrow().toString()).contains("B02_s1_cp_masks.tif", "LblImg_B02_s1.tif");
    }

    @Test
    void aMovieWithoutLabelsSaysWhatWasFound() throws IOException {
        folder.tiff("masks/B02_s1_cp_masks.tif", 2, 3).tiff("masks/B04_s1_cp_masks.tif", 2, 3);
        LabelPairing pairing =
                pair("masks", folder.stack(B02, "images/B02_s1.tif", 2), folder.stack(B03, "images/B03_s1.tif", 2));
        assertThat(pairing.of(B02)).isPresent();
        assertThat(pairing.problem(B03).orElseThrow().toString())
                .contains(B03.id(), "B02_s1_cp_masks", "B04_s1_cp_masks");
    }

    /** A single label file serves a single movie under any name, but not where it names another well. */
    @Test
    void theOnlyLabelsServeTheOnlyMovieUnlessTheyNameAnotherWell() throws IOException {
        folder.tiff("one/segmentation of today.tif", 2, 3).tiff("other/B04_s1_cp_masks.tif", 2, 3);
        Movie movie = folder.stack(B02, "images/B02_s1.tif", 2);
        assertThat(pixels(pair("one", movie), B02)).isEqualTo(Map.of(0, 2, 1, 3));
        assertThat(pair("other", movie).problem(B02).orElseThrow().cause()).contains("B04_s1_cp_masks");
    }

    @ParameterizedTest
    @CsvSource({
        "B02_s1_seg.npy, Python object",
        "B02_s1.npy, Python array",
        "B02_s1_Simple Segmentation.tif, Simple Segmentation",
        "B02_s1_Simple_Segmentation.tiff, Simple Segmentation",
        "B02_s1_Probabilities.tif, probabilities",
        "B02_s1_prob.tif, probabilities",
        "B02_s1_Object Predictions.tif, which class",
        "B02_s1_cp_outlines.png, outlines",
        "B02_s1_flows.tif, flows",
        "B02_s1_cp_rois.zip, ROIs",
        "B02_s1_Object Identities.h5, not read",
        "B02_s1.jpg, image for display"
    })
    void whatProgramsWriteBesideLabelsIsRefusedByName(String name, String why) throws IOException {
        folder.tiff("masks/" + name, 1, 2);
        Movie movie = folder.stack(B02, "images/B02_s1.tif", 2);
        assertThatThrownBy(() -> pair("masks", movie))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(why);
        // Beside labels of others, it is the reason why this movie has none; beside its own, it is no matter.
        folder.tiff("masks/B03_s1_cp_masks.tif", 1, 2);
        LabelPairing pairing = pair("masks", movie, folder.stack(B03, "images/B03_s1.tif", 2));
        assertThat(pairing.of(B03)).isPresent();
        assertThat(pairing.problem(B02).orElseThrow().toString()).contains(name).contains(why);
        folder.tiff("masks/B02_s1_cp_masks.tif", 3, 4);
        assertThat(pixels(pair("masks", movie), B02)).isEqualTo(Map.of(0, 3, 1, 4));
    }

    @Test
    void greyPngImagesAreLabelsAndColoursAreNot() throws IOException {
        folder.png("masks/img_001_cp_masks.png", BufferedImage.TYPE_BYTE_GRAY, 200)
                .png("masks/img_002_cp_masks.png", BufferedImage.TYPE_USHORT_GRAY, 60_000)
                .png("masks/img_003_cp_masks.png", BufferedImage.TYPE_BYTE_INDEXED, 17)
                .png("masks/img_004_cp_masks.png", BufferedImage.TYPE_INT_RGB, 17);
        LabelPairing pairing = pair("masks", folder.files(SERIES, numbered("images/img_%03d.tif", 1, 4)));
        LabelSet set = pairing.of(SERIES).orElseThrow();
        assertThatThrownBy(() -> LabelFolder.pixels(set))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("img_004_cp_masks.png")
                .hasMessageContaining("colour");
        Map<Integer, PlaneRef> grey = new java.util.TreeMap<>(set.frames());
        grey.remove(3);
        assertThat(LabelFolder.pixels(set.withFrames(grey, 0))).isEqualTo(Map.of(0, 200, 1, 60_000, 2, 17));
        // The same labels as TIFF beside them: one of the two.
        labels("masks/img_%03d_cp_masks.tif", 1, 4);
        assertThat(pixels(pair("masks", folder.files(SERIES, numbered("images/img_%03d.tif", 1, 4))), SERIES))
                .isEqualTo(Map.of(0, 1, 1, 2, 2, 3, 3, 4));
    }

    @Test
    void aCutOffPngIsRefused() throws IOException {
        folder.png("masks/img_001_cp_masks.png", BufferedImage.TYPE_BYTE_GRAY, 200);
        byte[] whole = java.nio.file.Files.readAllBytes(temp.resolve("masks/img_001_cp_masks.png"));
        for (int length : new int[] {0, 5, 30, whole.length / 2}) {
            folder.put("masks/img_001_cp_masks.png", java.util.Arrays.copyOf(whole, length));
            LabelSet set = LabelCatalog.read(
                            new LocalStorage(), temp.resolve("masks").toString())
                    .sets()
                    .values()
                    .iterator()
                    .next();
            assertThatThrownBy(() -> LabelFolder.pixels(set))
                    .as(length + " bytes")
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("img_001_cp_masks.png");
        }
    }

    /** Stacks and their masks in one folder: the masks are taken for movies where the layout does not know better. */
    @Test
    void masksBesideTheImagesAreLabelsAndNoMovies() throws IOException {
        folder.tiff("images/B02_s1.tif", 90, 91).tiff("images/B02_s1_cp_masks.tif", 2, 3);
        MovieKey mask = new MovieKey("images", "-", "B02_s1_cp_masks");
        LabelPairing pairing = pair(
                "images",
                folder.stack(B02, "images/B02_s1.tif", 2),
                folder.stack(mask, "images/B02_s1_cp_masks.tif", 2));
        assertThat(pairing.notMovies()).containsExactly(mask);
        assertThat(pixels(pairing, B02)).isEqualTo(Map.of(0, 2, 1, 3));
    }

    /** Where a movie's own images are all there is, they are label images that are measured on themselves. */
    @Test
    void labelImagesMayBeMeasuredOnThemselves() throws IOException {
        folder.tiff("images/B02_s1.tif", 2, 3);
        LabelPairing pairing = pair("images", folder.stack(B02, "images/B02_s1.tif", 2));
        assertThat(pixels(pairing, B02)).isEqualTo(Map.of(0, 2, 1, 3));
    }

    /** A cut sequence counts from 50, in its images, its labels and its lineage; the movie's frames count from 0. */
    @Test
    void aLineageMovesWithItsLabels() throws IOException {
        labels("SET/01_GT/TRA/man_track%03d.tif", 50, 55);
        folder.text("SET/01_GT/TRA/man_track.txt", "1 50 55 0\n");
        MovieKey key = new MovieKey("SET", "-", "01");
        LabelPairing pairing = pair("SET", folder.files(key, numbered("SET/01/t%03d.tif", 50, 55)));
        assertThat(pixels(pairing, key)).containsEntry(0, 1).containsEntry(5, 6).hasSize(6);
        assertThat(LabelCatalog.lineage(new LocalStorage(), pairing.of(key).orElseThrow()))
                .containsExactly(new TrackSpan(1, 0, 5, 0));
    }

    /** Two datasets have a sequence of the same name each, with labels of more than one kind. */
    @Test
    void datasetsKeepTheirOwnLabels() throws IOException {
        folder.tiff("sets/A/01_GT/TRA/man_track000.tif", 1)
                .tiff("sets/A/01_GT/SEG/man_seg000.tif", 9)
                .tiff("sets/B/01_GT/TRA/man_track000.tif", 2)
                .tiff("sets/B/01_RES/mask000.tif", 9)
                .tiff("sets/A/01/t000.tif", 99)
                .tiff("sets/B/01/t000.tif", 99);
        MovieKey a = new MovieKey("A", "-", "01");
        MovieKey b = new MovieKey("B", "-", "01");
        LabelPairing pairing =
                pair("sets", folder.stack(a, "sets/A/01/t000.tif", 1), folder.stack(b, "sets/B/01/t000.tif", 1));
        assertThat(pixels(pairing, a)).isEqualTo(Map.of(0, 1));
        assertThat(pixels(pairing, b)).isEqualTo(Map.of(0, 2));
    }

    /** As an export of several plates writes them; the folders tell which is which. */
    @Test
    void trackFilesOfMoviesWithTheSameNameAreToldApartByTheirFolders() throws IOException {
        for (String plate : List.of("P1", "P2")) {
            for (String name : List.of("01", "B02_s1")) {
                folder.put("given/" + plate + "/" + name + ".trk", trackFile());
            }
        }
        List<Movie> movies = new java.util.ArrayList<>();
        for (String plate : List.of("P1", "P2")) {
            movies.add(folder.files(
                    new MovieKey(plate, "-", "01"), List.of(plate + "/01/t000.tif", plate + "/01/t001.tif")));
            movies.add(folder.stack(new MovieKey(plate, "B02", "1"), plate + "/B02_s1.tif", 2));
        }
        LabelPairing pairing = pair("given", movies.toArray(Movie[]::new));
        assertThat(pairing.problems()).isEmpty();
        for (Movie movie : movies) {
            String file = movie.key().well().equals("-") ? "01.trk" : "B02_s1.trk";
            assertThat(pairing.of(movie.key()).orElseThrow().source())
                    .isEqualTo(temp.resolve("given/" + movie.key().plate() + "/" + file)
                            .toString());
        }
    }

    private static byte[] trackFile() throws IOException {
        TrkWriter.Shape shape = new TrkWriter.Shape(1, false, 2, 4, 5, 1, PixelType.U8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TrkTrack track = new TrkTrack(1, List.of(0, 1), List.of(), OptionalInt.empty(), OptionalInt.empty(), true);
        try (TrkWriter writer = new TrkWriter(out, shape, List.of(List.of(track)))) {
            for (int frame = 0; frame < 2; frame++) {
                writer.writeRaw(List.of(Plane.of(5, 4, new byte[20])));
            }
            for (int frame = 0; frame < 2; frame++) {
                int[] labels = new int[20];
                labels[7] = 1;
                writer.writeTracked(new LabelImage(5, 4, labels));
            }
        }
        return out.toByteArray();
    }
}
