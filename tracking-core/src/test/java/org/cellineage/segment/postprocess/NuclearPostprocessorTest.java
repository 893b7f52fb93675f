package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.OtherCuts;
import org.cellineage.segment.postprocess.NuclearPostprocessor.Candidates;
import org.junit.jupiter.api.Test;

/** Maps that are drawn by hand, with the nuclei that are to be seen in them. */
class NuclearPostprocessorTest {

    private static final NuclearOptions USUAL = new NuclearOptions(0.5, 0.55, 4, 12, 0.1, 0.8);
    private static final List<String> NAMES =
            List.of("background", "interior", "border", "edge_distance", "centre_distance");

    /** Takes every nucleus, however small or doubted. */
    private static final NuclearOptions ALL = new NuclearOptions(0.5, 0.55, 1, 1, 0, 0);

    /** An empty frame, on which nuclei are put as rectangles. */
    private static final class Maps {
        private final int width;
        private final float[][] values;

        Maps(int width, int height) {
            this.width = width;
            values = new float[NAMES.size()][width * height];
            Arrays.fill(values[0], 0.95f);
        }

        Maps set(String map, int p, float value) {
            values[NAMES.indexOf(map)][p] = value;
            return this;
        }

        /** The three maps of a nucleus' middle alike, the probability of a nucleus beside them. */
        Maps rectangle(int top, int left, int height, int width, double nucleus, double middle) {
            for (int y = top; y < top + height; y++) {
                for (int x = left; x < left + width; x++) {
                    int p = y * this.width + x;
                    set("background", p, (float) (1 - nucleus));
                    for (String map : List.of("interior", "edge_distance", "centre_distance")) {
                        set(map, p, (float) middle);
                    }
                }
            }
            return this;
        }

        LabelImage labels(NuclearOptions options) {
            return new NuclearPostprocessor(options)
                    .labels(new FrameMaps(width, values[0].length / width, NAMES, values));
        }

        /** The labels as rows of digits. */
        List<String> seen(NuclearOptions options) {
            LabelImage image = labels(options);
            return Arrays.stream(rows(image)).toList();
        }

        private static String[] rows(LabelImage image) {
            String[] rows = new String[image.height()];
            for (int y = 0; y < rows.length; y++) {
                StringBuilder row = new StringBuilder();
                for (int x = 0; x < image.width(); x++) {
                    int label = image.labels()[y * image.width() + x];
                    row.append(label == 0 ? '.' : (char) ('0' + label));
                }
                rows[y] = row.toString();
            }
            return rows;
        }
    }

    /** Two hills along a row, their pass between columns 7 and 8. */
    private static Maps hills() {
        double[] profile = {0, .2, .4, .8, .9, .8, .5, .35, .3, .5, .8, .9, .8, .4, .2, 0};
        Maps maps = new Maps(profile.length, 6);
        for (int x = 1; x < profile.length - 1; x++) {
            maps.rectangle(1, x, 4, 1, 0.9, profile[x]);
        }
        return maps;
    }

    @Test
    void nucleiPartWhereTheDipIsDeepEnough() {
        String apart = ".11111112222222.";
        assertThat(hills().seen(USUAL))
                .containsExactly("................", apart, apart, apart, apart, "................");
        String one = ".11111111111111.";
        assertThat(hills().seen(new NuclearOptions(0.5, 0.25, 4, 12, 0.1, 0.8)))
                .containsExactly("................", one, one, one, one, "................");
    }

    @Test
    void touchingDiscsPartAndKeepTheirPixels() {
        Drawing scene = new Drawing(64, 44).disc(1, 20, 20, 12).disc(2, 22, 42, 11);
        LabelImage found = new NuclearPostprocessor(USUAL).labels(scene.nuclear());
        assertThat(found.maxLabel()).isEqualTo(2);
        assertThat(Arrays.stream(found.labels()).map(Integer::signum).toArray())
                .isEqualTo(Arrays.stream(scene.labels()).map(Integer::signum).toArray());
        assertThat(scene.worstMatch(found)).isGreaterThan(0.95);
    }

