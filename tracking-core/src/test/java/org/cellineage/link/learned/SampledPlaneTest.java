package org.cellineage.link.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.cellineage.cell.Thumbnail;
import org.cellineage.link.learned.SampledPlane.Placement;
import org.junit.jupiter.api.Test;

/** Windows against a sampler written as a sum over all pixels, and against turning and mirroring of the pixels. */
class SampledPlaneTest {

    private final SplittableRandom random = new SplittableRandom(5);

    private float[] noise(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] cut(SampledPlane plane, double y, double x, int side, Placement placement) {
        float[] window = new float[side * side];
        plane.cut(y, x, side, placement, window, 0);
        return window;
    }

    /** Bilinear interpolation as tents around each pixel; where no tent reaches, the outside's share. */
    private static double tents(SampledPlane plane, double y, double x) {
        double sum = 0;
        double reached = 0;
        for (int row = 0; row < plane.height(); row++) {
            for (int column = 0; column < plane.width(); column++) {
                double tent = Math.max(0, 1 - Math.abs(y - row)) * Math.max(0, 1 - Math.abs(x - column));
                sum += tent * plane.values()[row * plane.width() + column];
                reached += tent;
            }
        }
        return sum + (1 - reached) * plane.outside();
    }

    @Test
    void windowsAreThoseOfAnotherSampler() {
        int outside = 0;
        for (int n = 0; n < 60; n++) {
            int width = random.nextInt(1, 12);
            int height = random.nextInt(1, 12);
            SampledPlane plane = new SampledPlane(
                    width,
                    height,
                    1 + 3 * random.nextDouble(),
                    1 + 3 * random.nextDouble(),
                    (float) random.nextGaussian(),
                    noise(width * height));
            int side = random.nextInt(1, 9);
            double y = plane.stepY() * height * (1.4 * random.nextDouble() - 0.2);
            double x = plane.stepX() * width * (1.4 * random.nextDouble() - 0.2);
            Placement placement = new Placement(
                    0.3 + 2 * random.nextDouble(),
                    n % 3 == 0 ? 0 : 2 * Math.PI * random.nextDouble(),
                    random.nextBoolean());
            float[] window = cut(plane, y, x, side, placement);
            for (int p = 0; p < window.length; p++) {
                // The window's own axes: right and down from its centre, as complex numbers turned by the angle.
                int row = p / side;
                int column = p % side;
                double right = (column - (side - 1) / 2.0) * (placement.mirrored() ? -1 : 1) * placement.pitchPx();
                double down = (row - (side - 1) / 2.0) * placement.pitchPx();
                double length = Math.hypot(right, down);
                double angle = Math.atan2(down, right) + placement.angleRad();
                double frameY = y + length * Math.sin(angle);
                double frameX = x + length * Math.cos(angle);
                double atY = (frameY + 0.5) / plane.stepY() - 0.5;
                double atX = (frameX + 0.5) / plane.stepX() - 0.5;
                assertThat((double) window[p]).isCloseTo(tents(plane, atY, atX), within(1e-4));
                outside += atY < -1 || atX < -1 || atY > height || atX > width ? 1 : 0;
            }
        }
        assertThat(outside).isPositive();
    }

    /** On a grid that turns into itself a quarter turn moves pixels, and a mirrored window is the window mirrored. */
    @Test
    void quarterTurnsAndMirrorsOnlyMovePixels() {
        int side = 9;
        SampledPlane plane = new SampledPlane(side, side, 2, 2, 0, noise(side * side));
        double middle = (2 * side - 1) / 2.0;
        float[] upright = cut(plane, middle, middle, side, Placement.upright(2));
        assertThat(upright).containsExactly(plane.values(), within(1e-6f));
        float[] expected = new float[side * side];
        for (int quarter = 1; quarter < 4; quarter++) {
            float[] turned = cut(plane, middle, middle, side, new Placement(2, quarter * Math.PI / 2, false));
            for (int p = 0; p < expected.length; p++) {
                int row = p / side;
                int column = p % side;
                for (int k = 0; k < quarter; k++) {
                    int before = row;
                    row = column;
                    column = side - 1 - before;
                }
                expected[p] = plane.values()[row * side + column];
            }
            assertThat(turned).containsExactly(expected, within(1e-5f));
        }
        for (double angle : new double[] {0, 0.4, 2}) {
            float[] plain = cut(plane, 7.3, 8.1, side, new Placement(1.3, angle, false));
            float[] mirrored = cut(plane, 7.3, 8.1, side, new Placement(1.3, angle, true));
            for (int p = 0; p < plain.length; p++) {
                assertThat(mirrored[p]).isEqualTo(plain[p / side * side + side - 1 - p % side]);
            }
        }
    }

    @Test
    void aWindowIsWrittenWhereItIsWanted() {
        SampledPlane plane = new SampledPlane(3, 3, 1, 1, 0, noise(9));
        float[] to = new float[12];
        plane.cut(1, 1, 3, Placement.upright(1), to, 2);
        assertThat(to).startsWith(0, 0).endsWith(0);
        assertThat(java.util.Arrays.copyOfRange(to, 2, 11)).isEqualTo(plane.values());
    }

    @Test
    void aThumbnailsPixelsLieWhereTheyWereInTheFrame() {
        byte[] levels = new byte[6 * 4];
        levels[2 * 6 + 3] = (byte) 255;
        SampledPlane plane = SampledPlane.of(new Thumbnail(6, 4, 60, 20, 7, levels));
        assertThat(plane.stepY()).isEqualTo(5);
        assertThat(plane.stepX()).isEqualTo(10);
        // The bright pixel covers rows 10 to 14 and columns 30 to 39.
        assertThat(cut(plane, 12, 34.5, 1, Placement.upright(1))[0]).isEqualTo(Thumbnail.BRIGHTEST);
        assertThat(cut(plane, 12, 24.5, 1, Placement.upright(1))[0]).isEqualTo(Thumbnail.DARKEST);
        assertThat(cut(plane, -30, 30, 1, Placement.upright(1))[0]).isZero();
    }
}
