package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every head, whatever its network gives. */
class PostprocessorInvariantsTest {

    private static final int[][] SIZES = {{1, 1}, {1, 40}, {40, 1}, {2, 2}, {37, 29}};

    static Stream<Postprocessor> heads() {
        DistanceOptions threshold = new DistanceOptions(DistanceMarkers.THRESHOLD, 0.1, 0.5, 0.01, 1, 0, false);
        return Stream.of(
                new SemanticPostprocessor(SemanticOptions.DEFAULTS),
                new SemanticPostprocessor(new SemanticOptions(0.3, 0.3, 0, 0, false)),
                new DistancePostprocessor(DistanceOptions.DEFAULTS),
                new DistancePostprocessor(threshold),
                new StarDistPostprocessor(new StarDistOptions(8, 0.5, 0.4, 1, 0)),
                new StarDistPostprocessor(new StarDistOptions(32, 0.4, 0.3, 1, 12)),
                new NuclearPostprocessor(NuclearOptions.DEFAULTS),
                new NuclearPostprocessor(new NuclearOptions(0.3, 0.3, 1, 1, 0, 0)));
    }

    private static FrameMaps filled(Postprocessor head, int width, int height, float value) {
        float[][] values = new float[head.maps().size()][width * height];
        for (float[] map : values) {
            Arrays.fill(map, value);
        }
        return new FrameMaps(width, height, head.maps(), values);
    }

    private static FrameMaps random(Postprocessor head, int width, int height, SplittableRandom random, boolean wild) {
        float[][] values = new float[head.maps().size()][width * height];
        for (float[] map : values) {
            for (int p = 0; p < map.length; p++) {
                map[p] = wild ? wild(random) : (float) random.nextDouble();
            }
        }
        return new FrameMaps(width, height, head.maps(), values);
    }

    private static float wild(SplittableRandom random) {
        return switch (random.nextInt(12)) {
            case 0 -> Float.NaN;
            case 1 -> Float.POSITIVE_INFINITY;
            case 2 -> Float.NEGATIVE_INFINITY;
            case 3 -> Float.MAX_VALUE;
            case 4 -> -Float.MAX_VALUE;
            case 5 -> Float.MIN_VALUE;
            case 6 -> -0f;
            default -> (float) random.nextDouble(-1, 2);
        };
    }

    @ParameterizedTest
    @MethodSource("heads")
    void nothingAndNoNumberAreNoCells(Postprocessor head) {
        for (int[] size : SIZES) {
            for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 0}) {
                FrameMaps maps = filled(head, size[0], size[1], value);
                LabelImage labels = head.labels(maps);
                assertThat(labels.width()).isEqualTo(size[0]);
                assertThat(labels.height()).isEqualTo(size[1]);
                assertThat(labels.labels()).containsOnly(0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("heads")
    void everythingForegroundIsOneCell(Postprocessor head) {
        for (int[] size : SIZES) {
            FrameMaps maps = filled(head, size[0], size[1], 1);
            if (head instanceof SemanticPostprocessor) {
                Arrays.fill(maps.map(SemanticPostprocessor.BACKGROUND), 0);
                Arrays.fill(maps.map(SemanticPostprocessor.BORDER), 0);
            } else if (head instanceof NuclearPostprocessor) {
                Arrays.fill(maps.map(NuclearPostprocessor.BACKGROUND), 0);
            } else if (head instanceof StarDistPostprocessor) {
                for (int k = 1; k < maps.values().length; k++) {
                    Arrays.fill(maps.values()[k], 1e6f);
                }
            }
            int[] labels = head.labels(maps).labels();
            boolean large = labels.length >= 40;
            assertThat(labels).doesNotContain(2);
            if (large) {
                assertThat(labels).containsOnly(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("heads")
    void cellsAreNumberedInRasterOrderAndTheSameEveryTime(Postprocessor head) {
        SplittableRandom random = new SplittableRandom(1);
        int cells = 0;
        for (int trial = 0; trial < 60; trial++) {
            int width = random.nextInt(1, 60);
            int height = random.nextInt(1, 60);
            FrameMaps maps = random(head, width, height, random, trial % 2 == 0);
            float[][] before = Arrays.stream(maps.values()).map(float[]::clone).toArray(float[][]::new);
            LabelImage labels = head.labels(maps);
            Drawing.assertNumberedInRasterOrder(labels);
            assertThat(head.labels(maps).labels()).isEqualTo(labels.labels());
            assertThat(Arrays.deepEquals(maps.values(), before))
                    .as("maps stay as they were")
                    .isTrue();
            cells += labels.maxLabel();
        }
        assertThat(cells).isPositive();
    }

    @ParameterizedTest
    @MethodSource("heads")
    void aFrameMirroredHasAsManyCells(Postprocessor head) {
        Drawing scene =
                new Drawing(60, 44).disc(1, 12, 14, 9).disc(2, 14, 40, 10).disc(3, 32, 25, 9);
        Drawing mirrored =
                new Drawing(60, 44).disc(1, 12, 45, 9).disc(2, 14, 19, 10).disc(3, 32, 34, 9);
        int there = head.labels(maps(head, scene)).maxLabel();
        assertThat(head.labels(maps(head, mirrored)).maxLabel())
                .isEqualTo(there)
                .isEqualTo(3);
    }

    private static FrameMaps maps(Postprocessor head, Drawing scene) {
        List<String> names = head.maps();
        if (head instanceof SemanticPostprocessor) {
            return scene.semantic();
        }
        if (head instanceof NuclearPostprocessor) {
            return scene.nuclear();
        }
        return head instanceof DistancePostprocessor ? scene.distances() : scene.stars(names.size() - 1, 1);
    }
}