    /** Each of the three maps alone says 0.9 in the middle, and two of them less than the threshold. */
    @Test
    void theMiddleIsWhereTheMeanOfThreeMapsSaysSo() {
        for (String map : List.of("interior", "edge_distance", "centre_distance")) {
            for (double others : new double[] {0.35, 0.4}) {
                Maps maps = new Maps(8, 8).rectangle(2, 2, 4, 4, 0.9, others);
                for (int p = 0; p < 64; p++) {
                    if (maps.values[0][p] < 0.5f) {
                        maps.set(map, p, 0.9f);
                    }
                }
                // The means are 0.533 and 0.567; 0.55 is asked for.
                assertThat(maps.labels(USUAL).maxLabel()).isEqualTo(others > 0.375 ? 1 : 0);
            }
        }
    }

    @Test
    void aDimNucleusIsKeptOnlyWhereItsMeanProbabilityIsHighEnough() {
        Maps maps = new Maps(20, 7)
                .rectangle(1, 1, 5, 5, 0.95, 0.9)
                .rectangle(1, 7, 5, 5, 0.7, 0.9)
                .rectangle(1, 13, 5, 5, 0.85, 0.9);
        String bright = ".11111.......22222..";
        assertThat(maps.seen(USUAL).subList(1, 6)).containsOnly(bright);
        NuclearOptions lenient = new NuclearOptions(0.5, 0.55, 4, 12, 0.1, 0.65);
        assertThat(maps.seen(lenient).subList(1, 6)).containsOnly(".11111.22222.33333..");
    }

    /** The rim is rather background: it belongs to the nucleus, but does not make it doubtful. */
    @Test
    void looserMasksLoseNoNuclei() {
        Maps maps = new Maps(9, 9).rectangle(1, 1, 7, 7, 0.45, 0.2).rectangle(2, 2, 5, 5, 0.82, 0.9);
        NuclearOptions loose = new NuclearOptions(0.4, 0.55, 4, 12, 0.1, 0.8);
        assertThat(Arrays.stream(maps.labels(loose).labels()).sum()).isEqualTo(49);
        assertThat(Arrays.stream(maps.labels(USUAL).labels()).sum()).isEqualTo(25);
    }

    @Test
    void aNucleusThatIsNowhereMoreLikelyThanBackgroundIsDropped() {
        Maps maps = new Maps(9, 9).rectangle(1, 1, 7, 7, 0.45, 0.9);
        assertThat(maps.labels(new NuclearOptions(0.4, 0.55, 4, 12, 0.1, 0.8)).labels())
                .containsOnly(0);
        assertThat(maps.labels(new NuclearOptions(0.4, 0.55, 4, 12, 0.1, 0)).maxLabel())
                .isEqualTo(1);
    }

    @Test
    void specksAreNoNuclei() {
        // A middle of three pixels in a large spot, a spot of eleven pixels, and one of twelve.
        Maps maps = new Maps(24, 8)
                .rectangle(1, 1, 6, 6, 0.95, 0.3)
                .rectangle(3, 3, 1, 3, 0.95, 0.9)
                .rectangle(1, 9, 1, 11, 0.95, 0.9)
                .rectangle(4, 9, 3, 4, 0.95, 0.9);
        assertThat(maps.seen(USUAL))
                .containsExactly(
                        "........................",
                        "........................",
                        "........................",
                        "........................",
                        ".........1111...........",
                        ".........1111...........",
                        ".........1111...........",
                        "........................");
        assertThat(maps.labels(ALL).maxLabel()).isEqualTo(3);
        // With a fourth pixel the middle is large enough.
        assertThat(maps.rectangle(4, 3, 1, 1, 0.95, 0.9).labels(USUAL).maxLabel())
                .isEqualTo(2);
    }

    /** The median of 15, 100 and 100 pixels is 100. */
    @Test
    void whatIsFarSmallerThanTheOthersIsDropped() {
        Maps maps = new Maps(30, 12)
                .rectangle(1, 1, 10, 10, 0.95, 0.9)
                .rectangle(1, 12, 10, 10, 0.95, 0.9)
                .rectangle(1, 24, 5, 3, 0.95, 0.9);
        assertThat(maps.labels(USUAL).maxLabel()).isEqualTo(3);
        assertThat(maps.labels(new NuclearOptions(0.5, 0.55, 4, 12, 0.15, 0.8)).maxLabel())
                .isEqualTo(3);
        LabelImage strict = maps.labels(new NuclearOptions(0.5, 0.55, 4, 12, 0.16, 0.8));
        assertThat(strict.maxLabel()).isEqualTo(2);
        assertThat(strict.labels()[3 * 30 + 25]).isZero();
    }

