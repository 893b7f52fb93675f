package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Crops are always the same, say what hand-made labels say, and hold numbers whatever the image is. */
class CropSamplerTest {

    private static final int C = CropSampler.TARGET_CHANNELS;

    private static List<TrainingSet> sets(LabelledImage... images) {
        return List.of(new TrainingSet("set", 1, List.of(images), List.of()));
    }

    private static CropSampler sampler(long seed) {
        return new CropSampler(
                sets(Drawn.image("a", 90, 8, 8, 1), Drawn.image("b", 120, 5, 16, 2)), CellKind.NUCLEUS, seed, true);
    }

    @Test
    void theCropOfANumberIsAlwaysTheSame() {
        CropSampler one = sampler(7);
        List<CropSampler.Crop> inOrder =
                IntStream.range(0, 12).mapToObj(one::draw).toList();
        CropSampler other = sampler(7);
        // From several threads, in any order.
        List<CropSampler.Crop> atOnce = IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> other.draw(11 - i))
                .toList();
        for (int i = 0; i < 12; i++) {
            assertThat(atOnce.get(11 - i).image()).isEqualTo(inOrder.get(i).image());
            assertThat(atOnce.get(11 - i).target()).isEqualTo(inOrder.get(i).target());
        }
        for (int i = 1; i < 12; i++) {
            assertThat(inOrder.get(i).image()).isNotEqualTo(inOrder.get(i - 1).image());
        }
        assertThat(sampler(8).draw(3).image()).isNotEqualTo(inOrder.get(3).image());
    }

    /** What the network should say of hand-made labels, as pictures of the inner pixels. */
    private static String picture(String labels, int channel, Map<Double, Character> signs) {
        String[] rows = labels.strip().split("\\s+");
        int side = rows.length + 4;
        float[] ones = new float[side * side];
        Arrays.fill(ones, 1);
        Patch patch = new Patch(
                side,
                new float[side * side],
                new char[side * side],
                new float[side * side],
                new float[side * side],
                new boolean[side * side],
                ones);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows.length; x++) {
                char c = rows[y].charAt(x);
                patch.labels()[(y + 2) * side + x + 2] = c == '.' ? 0 : (char) (c - '0');
            }
        }
        StringBuilder picture = new StringBuilder();
        for (int y = 2; y < side - 2; y++) {
            for (int x = 2; x < side - 2; x++) {
                float[] target = new float[2 * C];
                CropSampler.fillTarget(patch, y * side + x, target, C);
                assertThat(Arrays.copyOf(target, C)).containsOnly(0);
                double value = Math.round(1000 * target[C + channel]) / 1000.0;
                picture.append(signs.getOrDefault(value, '?'));
            }
            picture.append('\n');
        }
        return picture.toString();
    }

    /** Two nuclei that touch along three pixels. */
    private static final String TOUCHING = """
            .......
            .111...
            .111222
            .111222
            .111222
            ....222
            .......
            """;

    @Test
    void classesOfHandMadeLabels() {
        Map<Double, Character> yes = Map.of(0.0, '.', 1.0, '#');
        assertThat(picture(TOUCHING, 0, yes)).isEqualTo("""
                        #######
                        #...###
                        #......
                        #......
                        #......
                        ####...
                        #######
                        """);
        assertThat(picture(TOUCHING, 1, yes)).isEqualTo("""
                        .......
                        .......
                        ..#....
                        ..#..#.
                        .....#.
                        .......
                        .......
                        """);
        assertThat(picture(TOUCHING, 2, yes)).isEqualTo("""
                        .......
                        .###...
                        .#.####
                        .#.##.#
                        .####.#
                        ....###
                        .......
                        """);
    }

    @Test
    void weightsAreHigherAtBordersAndHighestWhereNucleiTouchAndBesideThat() {
        assertThat(picture(TOUCHING, 5, Map.of(1.0, '.', 1.5, 'b', 4.0, 'C'))).isEqualTo("""
                        .......
                        .bbCC..
                        .bCCCCb
                        .bCCCCb
                        .bCCCCb
                        ...CCbb
                        .......
                        """);
        // 0.3 outside and 1.3 inside, times 1, 1.15 or 1.9.
        assertThat(picture(TOUCHING, 6, Map.of(0.3, '.', 0.57, 'o', 1.3, 'i', 1.495, 'b', 2.47, 'C')))
                .isEqualTo("""
                        .......
                        .bbCo..
                        .bCCCCb
                        .bCCCCb
                        .bCCCCb
                        ...oCbb
                        .......
                        """);
    }

    @Test
    void nucleiThatMeetAtACornerOrLeaveAPixelDoNotTouch() {
        Map<Double, Character> signs = Map.of(1.0, '.', 1.5, 'b', 4.0, 'C');
        assertThat(picture("""
                        11....
                        11....
                        ..22..
                        ..22.3
                        .....3
                        ......
                        """, 5, signs)).isEqualTo("""
                        bb....
                        bb....
                        ..bb..
                        ..bb.b
                        .....b
                        ......
                        """);
    }

    /** Images that are not as nuclei are. */
    private enum Odd {
        CONSTANT,
        NO_NUCLEI,
        ALL_ONE_NUCLEUS,
        EVERY_PIXEL_A_NUCLEUS,
        ONE_PIXEL,
        ONE_ROW,
        ONE_BRIGHT_PIXEL,
        NOT_FINITE,
        EXTREME,
        TINY_DIFFERENCES,
        ONE_PIXEL_NUCLEUS;

        LabelledImage image() {
            return switch (this) {
                case CONSTANT -> of(20, 20, (y, x) -> 7, (y, x) -> y / 10);
                case NO_NUCLEI -> of(30, 20, (y, x) -> 31 * y % 7 + x, (y, x) -> 0);
                case ALL_ONE_NUCLEUS -> of(30, 20, (y, x) -> 31 * y % 7 + x, (y, x) -> 3);
                case EVERY_PIXEL_A_NUCLEUS -> of(25, 25, (y, x) -> y ^ x, (y, x) -> 25 * y + x + 1);
                case ONE_PIXEL -> of(1, 1, (y, x) -> 5, (y, x) -> 1);
                case ONE_ROW -> of(50, 1, (y, x) -> x, (y, x) -> x / 10);
                case ONE_BRIGHT_PIXEL -> of(40, 40, (y, x) -> y == 3 && x == 4 ? 60_000 : 0, (y, x) -> y == 3 ? 1 : 0);
                case NOT_FINITE ->
                    of(
                            40,
                            40,
                            (y, x) -> x % 5 == 0
                                    ? Float.NaN
                                    : x % 7 == 0 ? Float.POSITIVE_INFINITY : y % 9 == 0 ? Float.NEGATIVE_INFINITY : y,
                            (y, x) -> y > 20 ? 1 : 0);
                case EXTREME ->
                    of(
                            40,
                            40,
                            (y, x) -> (x == 0 ? 1 : -1) * Float.MAX_VALUE / (y == 9 ? 1 : 1e9f),
                            (y, x) -> y > 20 ? 1 : 0);
                case TINY_DIFFERENCES ->
                    of(40, 40, (y, x) -> y == 0 && x == 0 ? 3e38f : (y + x) * Float.MIN_VALUE, (y, x) -> x / 9);
                case ONE_PIXEL_NUCLEUS -> of(64, 64, (y, x) -> x, (y, x) -> y == 63 && x == 63 ? 1 : 0);
            };
        }

        private interface Grey {
            float at(int y, int x);
        }

        private LabelledImage of(int width, int height, Grey grey, java.util.function.IntBinaryOperator label) {
            float[] samples = new float[width * height];
            int[] labels = new int[width * height];
            for (int p = 0; p < samples.length; p++) {
                samples[p] = grey.at(p / width, p % width);
                labels[p] = label.applyAsInt(p / width, p % width);
            }
            return new LabelledImage(name(), Plane.of(width, height, samples), new LabelImage(width, height, labels));
        }
    }

    @ParameterizedTest
    @EnumSource
    void cropsOfOddImagesHoldNumbersAndFitThemselves(Odd odd) {
        LabelledImage image = odd.image();
        CropSampler sampler = new CropSampler(sets(image), CellKind.NUCLEUS, 31, true);
        for (int number = 0; number < 25; number++) {
            assertWhole(sampler.draw(number));
        }
        if (image.count() > 0) {
            SizeTask task = new SizeTask(sets(image), CellKind.NUCLEUS, 1, 4, 1);
            for (int number = 0; number < 4; number++) {
                for (float value : task.batch(number).get(0).values()) {
                    assertThat(Float.isFinite(value)).isTrue();
                }
                for (float value : task.batch(number).get(1).values()) {
                    assertThat(Float.isFinite(value)).isTrue();
                }
            }
        }
    }

    private static void assertWhole(CropSampler.Crop crop) {
        int pixels = CropSampler.SIDE * CropSampler.SIDE;
        assertThat(crop.image()).hasSize(2 * pixels);
        assertThat(crop.target()).hasSize(C * pixels);
        for (float value : crop.image()) {
            // One assertion a value would take most of the test's time.
            if (!Float.isFinite(value)) {
                assertThat(value).isFinite();
            }
        }
        for (int p = 0; p < pixels; p++) {
            float[] t = Arrays.copyOfRange(crop.target(), C * p, C * p + C);
            boolean oneClass = t[0] + t[1] + t[2] == 1 && Math.max(t[0], Math.max(t[1], t[2])) == 1;
            boolean distances = t[3] >= 0 && t[3] < 1.00001 && t[4] >= 0 && t[4] <= 1;
            boolean background = t[0] == 0 || (t[3] == 0 && t[4] == 0);
            boolean weight = t[5] == 4 || t[5] == (t[2] == 1 ? 1.5f : 1);
            double distanceWeight = (t[0] == 1 ? 0.3 : 1.3) * (0.7 + 0.3 * t[5]);
            if (!(oneClass && distances && background && weight && Math.abs(t[6] - distanceWeight) < 1e-5)) {
                assertThat(t).as("target of pixel " + p).isNull();
            }
        }
    }

    @Test
    void nucleiAreSeenAboutTheDiameterOfTheNetwork() {
        // Radius 8: 16 pixels across, to be seen with 24, up to a factor of e^0.6 off.
        CropSampler sampler = new CropSampler(sets(Drawn.image("a", 200, 12, 8, 4)), CellKind.NUCLEUS, 5, false);
        List<Double> spreads = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            float[] target = sampler.draw(number).target();
            int interior = 0;
            int border = 0;
            for (int p = 0; p < CropSampler.SIDE * CropSampler.SIDE; p++) {
                interior += target[C * p + 1] == 1 ? 1 : 0;
                border += target[C * p + 2] == 1 ? 1 : 0;
            }
            if (interior + border > 2000) {
                // Area over the length of the border: about a quarter of the diameter.
                spreads.add(Math.log(4.0 * (interior + border) / border / 24));
            }
        }
        assertThat(spreads).hasSizeGreaterThan(10);
        assertThat(spreads.stream().mapToDouble(v -> v).average().orElseThrow()).isCloseTo(0.1, within(0.35));
        assertThat(spreads).allSatisfy(v -> assertThat(v).isBetween(-0.9, 1.1));
    }

    @Test
    void augmentationChangesBrightnessOnlyAndAlwaysInTheSameWay() {
        LabelledImage image = Drawn.image("a", 64, 6, 8, 9);
        Patch.Placement at = Patch.Placement.of(31.5, 31.5, 1, 1, 0, false);
        Patch plain = Patch.cut(image, at, 64);
        int changed = 0;
        double contrast = 0;
        for (int seed = 0; seed < 60; seed++) {
            Patch one = Patch.cut(image, at, 64);
            Augmentation.apply(one, new SplittableRandom(seed), seed % 2 == 0);
            Patch other = Patch.cut(image, at, 64);
            Augmentation.apply(other, new SplittableRandom(seed), seed % 2 == 0);
            assertThat(one.brightness()).isEqualTo(other.brightness());
            assertThat(one.labels()).isEqualTo(plain.labels());
            assertThat(one.edge()).isEqualTo(plain.edge());
            assertThat(one.centre()).isEqualTo(plain.centre());
            changed += Arrays.equals(one.brightness(), plain.brightness()) ? 0 : 1;
            contrast += inside(one) > outside(one) ? 1 : 0;
        }
        assertThat(changed).isEqualTo(60);
        // Debris may outshine the nuclei, not often.
        assertThat(contrast).isGreaterThan(45);
    }

    private static double inside(Patch patch) {
        return mean(patch, true);
    }

    private static double outside(Patch patch) {
        return mean(patch, false);
    }

    private static double mean(Patch patch, boolean nuclei) {
        return IntStream.range(0, patch.labels().length)
                .filter(p -> patch.labels()[p] != 0 == nuclei)
                .mapToDouble(p -> patch.brightness()[p])
                .average()
                .orElseThrow();
    }
}
