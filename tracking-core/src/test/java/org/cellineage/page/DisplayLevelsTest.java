package org.cellineage.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;

class DisplayLevelsTest {

    private static Plane ramp(int width, int height, float low, float high) {
        float[] samples = new float[width * height];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = low + (high - low) * p / (samples.length - 1);
        }
        return Plane.of(width, height, samples);
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Test
    void levelsAreRootsBetweenBlackAndWhite() throws IOException {
        DisplayLevels levels = new DisplayLevels(100, 500);
        Plane plane = Plane.of(5, 1, new float[] {50, 100, 200, 500, 900});
        BufferedImage image = read(levels.png(plane, 5, 1));
        int[] found = image.getRaster().getSamples(0, 0, 5, 1, 0, (int[]) null);
        assertThat(found).containsExactly(0, 0, 128, 255, 255);
    }

    @Test
    void theRangeIsThatOfAllPlanesWithoutOutliers() {
        Plane dark = ramp(200, 100, 0, 100);
        Plane bright = ramp(200, 100, 100, 200);
        float[] withOutlier = bright.toFloats();
        withOutlier[0] = 1e9f;
        withOutlier[1] = Float.NaN;
        DisplayLevels levels = DisplayLevels.of(List.of(dark, Plane.of(200, 100, withOutlier)));
        assertThat(levels.low()).isCloseTo(0, within(1.0));
        assertThat(levels.high()).isCloseTo(200, within(1.0));
    }

    @Test
    void imagesWithoutContrastAreDark() throws IOException {
        Plane blank = Plane.of(4, 3, new short[12]);
        DisplayLevels levels = DisplayLevels.of(List.of(blank));
        assertThat(levels.high()).isGreaterThan(levels.low());
        assertThat(read(levels.png(blank, 4, 3)).getRaster().getSample(2, 2, 0)).isZero();
        assertThat(DisplayLevels.of(List.of())).isEqualTo(new DisplayLevels(0, 1));
    }

    @Test
    void unknownPixelsAreBlackAndDoNotSpread() throws IOException {
        float[] samples = {Float.NaN, 4, 4, 4};
        byte[] png = new DisplayLevels(0, 4).png(Plane.of(2, 2, samples), 1, 1);
        assertThat(read(png).getRaster().getSample(0, 0, 0)).isEqualTo((int) Math.round(255 * Math.sqrt(0.75)));
    }

    @Test
    void picturesHaveTheSizeThatIsAskedFor() throws IOException {
        Plane plane = ramp(300, 200, 0, 1000);
        BufferedImage image = read(DisplayLevels.of(List.of(plane)).png(plane, 30, 20));
        assertThat(image.getWidth()).isEqualTo(30);
        assertThat(image.getHeight()).isEqualTo(20);
    }
}