    /** A nucleolus that the network takes for background, and a pixel of which it says nothing. */
    @Test
    void holesAreFilled() {
        Maps maps = new Maps(9, 9).rectangle(1, 1, 7, 7, 0.95, 0.9).rectangle(3, 3, 2, 2, 0.02, 0);
        maps.set("background", 5 * 9 + 6, Float.NaN);
        String full = ".1111111.";
        assertThat(maps.seen(USUAL))
                .containsExactly(".........", full, full, full, full, full, full, full, ".........");
    }

    @Test
    void pixelsOfWhichAMapSaysNothingAreBackground() {
        for (String map : new NuclearPostprocessor(USUAL).maps()) {
            assertParted(map, Float.NaN);
        }
        for (String map : List.of("interior", "edge_distance", "centre_distance")) {
            assertParted(map, Float.NEGATIVE_INFINITY);
        }
    }

    /** A nucleus with a column of that value in one map. */
    private static void assertParted(String map, float nothing) {
        Maps maps = new Maps(9, 6).rectangle(1, 1, 4, 7, 0.95, 0.9);
        for (int y = 0; y < 6; y++) {
            maps.set(map, y * 9 + 4, nothing);
        }
        String parted = ".111.222.";
        assertThat(maps.seen(ALL))
                .as(map + " " + nothing)
                .containsExactly(".........", parted, parted, parted, parted, ".........");
    }

    /** The middle of the second lies higher, but the arm of the first begins in an earlier row. */
    @Test
    void nucleiAreNumberedByTheirFirstPixel() {
        Maps maps = new Maps(12, 9)
                .rectangle(0, 0, 9, 2, 0.95, 0.3)
                .rectangle(6, 0, 3, 4, 0.95, 0.9)
                .rectangle(1, 7, 4, 4, 0.95, 0.9)
                .rectangle(0, 3, 1, 3, 0.95, 0.9);
        assertThat(maps.seen(USUAL))
                .containsExactly(
                        "11..........",
                        "11.....2222.",
                        "11.....2222.",
                        "11.....2222.",
                        "11.....2222.",
                        "11..........",
                        "1111........",
                        "1111........",
                        "1111........");
    }

    @Test
    void aFrameWithoutNucleiHasNone() {
        assertThat(new Maps(5, 4).labels(USUAL)).satisfies(image -> {
            assertThat(image.width()).isEqualTo(5);
            assertThat(image.height()).isEqualTo(4);
            assertThat(image.labels()).containsOnly(0);
        });
        // Foreground without a middle.
        assertThat(new Maps(9, 9).rectangle(0, 0, 9, 9, 0.95, 0.5).labels(USUAL).labels())
                .containsOnly(0);
    }

    /** Sure 1 and 2, weak 3 and 4; the last is taken for background. */
    @Test
    void doubtedNucleiAreWeakAndComeLast() {
        Maps maps = new Maps(60, 12)
                .rectangle(2, 1, 6, 6, 0.70, 0.9)
                .rectangle(2, 12, 6, 6, 0.95, 0.9)
                .rectangle(2, 24, 6, 6, 0.60, 0.9)
                .rectangle(2, 36, 6, 6, 0.85, 0.9)
                .rectangle(2, 48, 6, 6, 0.53, 0.9);
        FrameMaps frame = new FrameMaps(60, 12, NAMES, maps.values);
        FoundCells found = new NuclearPostprocessor(USUAL, new Candidates(0.55, false)).find(frame);
        assertThat(found.sure()).isEqualTo(2);
        assertThat(found.probability()).hasSize(5);
        int row = 4 * 60;
        int[] labels = found.labels().labels();
        assertThat(new int[] {labels[row + 3], labels[row + 14], labels[row + 26], labels[row + 38], labels[row + 50]})
                .containsExactly(3, 1, 4, 2, 0);
        assertThat(found.probability()[1]).isCloseTo(0.95f, within(1e-5f));
        assertThat(found.probability()[3]).isCloseTo(0.70f, within(1e-5f));
        assertThat(found.isWeak(2)).isFalse();
        assertThat(found.isWeak(3)).isTrue();
        // What is sure does not depend on whether weak ones are looked for.
        assertThat(found.sureLabels().labels())
                .isEqualTo(new NuclearPostprocessor(USUAL).labels(frame).labels());
        assertThat(new NuclearPostprocessor(USUAL).find(frame).probability()).hasSize(3);
    }

