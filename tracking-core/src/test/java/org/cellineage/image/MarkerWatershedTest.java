package org.cellineage.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bucketed flood against a priority queue, and what must hold of any flood. */
class MarkerWatershedTest {

    private static final int LEVELS = 4096;

    private record Queued(int level, int order, int pixel) {}

    /** Whole numbers from 0 to 4095, both of which occur, are the levels themselves. */
    @Test
    void floodsAsAPriorityQueueDoes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 400; trial++) {
            int width = random.nextInt(1, 25);
            int height = random.nextInt(2, 25);
            boolean[] mask = mask(random, width * height, 0.85);
            LabelImage markers = markers(random, width, height);
            // Few different heights give plateaus, many give slopes.
            int heights = trial % 2 == 0 ? 4 : LEVELS;
            float[] landscape = new float[mask.length];
            for (int p = 0; p < landscape.length; p++) {
                landscape[p] = random.nextInt(heights) * (LEVELS / heights);
            }
            landscape[0] = 0;
            landscape[1] = LEVELS - 1;
            mask[0] = true;
            mask[1] = true;
            assertThat(MarkerWatershed.flood(landscape, markers, mask).labels())
                    .isEqualTo(queueFlood(landscape, markers, mask));
        }
    }

    private static int[] queueFlood(float[] level, LabelImage markers, boolean[] mask) {
        int width = markers.width();
        int[] labels = new int[mask.length];
        int order = 0;
        PriorityQueue<Queued> queue = new PriorityQueue<>(
                Comparator.comparingInt((Queued q) -> -q.level).thenComparingInt(q -> q.order));
        for (int p = 0; p < mask.length; p++) {
            if (mask[p] && markers.labels()[p] != 0) {
                labels[p] = markers.labels()[p];
                queue.add(new Queued((int) level[p], order++, p));
            }
        }
        while (!queue.isEmpty()) {
            int p = queue.remove().pixel;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int y = p / width + dy;
                    int x = p % width + dx;
                    if (y < 0 || y >= markers.height() || x < 0 || x >= width) {
                        continue;
                    }
                    int q = y * width + x;
                    if (mask[q] && labels[q] == 0) {
                        labels[q] = labels[p];
                        queue.add(new Queued((int) level[q], order++, q));
                    }
                }
            }
        }
        return labels;
    }

    @Test
    void fillsEveryRegionOfTheMaskThatHasAMarkerAndNothingElse() {
        SplittableRandom random = new SplittableRandom(2);
        int regionsWithout = 0;
        for (int trial = 0; trial < 300; trial++) {
            int width = random.nextInt(1, 30);
            int height = random.nextInt(1, 30);
            boolean[] mask = mask(random, width * height, 0.45);
            LabelImage markers = markers(random, width, height);
            float[] landscape = anything(random, mask.length);
            int[] labels = MarkerWatershed.flood(landscape, markers, mask).labels();
            LabelImage regions = ConnectedRegions.of(mask, width, height, true);
            boolean[] marked = new boolean[regions.maxLabel() + 1];
            for (int p = 0; p < mask.length; p++) {
                marked[regions.labels()[p]] |= mask[p] && markers.labels()[p] != 0;
            }
            for (int p = 0; p < mask.length; p++) {
                assertThat(labels[p] != 0).isEqualTo(mask[p] && marked[regions.labels()[p]]);
                if (mask[p] && markers.labels()[p] != 0) {
                    assertThat(labels[p]).as("a marker keeps its pixels").isEqualTo(markers.labels()[p]);
                }
            }
            for (int region = 1; region < marked.length; region++) {
                regionsWithout += marked[region] ? 0 : 1;
            }
        }
        assertThat(regionsWithout).isGreaterThan(100);
    }

    /** Values of every kind a network can give. */
    private static float[] anything(SplittableRandom random, int size) {
        float[] values = new float[size];
        for (int p = 0; p < size; p++) {
            values[p] = switch (random.nextInt(8)) {
                case 0 -> Float.NaN;
                case 1 -> Float.POSITIVE_INFINITY;
                case 2 -> Float.NEGATIVE_INFINITY;
                case 3 -> Float.MAX_VALUE;
                case 4 -> -Float.MAX_VALUE;
                default -> (float) random.nextDouble(-1, 1);
            };
        }
        return values;
    }

    @Test
    void onlyTheOrderOfHeightsCounts() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 100; trial++) {
            int width = random.nextInt(2, 20);
            int height = random.nextInt(2, 20);
            boolean[] mask = mask(random, width * height, 0.9);
            LabelImage markers = markers(random, width, height);
            float[] landscape = new float[mask.length];
            float[] below = new float[mask.length];
            for (int p = 0; p < mask.length; p++) {
                landscape[p] = random.nextInt(50);
                below[p] = landscape[p] / 16 - 1000;
            }
            assertThat(MarkerWatershed.flood(below, markers, mask).labels())
                    .as("negative landscapes flood as positive ones")
                    .isEqualTo(MarkerWatershed.flood(landscape, markers, mask).labels());
        }
    }

    @Test
    void twoMarkersMeetInTheValleyBetweenThem() {
        float[] hills = {9, 8, 7, 2, 5, 6, 3};
        int[] at = {1, 0, 0, 0, 0, 2, 0};
        assertThat(MarkerWatershed.flood(hills, new LabelImage(7, 1, at), all(7))
                        .labels())
                .containsExactly(1, 1, 1, 1, 2, 2, 2);
    }

    @Test
    void aPlateauIsSharedAtEqualDistance() {
        for (float height : new float[] {0, -7, Float.NaN, Float.NEGATIVE_INFINITY}) {
            int side = 41;
            float[] plateau = new float[side * side];
            Arrays.fill(plateau, height);
            int[] markers = new int[plateau.length];
            markers[20 * side] = 1;
            markers[20 * side + 40] = 2;
            int[] labels = MarkerWatershed.flood(plateau, new LabelImage(side, side, markers), all(side * side))
                    .labels();
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    // Steps to the eight neighbours: the distance is the larger of the two differences.
                    int one = Math.max(x, Math.abs(y - 20));
                    int two = Math.max(40 - x, Math.abs(y - 20));
                    if (one != two) {
                        assertThat(labels[y * side + x]).isEqualTo(one < two ? 1 : 2);
                    }
                }
            }
        }
    }

    @Test
    void nothingIsFloodedWithoutMarkersOrWithoutAMask() {
        float[] flat = new float[12];
        assertThat(MarkerWatershed.flood(flat, new LabelImage(4, 3, new int[12]), all(12))
                        .labels())
                .containsOnly(0);
        int[] everywhere = new int[12];
        Arrays.fill(everywhere, 5);
        assertThat(MarkerWatershed.flood(flat, new LabelImage(4, 3, everywhere), new boolean[12])
                        .labels())
                .containsOnly(0);
        assertThat(MarkerWatershed.flood(flat, new LabelImage(4, 3, everywhere), all(12))
                        .labels())
                .containsOnly(5);
        assertThat(MarkerWatershed.flood(new float[] {Float.NaN}, new LabelImage(1, 1, new int[] {3}), all(1))
                        .labels())
                .containsExactly(3);
    }

    /** A NaN dams the shorter way: the other marker comes first over a long way of plain ground. */
    @Test
    void pixelsWithoutAValueFloodLast() {
        float[] landscape = {
            9, Float.NaN, 5, 5, 6, 6,
        };
        int[] markers = {1, 0, 0, 0, 0, 0};
        boolean[] mask = {true, true, true, false, false, false};
        assertThat(MarkerWatershed.flood(landscape, new LabelImage(3, 2, markers), mask)
                        .labels())
                .as("reached all the same")
                .containsExactly(1, 1, 1, 0, 0, 0);
        float[] row = {1, Float.NaN, 5, 4, 3, 9};
        int[] ends = {1, 0, 0, 0, 0, 2};
        assertThat(MarkerWatershed.flood(row, new LabelImage(6, 1, ends), all(6))
                        .labels())
                .containsExactly(1, 2, 2, 2, 2, 2);
    }

    private static boolean[] all(int size) {
        boolean[] mask = new boolean[size];
        Arrays.fill(mask, true);
        return mask;
    }

    private static boolean[] mask(SplittableRandom random, int size, double density) {
        boolean[] mask = new boolean[size];
        for (int p = 0; p < size; p++) {
            mask[p] = random.nextDouble() < density;
        }
        return mask;
    }

    /** A few labels, not in raster order, some of several pixels. */
    private static LabelImage markers(SplittableRandom random, int width, int height) {
        int[] markers = new int[width * height];
        for (int i = 0; i < 1 + markers.length / 40; i++) {
            markers[random.nextInt(markers.length)] = random.nextInt(1, 9);
        }
        return new LabelImage(width, height, markers);
    }
}
