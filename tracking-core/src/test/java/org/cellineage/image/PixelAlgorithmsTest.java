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

    /** Edges as the contract says: the row continues as its mirror image about the middle of its last pixel. */
    @Test
    void smoothingIsTheConvolutionWithTheMirroredImage() {
        SplittableRandom random = new SplittableRandom(5);
        for (double sigma : new double[] {0.3, 1, 2.5, 6}) {
            for (int[] size : new int[][] {{9, 7}, {1, 5}, {6, 1}, {2, 2}, {30, 11}}) {
                float[] values = new float[size[0] * size[1]];
                for (int p = 0; p < values.length; p++) {
                    values[p] = random.nextInt(1000);
                }
                float[] smooth = GaussianFilter.smooth(values, size[0], size[1], sigma);
                for (int p = 0; p < values.length; p++) {
                    double expected = convolved(values, size[0], size[1], sigma, p / size[0], p % size[0]);
                    assertThat((double) smooth[p]).isCloseTo(expected, within(1e-3));
                }
            }
        }
        assertThat(GaussianFilter.smooth(new float[] {4, 7}, 2, 1, 0)).containsExactly(4, 7);
    }

    private static double convolved(float[] values, int width, int height, double sigma, int y, int x) {
        int radius = Math.max(1, (int) Math.ceil(4 * sigma));
        double sum = 0;
        double weights = 0;
        for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
                double weight = Math.exp(-(dy * dy + dx * dx) / (2 * sigma * sigma));
                sum += weight * values[mirrored(y + dy, height) * width + mirrored(x + dx, width)];
                weights += weight;
            }
        }
        return sum / weights;
    }

    private static int mirrored(int at, int size) {
        if (size == 1) {
            return 0;
        }
        int period = Math.floorMod(at, 2 * size - 2);
        return Math.min(period, 2 * size - 2 - period);
    }

    @Test
    void aHoleIsBackgroundFromWhichOnlyOneCellCanBeReached() {
        SplittableRandom random = new SplittableRandom(6);
        int filledPixels = 0;
        for (int trial = 0; trial < 500; trial++) {
            int width = random.nextInt(1, 14);
            int height = random.nextInt(1, 14);
            int[] labels = new int[width * height];
            for (int p = 0; p < labels.length; p++) {
                labels[p] = random.nextInt(3) == 0 ? 0 : random.nextInt(10) == 0 ? 2 : 1;
            }
            int[] filled =
                    HoleFilling.fill(new LabelImage(width, height, labels)).labels();
            for (int p = 0; p < labels.length; p++) {
                int expected = labels[p] != 0 ? labels[p] : onlyNeighbour(labels, width, height, p);
                assertThat(filled[p]).isEqualTo(expected);
                filledPixels += labels[p] != filled[p] ? 1 : 0;
            }
        }
        assertThat(filledPixels).isGreaterThan(1000);
    }

    /** The one label around the background region of a pixel; 0 where it reaches the edge or meets two. */
    private static int onlyNeighbour(int[] labels, int width, int height, int start) {
        boolean[] background = new boolean[labels.length];
        for (int p = 0; p < labels.length; p++) {
            background[p] = labels[p] == 0;
        }
        int[] region = new int[labels.length];
        flood(background, region, width, height, start, 1, false);
        int found = 0;
        for (int p = 0; p < labels.length; p++) {
            int y = p / width;
            int x = p % width;
            if (region[p] == 0) {
                continue;
            }
            if (y == 0 || x == 0 || y == height - 1 || x == width - 1) {
                return 0;
            }
            for (int q : new int[] {p - 1, p + 1, p - width, p + width}) {
                if (labels[q] != 0 && found != 0 && labels[q] != found) {
                    return 0;
                }
                found = labels[q] != 0 ? labels[q] : found;
            }
        }
        return found;
    }

    @Test
    void distancesInLargeImagesStayExact() {
        int width = 3000;
        boolean[] mask = new boolean[width * 3];
        Arrays.fill(mask, true);
        mask[width] = false;
        float[] distance = DistanceTransform.of(mask, width, 3);
        assertThat(distance[2 * width - 1]).isEqualTo(width - 1);
        assertThat(distance[width - 1]).isEqualTo((float) Math.hypot(1, width - 1));
        Arrays.fill(mask, true);
        assertThat(DistanceTransform.of(mask, width, 3)).containsOnly(Float.POSITIVE_INFINITY);
    }
}
