package org.cellineage.link.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;

/** Counted grey values against the same as floats, which are looked at pixel by pixel, and percentiles against sorting. */
class GreyValuesTest {

    private static final int WIDTH = 37;
    private static final int HEIGHT = 23;

    private final SplittableRandom random = new SplittableRandom(11);

    private short[] samples(int least, int most) {
        short[] samples = new short[WIDTH * HEIGHT];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = (short) random.nextInt(least, most + 1);
        }
        return samples;
    }

    private static void requireSame(Plane counted) {
        GreyValues one = GreyValues.of(counted);
        GreyValues other = GreyValues.of(Plane.of(counted.width(), counted.height(), counted.toFloats()));
        assertThat(one.dark()).isEqualTo(other.dark());
        assertThat(one.bright()).isEqualTo(other.bright());
        GreyValues.Curve curve = value -> (float) ((value - one.dark()) / 3.7);
        assertThat(one.scaled(curve)).isEqualTo(other.scaled(curve));
    }

    @Test
    void framesOfAnyDepthAreLookedAtAlike() {
        requireSame(Plane.of(WIDTH, HEIGHT, samples(0, 65_535)));
        requireSame(Plane.of(WIDTH, HEIGHT, samples(31_000, 33_500)));
        requireSame(Plane.of(WIDTH, HEIGHT, samples(700, 700)));
        byte[] bytes = new byte[WIDTH * HEIGHT];
        random.nextBytes(bytes);
        requireSame(Plane.of(WIDTH, HEIGHT, bytes));
        requireSame(Plane.of(WIDTH, HEIGHT, new byte[WIDTH * HEIGHT]));
    }

    @Test
    void percentilesAreThoseOfSortedValues() {
        short[] samples = samples(200, 61_000);
        GreyValues grey = GreyValues.of(Plane.of(WIDTH, HEIGHT, samples));
        int[] sorted = new int[samples.length];
        for (int p = 0; p < sorted.length; p++) {
            sorted[p] = samples[p] & 0xffff;
        }
        Arrays.sort(sorted);
        double bin = (sorted[sorted.length - 1] - sorted[0]) / 4095.0;
        assertThat(grey.dark()).isCloseTo(sorted[(int) (0.05 * sorted.length)], within(bin));
        assertThat(grey.bright()).isCloseTo(sorted[(int) (0.95 * sorted.length)], within(bin));
    }

    @Test
    void pixelsThatAreNotFiniteAreDark() {
        float[] values = new float[WIDTH * HEIGHT];
        for (int p = 0; p < values.length; p++) {
            values[p] = p;
        }
        values[3] = Float.NaN;
        values[5] = Float.POSITIVE_INFINITY;
        GreyValues grey = GreyValues.of(Plane.of(WIDTH, HEIGHT, values));
        float[] scaled = grey.scaled(value -> value);
        assertThat(scaled[3]).isEqualTo((float) grey.dark());
        assertThat(scaled[5]).isEqualTo((float) grey.dark());
        assertThat(scaled[6]).isEqualTo(6);
    }
}
