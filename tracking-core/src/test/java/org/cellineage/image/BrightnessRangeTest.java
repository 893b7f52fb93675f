package org.cellineage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Percentiles against their definition. */
class BrightnessRangeTest {

    /** As numpy.percentile has it: linear between the two values next to the rank. */
    private static double percentile(float[] values, double percentile) {
        double[] finite = new double[values.length];
        int n = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                finite[n++] = value;
            }
        }
        double[] sorted = Arrays.copyOf(finite, n);
        Arrays.sort(sorted);
        double rank = percentile / 100 * (n - 1);
        int below = (int) Math.floor(rank);
        int above = (int) Math.ceil(rank);
        return sorted[below] * (1 - (rank - below)) + sorted[above] * (rank - below);
    }

    @Test
    void percentilesAreThoseOfTheFiniteValues() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 300; trial++) {
            float[] values = new float[random.nextInt(2, 500)];
            for (int p = 0; p < values.length; p++) {
                values[p] = (float) random.nextDouble(-100, 1000);
            }
            float[] all = Arrays.copyOf(values, values.length + 3);
            all[values.length] = Float.NaN;
            all[values.length + 1] = Float.POSITIVE_INFINITY;
            all[values.length + 2] = Float.NEGATIVE_INFINITY;
            double low = random.nextDouble(0, 50);
            double high = random.nextDouble(50, 100);
            BrightnessRange range = BrightnessRange.of(all, low, high);
            assertThat((double) range.dark()).isCloseTo(percentile(values, low), within(1e-3));
            assertThat((double) range.bright()).isCloseTo(percentile(values, high), within(1e-3));
        }
    }

    /** Only a part of so many values is looked at: a rank may be off by some standard errors of such a sample. */
    @Test
    void largeFramesAreSampledEvenly() {
        SplittableRandom random = new SplittableRandom(2);
        for (int[] size : new int[][] {{1024, 1024}, {1200, 1000}, {2048, 1536}}) {
            float[] values = new float[size[0] * size[1]];
            for (int p = 0; p < values.length; p++) {
                // Bright columns and rows, as sensors have them; and a bright lower half.
                boolean bright = p % size[0] % 8 == 0 || p / size[0] % 8 == 0 || p > values.length / 2;
                values[p] = (float) (random.nextDouble() + (bright ? 0.5 : 0));
            }
            for (double percent : new double[] {1, 25, 50, 75, 99}) {
                BrightnessRange range = BrightnessRange.of(values, 0, percent);
                assertThat(values)
                        .satisfies(all -> assertThat(rank(all, range.bright())).isCloseTo(percent, within(1.0)));
            }
        }
    }

    private static double rank(float[] values, float value) {
        int below = 0;
        for (float other : values) {
            below += other < value ? 1 : 0;
        }
        return 100.0 * below / values.length;
    }

    @Test
    void darkGoesToZeroAndBrightToOne() {
        float[] scaled = new BrightnessRange(100, 300).apply(new float[] {
            100, 300, 200, 0, 500, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE
        });
        assertThat(scaled).containsExactly(0, 1, 0.5f, -0.5f, 2, 0, 0, 0, 1e6f);
    }

    @Test
    void aFewBrightPixelsOnEmptyGroundKeepTheirPlace() {
        float[] values = new float[10_000];
        Arrays.fill(values, 7);
        values[4321] = 207;
        values[5000] = 107;
        float[] scaled = BrightnessRange.of(values, 1, 99).apply(values);
        assertThat(scaled[4321]).isEqualTo(1);
        assertThat(scaled[5000]).isEqualTo(0.5f);
        assertThat(scaled[0]).isZero();
    }

    @Test
    void theLargestFloatsAreNotTooFarApart() {
        float[] values = {-Float.MAX_VALUE, Float.MAX_VALUE};
        BrightnessRange range = BrightnessRange.of(values, 25, 75);
        assertThat(range.dark()).isCloseTo(-Float.MAX_VALUE / 2, within(1e32f));
        assertThat(range.bright()).isCloseTo(Float.MAX_VALUE / 2, within(1e32f));
        assertThat(range.apply(values)).containsExactly(new float[] {-0.5f, 1.5f}, within(1e-5f));
    }

    @Test
    void theRangeIsNeverEmpty() {
        float[] greys = {0, -1, 65_535, 1e8f, 1e20f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE};
        for (float grey : greys) {
            for (int size : new int[] {1, 2, 1000}) {
                float[] values = new float[size];
                Arrays.fill(values, grey);
                BrightnessRange range = BrightnessRange.of(values, 1, 99);
                assertThat(range.bright()).isGreaterThan(range.dark());
                assertThat(range.apply(values)).containsOnly(0);
            }
        }
        assertThat(BrightnessRange.of(new float[] {Float.NaN, Float.POSITIVE_INFINITY}, 1, 99))
                .isEqualTo(new BrightnessRange(0, 1));
        assertThat(BrightnessRange.of(new float[0], 1, 99)).isEqualTo(new BrightnessRange(0, 1));
    }
}
