package org.cellineage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackgroundTest {

    @Test
    void slowlyVaryingLightIsTakenAwayAndNucleiStay() {
        int width = 500;
        int height = 400;
        float[] values = new float[width * height];
        boolean[] nucleus = new boolean[values.length];
        SplittableRandom random = new SplittableRandom(1);
        for (int p = 0; p < values.length; p++) {
            int y = p / width;
            int x = p % width;
            nucleus[p] = Math.hypot(y % 50 - 25, x % 50 - 25) < 11;
            double tilt = 1000 + 0.4 * x + 0.3 * y;
            values[p] = (float) (tilt + (nucleus[p] ? 800 : 0) + 3 * random.nextGaussian());
        }
        float[] signal = Background.subtract(values, width, height, 60);
        for (int p = 0; p < values.length; p++) {
            // 0.3 and 0.4 grey values a pixel, over a square and its darker neighbour.
            assertThat(signal[p] - (nucleus[p] ? 800 : 0)).isBetween(-40f, 130f);
        }
    }

    /** Squares inside the nucleus see none of the background; their neighbours must tell them. */
    @Test
    void aNucleusLargerThanASquareIsNotItsOwnBackground() {
        int side = 300;
        float[] values = new float[side * side];
        for (int p = 0; p < values.length; p++) {
            values[p] = Math.hypot(p / side - 150, p % side - 150) < 45 ? 900 : 100;
        }
        float[] signal = Background.subtract(values, side, side, 50);
        assertThat(signal[150 * side + 150]).isEqualTo(800);
        assertThat(signal[10 * side + 10]).isZero();
    }

    @Test
    void framesOfAnySizeHaveABackground() {
        for (int width = 1; width < 30; width += 7) {
            for (int height = 1; height < 30; height += 4) {
                float[] values = new float[width * height];
                Arrays.fill(values, 42);
                assertThat(Background.subtract(values, width, height, 8))
                        .usingComparatorWithPrecision(1e-5f)
                        .containsOnly(0f);
            }
        }
    }
}
