package org.cellineage.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java's own reader of PNG files is the oracle of the pictures. */
class CellCropsTest {

    private static final int SIDE = 40;

    @TempDir
    private Path temp;

    private final short[] samples = new short[SIDE * SIDE];

    private Movie movie() throws IOException {
        Path plate = Files.createDirectories(temp.resolve("P1"));
        Random random = new Random(3);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) random.nextInt(60_000);
        }
        List<Plane> pages = new ArrayList<>();
        pages.add(Plane.of(SIDE, SIDE, new short[SIDE * SIDE]));
        pages.add(Plane.of(SIDE, SIDE, samples));
        write(plate.resolve("B02_s1.tif"), pages);
        return new CatalogReader(new LocalStorage())
                .read(temp.toString(), "auto")
                .movies()
                .get(0);
    }

    private static void write(Path file, List<Plane> pages) throws IOException {
        try (TiffWriter writer = new TiffWriter(
                Files.newOutputStream(file), pages.size(), 2L * SIDE * SIDE, TiffWriter.Compression.NONE, "")) {
            for (Plane page : pages) {
                writer.write(page);
            }
        }
    }

    private byte[] crop(int frame, String channel, CellCrops.Part part) throws IOException {
        Movie movie = movie();
        return new CellCrops(new LocalStorage())
                .png(temp.toString(), "auto", movie.key().id(), frame, channel, part);
    }

    private static BufferedImage decoded(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Test
    void theBrighterPixelIsTheBrighterOne() throws IOException {
        BufferedImage picture = decoded(crop(1, "channel0", new CellCrops.Part(5, 7, 25, 37)));
        assertThat(picture.getHeight()).isEqualTo(20);
        assertThat(picture.getWidth()).isEqualTo(30);
        int[] grey = picture.getRaster().getSamples(0, 0, 30, 20, 0, (int[]) null);
        for (int a = 0; a < grey.length; a++) {
            int b = (a * 31 + 17) % grey.length;
            int brightness = samples[(5 + a / 30) * SIDE + 7 + a % 30] & 0xffff;
            int other = samples[(5 + b / 30) * SIDE + 7 + b % 30] & 0xffff;
            if (brightness > other) {
                assertThat(grey[a]).isGreaterThanOrEqualTo(grey[b]);
            }
        }
        assertThat(grey).contains(0, 255);
    }

    @Test
    void whatLiesOutsideTheFrameIsCutOff() throws IOException {
        BufferedImage picture = decoded(crop(1, "channel0", new CellCrops.Part(-10, 30, 8, 90)));
        assertThat(picture.getHeight()).isEqualTo(8);
        assertThat(picture.getWidth()).isEqualTo(10);
    }

    @Test
    void anEvenPartIsBlackAndTheSameCallGivesTheSameBytes() throws IOException {
        CellCrops.Part part = new CellCrops.Part(0, 0, 3, 4);
        assertThat(decoded(crop(0, "channel0", part)).getRaster().getSamples(0, 0, 4, 3, 0, (int[]) null))
                .containsOnly(0);
        assertThat(crop(1, "channel0", part)).isEqualTo(crop(1, "channel0", part));
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        CellCrops.Part part = new CellCrops.Part(0, 0, 3, 4);
        assertThatThrownBy(() -> crop(1, "GFP", part))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("GFP");
        assertThatThrownBy(() -> crop(2, "channel0", part))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("frame 2");
        assertThatThrownBy(() -> crop(1, "channel0", new CellCrops.Part(50, 50, 60, 60)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("40 x 40");
        CellCrops crops = new CellCrops(new LocalStorage());
        movie();
        assertThatThrownBy(() -> crops.png(temp.toString(), "auto", "P1/H12/1", 0, "channel0", part))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("P1/H12/1");
        assertThatThrownBy(() -> crops.png(temp + "/gone", "auto", "P1/B02/1", 0, "channel0", part))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("gone");
    }
}
