package org.cellineage.illumination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against fields that the frames were drawn with. */
class FlatFieldEstimatorTest {

    private static final int WIDTH = 240;
    private static final int HEIGHT = 150;

    /** Brightest off the centre, down to less than half in a corner; its mean is 1. */
    private static double[] truth() {
        double[] field = new double[WIDTH * HEIGHT];
        double sum = 0;
        for (int p = 0; p < field.length; p++) {
            double y = (p / WIDTH - 60.0) / WIDTH;
            double x = (p % WIDTH - 140.0) / WIDTH;
            double cos = 1 / Math.sqrt(1 + 1.5 * (y * y + x * x));
            field[p] = cos * cos * cos * cos;
            sum += field[p];
        }
        for (int p = 0; p < field.length; p++) {
            field[p] *= field.length / sum;
        }
        return field;
    }

    /** A frame with cells, under the field. */
    private static Plane frame(SplittableRandom random, double[] field, double covered, double offset) {
        double level = 200 + 400 * random.nextDouble();
        double[] light = new double[field.length];
        Arrays.fill(light, level);
        for (double area = 0; area < covered * field.length; ) {
            double radius = 5 + 5 * random.nextDouble();
            double cy = HEIGHT * random.nextDouble();
            double cx = WIDTH * random.nextDouble();
            double bright = level + 300 + 1500 * random.nextDouble();
            for (int p = 0; p < light.length; p++) {
                if (Math.hypot(p / WIDTH - cy, p % WIDTH - cx) < radius) {
                    light[p] = Math.max(light[p], bright);
                }
            }
            area += Math.PI * radius * radius;
        }
        short[] values = new short[field.length];
        for (int p = 0; p < values.length; p++) {
            double seen = light[p] * field[p];
            values[p] = (short) Math.round(offset + seen + Math.sqrt(seen) * random.nextGaussian());
        }
        return Plane.of(WIDTH, HEIGHT, values);
    }

    private static List<Plane> frames(int count, double covered, double offset) {
        SplittableRandom random = new SplittableRandom(7);
        double[] field = truth();
        List<Plane> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(frame(random, field, covered, offset));
        }
        return frames;
    }

    private static float[] estimate(List<Plane> frames, double dark) {
        FlatFieldEstimator estimator = new FlatFieldEstimator(WIDTH, HEIGHT);
        frames.forEach(frame -> estimator.add(frame, dark));
        return estimator.estimate().toFloats();
    }

    private static double worst(float[] estimated) {
        double[] truth = truth();
        double worst = 0;
        for (int p = 0; p < truth.length; p++) {
            worst = Math.max(worst, Math.abs(estimated[p] / truth[p] - 1));
        }
        return worst;
    }

    @ParameterizedTest
    @CsvSource({"0, 40, 0.01", "0.1, 60, 0.01", "0.3, 120, 0.015"})
    void theFieldIsFoundUnderCells(double covered, int count, double tolerance) {
        double[] truth = truth();
        assertThat(Collections.min(Arrays.stream(truth).boxed().toList())).isLessThan(0.55);
        assertThat(worst(estimate(frames(count, covered, 100), 100))).isLessThan(tolerance);
    }

    @Test
    void whatTheCameraAddsMustBeSubtracted() {
        List<Plane> frames = frames(40, 0.05, 300);
        assertThat(worst(estimate(frames, 300))).isLessThan(0.02);
        assertThat(worst(estimate(frames, 0))).isGreaterThan(0.1);
    }

    @Test
    void theOrderOfFramesDoesNotMatter() {
        List<Plane> frames = frames(30, 0.1, 0);
        float[] one = estimate(frames, 0);
        Collections.shuffle(frames, new Random(3));
        float[] other = estimate(frames, 0);
        for (int p = 0; p < one.length; p++) {
            assertThat(other[p]).isCloseTo(one[p], offset(1e-4f));
        }
    }

    @Test
    void anEvenFieldStaysEven() {
        List<Plane> frames = List.of(Plane.of(5, 3, new byte[15]), Plane.of(5, 3, bytes(15, 40)));
        FlatFieldEstimator estimator = new FlatFieldEstimator(5, 3);
        frames.forEach(frame -> estimator.add(frame, 0));
        // A black frame says nothing.
        assertThat(estimator.frames()).isEqualTo(1);
        for (float gain : estimator.estimate().toFloats()) {
            assertThat(gain).isCloseTo(1, offset(1e-5f));
        }
    }

    @Test
    void withoutFramesThereIsNoField() {
        assertThatThrownBy(() -> new FlatFieldEstimator(5, 3).estimate()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new FlatFieldEstimator(5, 3).add(Plane.of(3, 5, new byte[15]), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
