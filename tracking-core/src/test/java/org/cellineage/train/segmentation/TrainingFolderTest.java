package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.cellineage.format.LocalStorage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of images and labels, sequences with masks, and what is said where they are not as they must be. */
class TrainingFolderTest {

    @TempDir
    private Path temp;

    private LabelledFolder folder(String name) {
        return new LabelledFolder(temp.resolve(name));
    }

    private TrainingSet read(String name, Predicate<String> heldOut) throws IOException {
        return TrainingFolder.read(
                new LocalStorage(),
                new SegmentationTraining.Source(temp.resolve(name).toString(), 0.5),
                CellKind.NUCLEUS,
                heldOut);
    }

    private TrainingSet read(String name) throws IOException {
        return read(name, image -> false);
    }

    private static List<String> names(List<LabelledImage> images) {
        return images.stream().map(LabelledImage::name).toList();
    }

    private BadInputException refused(String name) {
        Throwable thrown = catchThrowable(() -> read(name));
        assertThat(thrown).isInstanceOf(BadInputException.class);
        BadInputException refused = (BadInputException) thrown;
        assertThat(refused.problem().cause()).endsWith(".");
        assertThat(refused.problem().remedy()).endsWith(".");
        return refused;
    }

    @Test
    void imagesAndLabelsOfTheSameNameArePairs() throws IOException {
        folder("nuclei")
                .pair("images/b.tif", "labels/b.tif", 1)
                .pair("images/a.TIFF", "labels/a.tif", 9)
                .pair("images/with.dots.tif", "labels/with.dots.tiff", 2)
                .image("images/no labels.tif", 9, 9)
                .labels("labels/no image.tif", 9, 9, 1)
                .image("images/sub/c.tif", 24, 20)
                .labels("labels/sub/c.tif", 24, 20, 1);
        Files.writeString(temp.resolve("nuclei/images/readme.txt"), "about");
        TrainingSet set = read("nuclei");
        assertThat(set.name()).isEqualTo("nuclei");
        assertThat(set.share()).isEqualTo(0.5);
        assertThat(names(set.images())).containsExactly("nuclei/a", "nuclei/b", "nuclei/with.dots");
        assertThat(set.heldOut()).isEmpty();
        assertThat(set.images()).allSatisfy(image -> {
            assertThat(image.count()).isEqualTo(1);
            assertThat(image.width()).isEqualTo(24);
            assertThat(image.height()).isEqualTo(20);
            assertThat(image.centreY(1)).isEqualTo(8.5f);
            assertThat(image.centreX(1)).isEqualTo(8.5f);
        });
    }

    @Test
    void theSameFolderMayBeWrittenInAnyWay() throws IOException {
        folder("nuclei").pair("images/b.tif", "labels/b.tif", 1);
        assertThat(names(read("nuclei/").images())).containsExactly("nuclei/b");
        assertThat(names(read("./x/../nuclei//").images())).containsExactly("nuclei/b");
    }

    @Test
    void imagesAreKeptByName() throws IOException {
        LabelledFolder folder = folder("set");
        for (String name : List.of("a", "b", "c", "d")) {
            folder.pair("images/" + name + ".tif", "labels/" + name + ".tif", 1);
        }
        TrainingSet set = read("set", List.of("set/b", "set/d")::contains);
        assertThat(names(set.images())).containsExactly("set/a", "set/c");
        assertThat(names(set.heldOut())).containsExactly("set/b", "set/d");
    }

