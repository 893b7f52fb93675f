package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cellineage.format.LocalSeekableBytes;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.picture.Overlay;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 'segment --overlays-out': what lies in the folder, and what the pictures show. */
class SegmentOverlaysTest {

    @TempDir
    private Path temp;

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    private Job.Result segment(String... more) {
        String[] base = {
            "segment",
            "-o",
            temp.resolve("work").toString(),
            "--labels-out",
            temp.resolve("masks").toString(),
            "--overlays-out",
            temp.resolve("pictures").toString()
        };
        String[] all = Arrays.copyOf(base, base.length + more.length);
        System.arraycopy(more, 0, all, base.length, more.length);
        return Job.run(all);
    }

    private List<String> pictures() throws IOException {
        Path folder = temp.resolve("pictures");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static Plane plane(Path file, int page) throws IOException {
        try (TiffFile tiff = TiffFile.open(new LocalSeekableBytes(file), file.toString())) {
            return tiff.read(page);
        }
    }

    private int[] picture(String name) throws IOException {
        BufferedImage image = ImageIO.read(temp.resolve("pictures/" + name).toFile());
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int p = 0; p < rgb.length; p++) {
            assertThat(rgb[p] >>> 24).as("opaque").isEqualTo(0xff);
            rgb[p] &= 0xffffff;
        }
        return rgb;
    }

    /** The picture is that of the image and of the labels that were written beside it; returns its coloured pixels. */
    private long isDrawnFrom(String name, Plane image, String labelFile) throws IOException {
        Plane labels = plane(temp.resolve("masks/" + labelFile), 0);
        int[] rgb = picture(name);
        assertThat(rgb)
                .isEqualTo(Overlay.draw(image, new LabelImage(labels.width(), labels.height(), labels.toInts()))
                        .rgb());
        return Arrays.stream(rgb).filter(c -> c != (c & 0xff) * 0x010101).count();
    }

    @Test
    void knownPixels() throws IOException {
        // 12 x 10 pixels of 100, a square of 3 x 3 of 200 that the given labels outline, one brightest pixel.
        short[] samples = new short[120];
        short[] labels = new short[120];
        Arrays.fill(samples, (short) 100);
        for (int y = 4; y < 7; y++) {
            for (int x = 5; x < 8; x++) {
                samples[y * 12 + x] = 200;
                labels[y * 12 + x] = 1;
            }
        }
        samples[119] = 300;
        Movies.stack(temp.resolve("plate/B02_s1.tif"), List.of(Plane.of(12, 10, samples)));
        Movies.stack(temp.resolve("truth/B02_s1.tif"), List.of(Plane.of(12, 10, labels)));
        Job.Result result = segment(
                "-i",
                temp.resolve("plate").toString(),
                "--labels",
                temp.resolve("truth").toString());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("1 pictures: " + temp.resolve("pictures"));
        assertThat(pictures()).containsExactly("plate/plate/B02_s1.png");
        int[] rgb = picture("plate/plate/B02_s1.png");
        for (int p = 0; p < 120; p++) {
            boolean cell = labels[p] != 0;
            boolean middle = p == 5 * 12 + 6;
            int expected = middle || p == 119 ? 0xffffff : cell ? 0xff4b4b : 0;
            assertThat(rgb[p]).as("pixel %d", p).isEqualTo(expected);
        }
    }

    @Test
    void everyFrameOfEveryMovieUnderTheNameOfItsImage() throws IOException {
        Path plate = Movies.plate(temp.resolve("plate"), 2, 1);
        Path stacks = temp.resolve("stacks");
        Movies.stack(stacks.resolve("B02_s1.tif"), 1);
        Job.Result result = segment("-i", plate.toString(), stacks.toString());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("24 label images", "24 pictures");
        assertThat(pictures())
                .hasSize(24)
                .contains("plate/A01_s1/t000.png", "plate/A02_s1/t007.png", "stacks/B02_s1_t003.png");
        long coloured = 0;
        for (int t = 0; t < 8; t++) {
            Plane single = plane(plate.resolve("A02_s1/t00" + t + ".tif"), 0);
            coloured += isDrawnFrom("plate/A02_s1/t00" + t + ".png", single, "plate/A02_s1/t00" + t + ".tif");
            Plane page = plane(stacks.resolve("B02_s1.tif"), t);
            coloured += isDrawnFrom("stacks/B02_s1_t00" + t + ".png", page, "stacks/B02_s1_t00" + t + ".tif");
        }
        assertThat(coloured).isGreaterThan(16 * 20);
    }