    private static FoundCells withOtherCuts(Maps maps) {
        int height = maps.values[0].length / maps.width;
        FrameMaps frame = new FrameMaps(maps.width, height, NAMES, maps.values);
        FoundCells found = new NuclearPostprocessor(USUAL, new Candidates(1, true)).find(frame);
        // What is reported does not depend on whether other cuts are looked for.
        assertThat(found.labels().labels())
                .isEqualTo(new NuclearPostprocessor(USUAL).labels(frame).labels());
        return found;
    }

    /** Two nuclei that touch, with a bridge of this height between their middles, which have .9; another far away. */
    private static Maps bridged(double bridge) {
        return new Maps(60, 14)
                .rectangle(2, 2, 8, 8, 0.95, 0.9)
                .rectangle(2, 10, 8, 2, 0.95, bridge)
                .rectangle(2, 12, 8, 8, 0.85, 0.9)
                .rectangle(2, 40, 8, 8, 0.95, 0.9);
    }

    @Test
    void aNucleusThatIsNearlyTwoMayBeCut() {
        FoundCells found = withOtherCuts(bridged(0.57));
        assertThat(found.sure()).isEqualTo(2);
        OtherCuts others = found.otherCuts();
        assertThat(others.cuts()).hasSize(1);
        OtherCuts.Cut cut = others.cuts().get(0);
        assertThat(cut.instead()).containsExactly(1);
        assertThat(cut.labels()).containsExactly(1, 2);
        assertThat(cut.logOdds()).isNegative();
        int[] labels = others.labels().labels();
        int row = 5 * 60;
        assertThat(new int[] {labels[row + 3], labels[row + 18], labels[row + 44], labels[row + 30]})
                .containsExactly(1, 2, 0, 0);
        // Both parts together are the nucleus.
        for (int p = 0; p < labels.length; p++) {
            assertThat(labels[p] > 0).isEqualTo(found.labels().labels()[p] == 1);
        }
        assertThat(others.probability()[1]).isCloseTo(0.95f, within(0.011f));
        assertThat(others.probability()[2]).isLessThan(others.probability()[1]);
    }

    @Test
    void twoNucleiThatAreNearlyOneMayBeJoined() {
        FoundCells found = withOtherCuts(bridged(0.52));
        assertThat(found.sure()).isEqualTo(3);
        OtherCuts.Cut cut = found.otherCuts().cuts().get(0);
        assertThat(found.otherCuts().cuts()).hasSize(1);
        assertThat(cut.instead()).containsExactlyInAnyOrder(1, 2);
        assertThat(cut.labels()).containsExactly(1);
        int[] labels = found.otherCuts().labels().labels();
        for (int p = 0; p < labels.length; p++) {
            int own = found.labels().labels()[p];
            assertThat(labels[p]).isEqualTo(own == 1 || own == 2 ? 1 : 0);
        }
    }

    /** The farther from the threshold, the less likely to be two; far from it, not at all. */
    @Test
    void theLikelihoodOfAnotherCutFallsWithTheDistanceFromTheThreshold() {
        double near = withOtherCuts(bridged(0.57)).otherCuts().cuts().get(0).logOdds();
        double farther = withOtherCuts(bridged(0.62)).otherCuts().cuts().get(0).logOdds();
        assertThat(farther).isLessThan(near);
        assertThat(withOtherCuts(bridged(0.85)).otherCuts().cuts()).isEmpty();
        assertThat(withOtherCuts(bridged(0.2)).otherCuts().cuts()).isEmpty();
    }

    @Test
    void otherCutsFollowTheImageToAnotherSize() {
        FoundCells found = withOtherCuts(bridged(0.57)).scaled(120, 28);
        assertThat(found.otherCuts().labels().width()).isEqualTo(120);
        assertThat(found.otherCuts().cuts()).hasSize(1);
        // Too small to be seen.
        assertThat(withOtherCuts(bridged(0.57)).scaled(2, 1).otherCuts().cuts()).isEmpty();
    }
}