    @Test
    void ofASequenceTheSilverMasksAreTaken() throws IOException {
        folder("HeLa")
                .image("01/t000.tif", 24, 20)
                .image("01/t001.tif", 24, 20)
                .image("01/t002.tif", 24, 20)
                .image("02/t000.tif", 24, 20)
                .labels("01_ST/SEG/man_seg000.tif", 24, 20, 1)
                .labels("01_ST/SEG/man_seg002.tif", 24, 20, 1)
                .labels("01_GT/SEG/man_seg001.tif", 24, 20, 1)
                .labels("01_GT/TRA/man_track000.tif", 24, 20, 1)
                .labels("02_GT/SEG/man_seg000.tif", 24, 20, 1);
        TrainingSet silver = read("HeLa/01", "HeLa/01/t002"::equals);
        assertThat(silver.name()).isEqualTo("HeLa/01");
        assertThat(names(silver.images())).containsExactly("HeLa/01/t000");
        assertThat(names(silver.heldOut())).containsExactly("HeLa/01/t002");
        assertThat(names(read("HeLa/02").images())).containsExactly("HeLa/02/t000");
    }

    @Test
    void withoutSilverMasksTheGoldOnesAreTaken() throws IOException {
        folder("Sim")
                .image("01/t0000.tif", 24, 20)
                .image("01/t0001.tif", 24, 20)
                .labels("01_GT/SEG/man_seg0001.tif", 24, 20, 1);
        assertThat(names(read("Sim/01").images())).containsExactly("Sim/01/t0001");
    }

    @Test
    void aFolderWithoutPairsIsRefused() throws IOException {
        Files.createDirectories(temp.resolve("empty"));
        BadInputException empty = refused("empty");
        assertThat(empty.problem().where()).isEqualTo(temp.resolve("empty").toString());
        assertThat(empty.problem().cause()).contains("no images with labels");
        assertThat(empty.problem().remedy()).contains("images/", "labels/", "NN_GT/SEG");

        folder("unlabelled").image("images/a.tif", 9, 9).labels("labels/b.tif", 9, 9, 1);
        assertThat(refused("unlabelled").problem().cause()).contains("no images with labels");
        folder("Seq").image("01/t000.tif", 9, 9).labels("01_GT/SEG/man_seg001.tif", 9, 9, 1);
        assertThat(refused("Seq/01").problem().cause()).contains("no images with labels");
        assertThat(refused("not there").problem().cause()).contains("no such file or folder");
    }

    @Test
    void labelsOfAnotherSizeAreRefusedWithBothSizes() {
        folder("set").image("images/a.tif", 24, 20).labels("labels/a.tif", 20, 24, 1);
        BadInputException refused = refused("set");
        assertThat(refused.problem().where()).endsWith("labels/a.tif");
        assertThat(refused.problem().cause()).contains("20 x 24", "24 x 20");
    }

    @Test
    void valuesThatAreNoLabelsAreRefused() {
        folder("set").image("images/a.tif", 2, 1).write("labels/a.tif", Plane.of(2, 1, new float[] {0, 0.5f}));
        assertThat(refused("set").problem().where()).endsWith("labels/a.tif");
        folder("set").write("labels/a.tif", Plane.of(2, 1, new int[] {0, -1}));
        assertThat(refused("set").problem().cause()).contains("-1");
    }

    @Test
    void filesThatAreNoTiffAreRefusedByName() throws IOException {
        folder("set").pair("images/a.tif", "labels/a.tif", 1);
        Files.write(temp.resolve("set/labels/a.tif"), "no image".getBytes(StandardCharsets.UTF_8));
        assertThat(refused("set").problem().where()).endsWith("labels/a.tif");
        folder("set").pair("images/a.tif", "labels/a.tif", 1);
        Files.write(temp.resolve("set/images/a.tif"), new byte[0]);
        assertThat(refused("set").problem().where()).endsWith("images/a.tif");
    }

    @Test
    void moreNucleiThanCanBeNumberedAreRefusedByName() {
        int[] labels = new int[300 * 300];
        java.util.Arrays.setAll(labels, p -> p + 1);
        folder("set").image("images/a.tif", 300, 300).write("labels/a.tif", Plane.of(300, 300, labels));
        BadInputException refused = refused("set");
        assertThat(refused.problem().where()).isEqualTo("set/a");
        assertThat(refused.problem().cause()).contains("65535");
    }
}
