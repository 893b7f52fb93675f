package org.cellineage.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Java's own reader decodes what was encoded. */
class PngTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 9", "9, 1", "64, 48"})
    void levelsSurvive(int width, int height) throws IOException {
        int[] grey = levels(width, height, 3);
        BufferedImage read = read(Png.grey(width, height, grey));
        assertThat(read.getColorModel().getNumComponents()).isEqualTo(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                assertThat(read.getRaster().getSample(x, y, 0)).isEqualTo(grey[y * width + x]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 7", "40, 30"})
    void coloursSurvive(int width, int height) throws IOException {
        Random random = new Random(5);
        int[] rgb = random.ints((long) width * height, 0, 1 << 24).toArray();
        BufferedImage read = read(Png.rgb(new RgbImage(width, height, rgb)));
        assertThat(read.getRGB(0, 0, width, height, null, 0, width))
                .isEqualTo(Arrays.stream(rgb).map(color -> color | 0xff000000).toArray());
    }

    @Test
    void filtersMakeASmoothImageSmall() {
        int[] ramp = new int[256 * 256];
        for (int p = 0; p < ramp.length; p++) {
            ramp[p] = (p % 256 + p / 256) / 2;
        }
        assertThat(Png.grey(256, 256, ramp)).hasSizeLessThan(3000);
    }

    /** A slope with noise, for which rows choose different filters. */
    private static int[] levels(int width, int height, int seed) {
        Random random = new Random(seed);
        int[] grey = new int[width * height];
        for (int p = 0; p < grey.length; p++) {
            grey[p] = p / width % 3 == 0 ? random.nextInt(256) : (p * 7 + random.nextInt(4)) & 0xff;
        }
        return grey;
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