    @Test
    void theFirstChannelIsDrawn() throws IOException {
        Path folder = temp.resolve("plate");
        Plane nuclei = plane(Movies.plate(temp.resolve("simulated"), 1, 1).resolve("A01_s1/t000.tif"), 0);
        Movies.stack(folder.resolve("B02_s1_w1_t0.tif"), List.of(nuclei));
        Movies.stack(folder.resolve("B02_s1_w2_t0.tif"), List.of(Movies.blank(96, 80)));
        Job.Result result =
                segment("-i", folder.toString(), "--layout", "pattern:{well}_s{site}_w{channel}_t{frame}.tif");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(pictures()).containsExactly("plate/plate/B02_s1_w1_t0.png");
        assertThat(isDrawnFrom("plate/plate/B02_s1_w1_t0.png", nuclei, "plate/plate/B02_s1_w1_t0.tif"))
                .isPositive();
    }

    @Test
    void whatFailsHasNoPictureAndStopsNoOther() throws IOException {
        Path plate = Movies.plate(temp.resolve("plate"), 1, 1);
        Movies.stack(plate.resolve("A01_s1/t003.tif"), List.of(Movies.blank(50, 40)));
        Job.Result result =
                segment("-i", plate.toString(), temp.resolve("nowhere").toString());
        assertThat(result.code()).as(result.err()).isEqualTo(4);
        assertThat(result.out()).contains("7 label images", "7 pictures", "no such file");
        assertThat(pictures()).hasSize(7).doesNotContain("plate/A01_s1/t003.png");
    }

    @Test
    void aFolderThatCannotBeWrittenIsFoundBeforeTheWork() throws IOException {
        Path plate = Movies.plate(temp.resolve("plate"), 1, 1);
        Files.writeString(temp.resolve("pictures"), "a file");
        Job.Result result = segment("-i", plate.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("pictures").contains("cannot be written");
        assertThat(temp.resolve("work")).doesNotExist();
    }

    @Test
    void realNucleiAreSegmentedDrawnAndCompared() throws IOException {
        Path data = RealData.require("nuclei/dsb2018");
        List<String> names = List.of("670ebd9d674be236", "81e2dd950e6df28a", "d4d6c683f249d825");
        Path images = Files.createDirectories(temp.resolve("images"));
        for (String name : names) {
            Files.copy(data.resolve("images/" + name + ".tif"), images.resolve(name + ".tif"));
        }
        Job.Result result = segment("-i", images.toString(), "--layout", "stacks");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(pictures()).hasSize(3);
        for (String name : names) {
            String file = "images/images/" + name;
            assertThat(isDrawnFrom(file + ".png", plane(images.resolve(name + ".tif"), 0), file + ".tif"))
                    .isGreaterThan(300);
        }
        Path list = Files.write(temp.resolve("list.txt"), names);
        Job.Result figures = Job.run(
                "evaluate",
                "--truth",
                data.resolve("labels").toString(),
                "--labels",
                temp.resolve("masks").toString(),
                "--only",
                list.toString(),
                "--json",
                "-");
        assertThat(figures.code()).as(figures.err()).isZero();
        JsonNode pooled = new ObjectMapper().readTree(figures.out()).at("/pooled");
        assertThat(pooled.at("/truth_cells").asInt()).isEqualTo(41);
        // Bright, well apart nuclei: what any segmenter must find.
        assertThat(pooled.at("/by_iou/0/f1").asDouble()).isGreaterThan(0.85);
        assertThat(pooled.at("/seg").asDouble()).isGreaterThan(0.7);
    }
}
