package org.cellineage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Each algorithm against a slow and obvious one on random images. */
class PixelAlgorithmsTest {

    /** 256 bins over 255 values: a value may share its bin with its neighbour. */
    private static final double BIN_ERROR = 2e-3;

    private static boolean[] mask(SplittableRandom random, int size, double density) {
        boolean[] mask = new boolean[size];
        for (int p = 0; p < size; p++) {
            mask[p] = random.nextDouble() < density;
        }
        return mask;
    }

    @Test
    void distancesAreThoseToTheNearestBackgroundPixel() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 300; trial++) {
            int width = random.nextInt(1, 24);
            int height = random.nextInt(1, 24);
            boolean[] mask = mask(random, width * height, trial % 2 == 0 ? 0.97 : 0.6);
            float[] distance = DistanceTransform.of(mask, width, height);
            for (int p = 0; p < mask.length; p++) {
                double nearest = Double.POSITIVE_INFINITY;
                for (int q = 0; q < mask.length; q++) {
                    if (!mask[q]) {
                        nearest = Math.min(nearest, Math.hypot(p / width - q / width, p % width - q % width));
                    }
                }
                assertThat((double) distance[p]).isCloseTo(nearest, within(1e-5));
            }
        }
    }

    @Test
    void regionsAreWhatAFloodFillFinds() {
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 300; trial++) {
            int width = random.nextInt(1, 20);
            int height = random.nextInt(1, 20);
            boolean eight = trial % 2 == 0;
            boolean[] mask = mask(random, width * height, 0.5);
            int[] expected = new int[mask.length];
            int next = 0;
            for (int p = 0; p < mask.length; p++) {
                if (mask[p] && expected[p] == 0) {
                    flood(mask, expected, width, height, p, ++next, eight);
                }
            }
            assertThat(ConnectedRegions.of(mask, width, height, eight).labels()).isEqualTo(expected);
        }
    }

    private static void flood(
            boolean[] mask, int[] labels, int width, int height, int start, int label, boolean eight) {
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        queue.add(start);
        labels[start] = label;
        while (!queue.isEmpty()) {
            int p = queue.remove();
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int y = p / width + dy;
                    int x = p % width + dx;
                    boolean near = eight || dy == 0 || dx == 0;
                    if (near && y >= 0 && y < height && x >= 0 && x < width) {
                        int q = y * width + x;
                        if (mask[q] && labels[q] == 0) {
                            labels[q] = label;
                            queue.add(q);
                        }
                    }
                }
            }
        }
    }

    @Test
    void smoothingKeepsTheSumOfAPointAndMatchesTheFormula() {
        int side = 41;
        float[] point = new float[side * side];
        point[20 * side + 20] = 1;
        for (double sigma : new double[] {0.7, 1, 2.3}) {
            float[] smooth = GaussianFilter.smooth(point, side, side, sigma);
            double sum = 0;
            for (float v : smooth) {
                sum += v;
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
            double norm = 0;
            for (int k = -20; k <= 20; k++) {
                norm += Math.exp(-k * k / (2 * sigma * sigma));
            }
            for (int k = 0; k < 4; k++) {
                double expected = Math.exp(-k * k / (2 * sigma * sigma)) / (norm * norm);
                assertThat((double) smooth[20 * side + 20 + k]).isCloseTo(expected, within(1e-4));
            }
        }
        float[] flat = new float[7 * 3];
        Arrays.fill(flat, 5);
        assertThat(GaussianFilter.smooth(flat, 7, 3, 4))
                .usingComparatorWithPrecision(1e-4f)
                .containsOnly(5f);
    }

    @Test
    void otsuTakesTheThresholdThatNoOtherBeats() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 50; trial++) {
            float[] values = new float[400];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(256);
            }
            double chosen = between(values, OtsuThreshold.of(values));
            for (int threshold = 0; threshold < 255; threshold++) {
                assertThat(between(values, threshold + 0.5)).isLessThanOrEqualTo(chosen * (1 + BIN_ERROR));
            }
        }
        assertThat(OtsuThreshold.of(new float[] {3, 3, 3})).isEqualTo(3);
    }

    private static double between(float[] values, double threshold) {
        double below = 0;
        double above = 0;
        int n = 0;
        for (float v : values) {
            if (v > threshold) {
                above += v;
            } else {
                below += v;
                n++;
            }
        }
        int m = values.length - n;
        return n == 0 || m == 0 ? 0 : (double) n * m * Math.pow(below / n - above / m, 2);
    }

    @Test
    void peaksKeepTheirBasinsAsLongAsTheyStandHighEnough() {
        // Two hills of height 10 and 6 with a pass at 4: the lower one stands 2 above it.
        float[] hills = {1, 5, 10, 7, 4, 5, 6, 3, 1};
        boolean[] all = new boolean[9];
        Arrays.fill(all, true);
        assertThat(PersistenceWatershed.cut(hills, all, 9, 1, 2).labels()).containsExactly(1, 1, 1, 1, 1, 2, 2, 2, 2);
        assertThat(PersistenceWatershed.cut(hills, all, 9, 1, 2.01).labels()).containsOnly(1);
        all[4] = false;
        assertThat(PersistenceWatershed.cut(hills, all, 9, 1, 100).labels()).containsExactly(1, 1, 1, 1, 0, 2, 2, 2, 2);
    }

    @Test
    void withoutPersistenceEveryBasinIsConnectedAndClimbsToOnePeak() {
        SplittableRandom random = new SplittableRandom(4);
        for (int trial = 0; trial < 100; trial++) {
            int width = random.nextInt(2, 16);
            int height = random.nextInt(2, 16);
            boolean[] mask = mask(random, width * height, 0.8);
            float[] landscape = new float[mask.length];
            for (int p = 0; p < mask.length; p++) {
                landscape[p] = random.nextInt(100) + p * 1e-3f;
            }
            LabelImage cut = PersistenceWatershed.cut(landscape, mask, width, height, 0);
            int peaks = 0;
            for (int p = 0; p < mask.length; p++) {
                assertThat(cut.labels()[p] != 0).isEqualTo(mask[p]);
                boolean peak = mask[p];
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        int y = p / width + dy;
                        int x = p % width + dx;
                        if (y >= 0 && y < height && x >= 0 && x < width && mask[y * width + x]) {
                            peak &= landscape[y * width + x] <= landscape[p];
                        }
                    }
                }
                peaks += peak ? 1 : 0;
            }
            assertThat(cut.maxLabel()).isEqualTo(peaks);
        }
    }

    @Test
    void holesOfOneCellAreFilledAndOthersAreNot() {
        int[] labels = {
            1, 1, 1, 0, 2, 2, 3, 3,
            1, 0, 1, 0, 2, 0, 0, 3,
            1, 1, 1, 0, 2, 2, 3, 3,
        };
        int[] filled = HoleFilling.fill(new LabelImage(8, 3, labels)).labels();
        assertThat(filled[9]).isEqualTo(1);
        assertThat(filled[13]).isZero();
        assertThat(filled[3]).isZero();
    }
}
