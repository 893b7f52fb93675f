package org.cellineage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that cameras and files do produce, and that show no nuclei or a few. */
class ClassicalSegmenterRobustnessTest {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 300;

    private static int cells(Plane plane) {
        return new ClassicalSegmenter(ClassicalOptions.DEFAULTS)
                .segment(List.of(plane))
                .maxLabel();
    }

    static Stream<Arguments> emptyFrames() {
        SplittableRandom random = new SplittableRandom(1);
        return Stream.of(
                Arguments.of("noise of a 16-bit camera", level(p -> 300 + 12 * random.nextGaussian())),
                Arguments.of("photons", level(p -> 100 + Math.sqrt(100) * random.nextGaussian())),
                Arguments.of("8-bit noise of one grey value", level(p -> 5 + Math.round(0.4 * random.nextGaussian()))),
                Arguments.of("dark 8-bit noise, cut off at 0", level(p -> 0.7 * random.nextGaussian())),
                Arguments.of(
                        "uneven light",
                        level(p -> 500 + 0.5 * (p % WIDTH) + 0.7 * (p / WIDTH) + 10 * random.nextGaussian())),
                Arguments.of(
                        "darker corners",
                        level(p -> 1000
                                - 0.005 * Math.pow(Math.hypot(p % WIDTH - 200, p / WIDTH - 150), 2)
                                + 10 * random.nextGaussian())));
    }

    /** Without the darker corners: there the classical segmenter loses the outer nuclei. */
    static Stream<Arguments> framesThatTakeNuclei() {
        return emptyFrames().limit(5);
    }

    private static float[] level(IntToDoubleFunction value) {
        float[] level = new float[WIDTH * HEIGHT];
        for (int p = 0; p < level.length; p++) {
            level[p] = (float) Math.max(0, Math.min(65_535, Math.round(value.applyAsDouble(p))));
        }
        return level;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("emptyFrames")
    void framesWithoutNucleiHaveNoCells(String what, float[] level) {
        assertThat(cells(Plane.of(WIDTH, HEIGHT, level))).as(what).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framesThatTakeNuclei")
    void nucleiInThemAreFound(String what, float[] level) {
        double spread = spread(level);
        for (int n = 0; n < 4; n++) {
            for (int p = 0; p < level.length; p++) {
                if (Math.hypot(p / WIDTH - 150, p % WIDTH - 80 - 80 * n) < 11) {
                    level[p] += (float) Math.max(40, 30 * spread);
                }
            }
        }
        assertThat(cells(Plane.of(WIDTH, HEIGHT, level))).as(what).isEqualTo(4);
    }

    /** Median step between neighbours, which uneven light and single hot pixels leave alone. */
    private static double spread(float[] level) {
        double[] steps = new double[level.length - 1];
        for (int p = 0; p < steps.length; p++) {
            steps[p] = Math.abs(level[p + 1] - level[p]);
        }
        Arrays.sort(steps);
        return steps[steps.length / 2];
    }

    @Test
    void framesOfAnySizeAndContentGiveLabelsOfTheirSize() {
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 150; trial++) {
            int width = random.nextInt(1, 90);
            int height = random.nextInt(1, 90);
            float[] values = new float[width * height];
            double scale = Math.pow(10, random.nextInt(-6, 30));
            for (int p = 0; p < values.length; p++) {
                values[p] = (float) (scale * random.nextGaussian() * (p / 50 % 3));
                if (trial % 5 == 0 && random.nextInt(100) == 0) {
                    values[p] = trial % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
                }
            }
            LabelImage labels =
                    new ClassicalSegmenter(ClassicalOptions.DEFAULTS).segment(List.of(Plane.of(width, height, values)));
            assertThat(labels.width()).isEqualTo(width);
            assertThat(labels.height()).isEqualTo(height);
        }
    }
}
