package org.cellineage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Scaling against its definition, and what it must keep. */
class ScalingTest {

    private static float[] noise(SplittableRandom random, int size) {
        float[] values = new float[size];
        for (int p = 0; p < size; p++) {
            values[p] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** How much old sample k counts in new sample i: by the length they share, or by the distance of their centres. */
    private static double share(int i, int k, int from, int to) {
        double step = (double) from / to;
        if (to < from) {
            return Math.max(0, Math.min(k + 1, (i + 1) * step) - Math.max(k, i * step)) / step;
        }
        double centre = (i + 0.5) * step;
        // Before the first centre and after the last one, the edge is repeated.
        double within = Math.max(0.5, Math.min(from - 0.5, centre));
        return Math.max(0, 1 - Math.abs(within - (k + 0.5)));
    }

    private static double expected(float[] values, int width, int height, int toWidth, int toHeight, int x, int y) {
        double sum = 0;
        for (int v = 0; v < height; v++) {
            for (int u = 0; u < width; u++) {
                sum += share(x, u, width, toWidth) * share(y, v, height, toHeight) * values[v * width + u];
            }
        }
        return sum;
    }

    @Test
    void pixelsAreAreaMeansWhereItShrinksAndLinearWhereItGrows() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 200; trial++) {
            int width = random.nextInt(1, 14);
            int height = random.nextInt(1, 14);
            int toWidth = random.nextInt(1, 30);
            int toHeight = random.nextInt(1, 30);
            float[] values = noise(random, width * height);
            float[] before = values.clone();
            float[] scaled = Scaling.scale(values, width, height, toWidth, toHeight);
            assertThat(values).isEqualTo(before);
            assertThat(scaled).hasSize(toWidth * toHeight);
            for (int p = 0; p < scaled.length; p++) {
                double expected = expected(values, width, height, toWidth, toHeight, p % toWidth, p / toWidth);
                assertThat((double) scaled[p]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void shrinkingKeepsTheMean() {
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 200; trial++) {
            int width = random.nextInt(1, 120);
            int height = random.nextInt(1, 120);
            int toWidth = random.nextInt(1, width + 1);
            int toHeight = random.nextInt(1, height + 1);
            float[] values = noise(random, width * height);
            float[] scaled = Scaling.scale(values, width, height, toWidth, toHeight);
            assertThat(mean(scaled)).isCloseTo(mean(values), within(1e-5));
        }
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void aWholeFactorGivesTheMeansOfWholeBlocks() {
        float[] values = {1, 3, 5, 7, 2, 4, 6, 8};
        assertThat(Scaling.scale(values, 4, 2, 2, 1)).containsExactly(2.5f, 6.5f);
        assertThat(Scaling.scale(values, 4, 2, 1, 1)).containsExactly(4.5f);
        assertThat(Scaling.scale(new float[] {0, 4}, 2, 1, 4, 1)).containsExactly(0, 1, 3, 4);
        assertThat(Scaling.scale(new float[] {0, 4}, 1, 2, 1, 4)).containsExactly(0, 1, 3, 4);
        assertThat(Scaling.scale(new float[] {9}, 1, 1, 3, 2)).containsExactly(9, 9, 9, 9, 9, 9);
    }

    @Test
    void nothingGoesBeyondTheDarkestAndTheBrightest() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 100; trial++) {
            int width = random.nextInt(1, 60);
            int height = random.nextInt(1, 60);
            float grey = (float) random.nextDouble(-1000, 1000);
            float[] even = new float[width * height];
            Arrays.fill(even, grey);
            for (float value : Scaling.scale(even, width, height, random.nextInt(1, 150), random.nextInt(1, 150))) {
                assertThat((double) value).isCloseTo(grey, within(1e-6 * Math.abs(grey)));
            }
            float[] scaled = Scaling.scale(
                    noise(random, width * height), width, height, random.nextInt(1, 150), random.nextInt(1, 150));
            for (float value : scaled) {
                assertThat(value).isBetween(-1.00001f, 1.00001f);
            }
        }
    }

    @Test
    void theSameSizeIsTheSameImage() {
        float[] values = {1, 2, 3, 4, 5, 6};
        assertThat(Scaling.scale(values, 3, 2, 3, 2)).isEqualTo(values);
        LabelImage labels = new LabelImage(3, 2, new int[] {0, 1, 1, 2, 2, 0});
        assertThat(Scaling.scale(labels, 3, 2).labels()).isEqualTo(labels.labels());
    }

    @Test
    void labelsComeBackFromWholeFactors() {
        SplittableRandom random = new SplittableRandom(4);
        for (int trial = 0; trial < 200; trial++) {
            LabelImage labels = labels(random, random.nextInt(1, 30), random.nextInt(1, 30));
            int across = random.nextInt(1, 8);
            int down = random.nextInt(1, 8);
            LabelImage large = Scaling.scale(labels, labels.width() * across, labels.height() * down);
            for (int p = 0; p < large.labels().length; p++) {
                int x = p % large.width() / across;
                int y = p / large.width() / down;
                assertThat(large.labels()[p]).isEqualTo(labels.labels()[y * labels.width() + x]);
            }
            LabelImage back = Scaling.scale(large, labels.width(), labels.height());
            assertThat(back.labels()).isEqualTo(labels.labels());
        }
    }

    private static LabelImage labels(SplittableRandom random, int width, int height) {
        int[] labels = new int[width * height];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = random.nextInt(5);
        }
        return new LabelImage(width, height, labels);
    }

    /** In whole numbers: the old pixel that holds the point (2 i + 1) / (2 to) of the side. */
    @Test
    void labelsAreThoseUnderThePixelsCentre() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 300; trial++) {
            LabelImage labels = labels(random, random.nextInt(1, 40), random.nextInt(1, 40));
            int toWidth = random.nextInt(1, 60);
            int toHeight = random.nextInt(1, 60);
            LabelImage scaled = Scaling.scale(labels, toWidth, toHeight);
            assertThat(scaled.width()).isEqualTo(toWidth);
            assertThat(scaled.height()).isEqualTo(toHeight);
            for (int p = 0; p < scaled.labels().length; p++) {
                int x = (2 * (p % toWidth) + 1) * labels.width() / (2 * toWidth);
                int y = (2 * (p / toWidth) + 1) * labels.height() / (2 * toHeight);
                assertThat(scaled.labels()[p]).isEqualTo(labels.labels()[y * labels.width() + x]);
            }
        }
    }
}
