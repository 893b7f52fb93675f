package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Values between a mask's own against the sum over its tents. */
class DetectionsTest {

    private static Detections one(int side, float[] mask, float... box) {
        return new Detections(side, box, new float[] {1}, mask);
    }

    @Test
    void aMaskLiesInItsBoxAsAnImageScaledToIt() {
        // Two by two values over four by four pixels: their middles lie half a pixel off the pixels' own.
        float[] mask = {0, 1, 0, 1};
        Detections scaled = one(2, mask, 10, 20, 14, 24);
        double[] expected = {0, 0.25, 0.75, 1};
        for (int y = 10; y < 14; y++) {
            for (int x = 0; x < 4; x++) {
                assertThat(scaled.value(0, y, 20 + x)).isCloseTo(expected[x], within(1e-9));
            }
        }
        Detections same = one(2, new float[] {1, 2, 3, 4}, 0, 0, 2, 2);
        assertThat(new double[] {same.value(0, 0, 0), same.value(0, 0, 1), same.value(0, 1, 0), same.value(0, 1, 1)})
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void outsideTheBoxItIsNothing() {
        Detections filled = one(1, new float[] {1}, 2, 3, 5, 9);
        for (int y = 0; y < 12; y++) {
            for (int x = 0; x < 12; x++) {
                boolean inside = y >= 2 && y < 5 && x >= 3 && x < 9;
                assertThat(filled.value(0, y, x)).isEqualTo(inside ? 1 : 0);
            }
        }
    }

    @Test
    void valuesAreLinearBetweenTheNearestFour() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 200; trial++) {
            int side = random.nextInt(1, 9);
            float[] mask = new float[side * side];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = (float) random.nextDouble();
            }
            float y0 = (float) random.nextDouble(-10, 10);
            float x0 = (float) random.nextDouble(-10, 10);
            float y1 = y0 + (float) random.nextDouble(0.1, 30);
            float x1 = x0 + (float) random.nextDouble(0.1, 30);
            Detections detections = one(side, mask, y0, x0, y1, x1);
            for (int y = -12; y < 42; y += 3) {
                for (int x = -12; x < 42; x += 3) {
                    boolean inside = y + 0.5 >= y0 && y + 0.5 < y1 && x + 0.5 >= x0 && x + 0.5 < x1;
                    double v = (y + 0.5 - y0) / ((double) y1 - y0) * side - 0.5;
                    double u = (x + 0.5 - x0) / ((double) x1 - x0) * side - 0.5;
                    double expected = inside ? tents(mask, side, clamp(v, side), clamp(u, side)) : 0;
                    assertThat(detections.value(0, y, x)).isCloseTo(expected, within(1e-6));
                }
            }
        }
    }

    private static double clamp(double at, int side) {
        return Math.max(0, Math.min(side - 1, at));
    }

    private static double tents(float[] mask, int side, double v, double u) {
        double sum = 0;
        for (int i = 0; i < mask.length; i++) {
            int row = i / side;
            double weight = Math.max(0, 1 - Math.abs(row - v)) * Math.max(0, 1 - Math.abs(i % side - u));
            sum += weight * mask[i];
        }
        return sum;
    }

    @Test
    void arraysMustFitTogether() {
        assertThat(new Detections(28, new float[0], new float[0], new float[0]).count())
                .isZero();
        assertThatThrownBy(() -> new Detections(2, new float[3], new float[1], new float[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 scores need 4 numbers for boxes, but there are 3");
        assertThatThrownBy(() -> new Detections(2, new float[4], new float[1], new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 masks of 2 x 2 need 4 values, but there are 5");
        assertThatThrownBy(() -> new Detections(0, new float[4], new float[1], new float[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
