package org.cellineage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The local contrast against its formula. */
class LocalContrastTest {

    /** A mean of means over 33 x 33 pixels, each cut off at the edges. */
    private static double[] soft(double[] values, int width, int height) {
        return mean(mean(values, width, height), width, height);
    }

    private static double[] mean(double[] values, int width, int height) {
        double[] means = new double[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                int n = 0;
                for (int v = Math.max(0, y - 16); v <= Math.min(height - 1, y + 16); v++) {
                    for (int u = Math.max(0, x - 16); u <= Math.min(width - 1, x + 16); u++) {
                        sum += values[v * width + u];
                        n++;
                    }
                }
                means[y * width + x] = sum / n;
            }
        }
        return means;
    }

    @Test
    void isTheDistanceFromTheSoftMeanInSoftSpreads() {
        SplittableRandom random = new SplittableRandom(1);
        for (int[] size : new int[][] {{1, 1}, {1, 60}, {60, 1}, {20, 15}, {70, 50}}) {
            int width = size[0];
            int height = size[1];
            float[] values = new float[width * height];
            double[] exact = new double[values.length];
            for (int p = 0; p < values.length; p++) {
                values[p] = (float) (random.nextDouble(0, 0.2) + (p % width > 40 ? 0.8 : 0));
                exact[p] = values[p];
            }
            double[] mean = soft(exact, width, height);
            double[] squares = new double[exact.length];
            for (int p = 0; p < squares.length; p++) {
                squares[p] = (exact[p] - mean[p]) * (exact[p] - mean[p]);
            }
            double[] variance = soft(squares, width, height);
            double typical = Arrays.stream(variance).map(Math::sqrt).average().orElseThrow();
            float[] contrast = LocalContrast.of(values, width, height);
            for (int p = 0; p < contrast.length; p++) {
                double expected = (exact[p] - mean[p]) / (Math.sqrt(variance[p]) + 0.02 + 0.05 * typical);
                assertThat((double) contrast[p]).isCloseTo(expected, within(1e-4));
            }
        }
    }

    /** In the brightness the dim one is 5 % of the bright one. */
    @Test
    void dimNucleiStandOutBesideBrightOnes() {
        int width = 160;
        float[] values = new float[width * 80];
        disc(values, width, 40, 40, 1);
        disc(values, width, 40, 120, 0.05f);
        float[] contrast = LocalContrast.of(values, width, 80);
        float dim = contrast[40 * width + 120];
        assertThat(dim).isGreaterThan(0.3f * contrast[40 * width + 40]);
        assertThat(dim).isGreaterThan(contrast[40 * width + 105] + 0.5f);
    }

    private static void disc(float[] values, int width, int cy, int cx, float brightness) {
        for (int p = 0; p < values.length; p++) {
            if (Math.hypot(p / width - cy, p % width - cx) <= 9) {
                values[p] = brightness;
            }
        }
    }

    @Test
    void evenGroundHasNone() {
        for (float grey : new float[] {0, 0.1f, 1, -3, 1e6f}) {
            float[] values = new float[50 * 30];
            Arrays.fill(values, grey);
            assertThat(LocalContrast.of(values, 50, 30)).containsOnly(0);
        }
    }
}
