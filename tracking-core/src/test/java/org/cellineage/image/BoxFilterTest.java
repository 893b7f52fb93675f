package org.cellineage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The running sums against sums over each window. */
class BoxFilterTest {

    private static double mean(float[] values, int width, int radius, int p) {
        double sum = 0;
        int n = 0;
        for (int q = 0; q < values.length; q++) {
            if (Math.abs(q / width - p / width) <= radius && Math.abs(q % width - p % width) <= radius) {
                sum += values[q];
                n++;
            }
        }
        return sum / n;
    }

    @Test
    void eachPixelIsTheMeanOfItsWindowInTheImage() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 300; trial++) {
            int width = random.nextInt(1, 20);
            int height = random.nextInt(1, 20);
            int radius = random.nextInt(0, 25);
            float[] values = new float[width * height];
            for (int p = 0; p < values.length; p++) {
                values[p] = (float) random.nextDouble(-1, 1);
            }
            float[] before = values.clone();
            float[] means = BoxFilter.mean(values, width, height, radius);
            assertThat(values).isEqualTo(before);
            for (int p = 0; p < means.length; p++) {
                assertThat((double) means[p]).isCloseTo(mean(values, width, radius, p), within(1e-6));
            }
        }
    }

    @Test
    void evenImagesStayAsTheyAre() {
        for (float grey : new float[] {0, 0.1f, -7, 65_535, 1e30f}) {
            for (int radius : new int[] {0, 1, 16, 400}) {
                float[] values = new float[300 * 20];
                Arrays.fill(values, grey);
                assertThat(BoxFilter.mean(values, 300, 20, radius)).isEqualTo(values);
            }
        }
    }

    @Test
    void aWindowLargerThanTheImageGivesTheMeanOfAll() {
        float[] values = {1, 2, 3, 4, 5, 6};
        assertThat(BoxFilter.mean(values, 3, 2, 5)).containsOnly(3.5f);
        assertThat(BoxFilter.mean(values, 3, 2, 1_000_000)).containsOnly(3.5f);
    }

    /** A hot pixel leaves nothing behind in pixels whose window does not hold it. */
    @Test
    void runningSumsDoNotDrift() {
        float[] values = new float[2000 * 3];
        Arrays.fill(values, 0.25f);
        values[2000 + 40] = 65_535;
        float[] means = BoxFilter.mean(values, 2000, 3, 2);
        for (int p = 0; p < means.length; p++) {
            if (Math.abs(p % 2000 - 40) > 2) {
                assertThat((double) means[p]).isCloseTo(0.25, within(1e-6));
            }
        }
        assertThat(means[40]).isGreaterThan(4000);
    }
}
