package org.cellineage.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.image.LabelImage;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;

/** Scores worked out by hand, and against sets of pixels and a search of all pairings on random images. */
class SegmentationScoreTest {

    private static final Offset<Double> EXACT = within(1e-12);
    private static final int TRIALS = 4000;

    /** One row of pixels; a digit is a cell, anything else background. */
    private static LabelImage row(String pixels) {
        int[] labels =
                pixels.chars().map(c -> Character.isDigit(c) ? c - '0' : 0).toArray();
        return new LabelImage(labels.length, 1, labels);
    }

    private static SegmentationScore score(String truth, String result) {
        return SegmentationScore.of(row(truth), row(result));
    }

    @Test
    void equalImagesArePerfectWhateverTheLabels() {
        SegmentationScore score = score("11.222.3", "55.444.9");
        assertThat(score.instances())
                .allSatisfy(s -> assertThat(s).isEqualTo(new InstanceScore(s.minIou(), 3, 0, 0)))
                .hasSize(9);
        assertThat(List.of(score.seg(), score.meanAp(), score.at(0.9).f1())).containsOnly(1.0);
        assertThat(List.of(score.merges(), score.splits(), score.countError())).containsOnly(0L);
        assertThat(score.relativeCountError()).isZero();
    }

    @Test
    void theThresholdsAreThoseOfTheJavadocToTheLastBit() {
        assertThat(SegmentationScore.NONE.instances())
                .extracting(InstanceScore::minIou)
                .containsExactly(0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9);
        assertThatThrownBy(() -> SegmentationScore.NONE.at(0.95)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingFound() {
        SegmentationScore score = score("11.22", ".....");
        assertThat(score.at(0.5)).isEqualTo(new InstanceScore(0.5, 0, 0, 2));
        assertThat(List.of(score.at(0.5).ap(), score.at(0.5).f1(), score.at(0.5).recall(), score.seg(), score.meanAp()))
                .containsOnly(0.0);
        assertThat(score.at(0.5).precision()).isNaN();
        assertThat(score.countError()).isEqualTo(-2);
        assertThat(score.relativeCountError()).isEqualTo(-1);
    }

    @Test
    void nothingToFind() {
        SegmentationScore score = score(".....", "11.22");
        assertThat(score.at(0.9)).isEqualTo(new InstanceScore(0.9, 0, 2, 0));
        assertThat(List.of(score.at(0.5).ap(), score.at(0.5).f1(), score.at(0.5).precision(), score.meanAp()))
                .containsOnly(0.0);
        assertThat(score.at(0.5).recall()).isNaN();
        assertThat(score.seg()).isNaN();
        assertThat(score.countError()).isEqualTo(2);
        assertThat(score.relativeCountError()).isNaN();
    }

    @Test
    void nothingOnEitherSideIsUndefined() {
        SegmentationScore score = score("...", "...");
        assertThat(score.images()).isEqualTo(1);
        assertThat(List.of(score.at(0.5).ap(), score.at(0.5).f1(), score.meanAp(), score.seg()))
                .containsOnly(Double.NaN);
    }

    @Test
    void aPairCountsUpToItsIntersectionOverUnionAndAtIt() {
        // 3 pixels shared of 5: an IoU of 0.6, which is no binary fraction.
        SegmentationScore score = score("1111.", ".1111");
        assertThat(score.instances())
                .extracting(InstanceScore::truePositives)
                .containsExactly(1L, 1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(score.meanAp()).isCloseTo(3.0 / 9, EXACT);
        assertThat(score.seg()).isCloseTo(3.0 / 5, EXACT);
    }

    @Test
    void twoHalvesOfACellAreOnePairAtOneHalf() {
        for (SegmentationScore score : List.of(score("1111", "2233"), score("2233", "1111"))) {
            assertThat(score.at(0.5).truePositives()).isEqualTo(1);
            assertThat(score.at(0.5).ap()).isEqualTo(0.5);
            assertThat(score.at(0.55).truePositives()).isZero();
        }
        assertThat(score("1111", "2233").splits()).isEqualTo(1);
        assertThat(score("1111", "2233").merges()).isZero();
        // Half a cell is not most of it.
        assertThat(score("1111", "2233").seg()).isZero();
        assertThat(score("2233", "1111").seg()).isEqualTo(0.5);
    }

    @Test
    void aMergeHoldsMostOfTwoCellsAndASplitIsWhereTwoLie() {
        SegmentationScore merge = score("111.222.333", "4444444..44");
        assertThat(merge.merges()).isEqualTo(1);
        assertThat(merge.splits()).isZero();
        assertThat(merge.countError()).isEqualTo(-2);
        // Cell 4 has 9 pixels: all of 1 and 2, and 2 of the 3 of cell 3.
        assertThat(merge.seg()).isCloseTo((3.0 / 9 + 3.0 / 9 + 2.0 / 10) / 3, EXACT);
        SegmentationScore split = score("1111111.22", "333.444.55");
        assertThat(split.splits()).isEqualTo(1);
        assertThat(split.merges()).isZero();
        assertThat(split.relativeCountError()).isCloseTo(0.5, EXACT);
    }

    @Test
    void halfACellIsNoMerge() {
        assertThat(score("1122", ".33.").merges()).isZero();
        assertThat(score("1122", "3333").merges()).isEqualTo(1);
        assertThat(score(".33.", "1122").splits()).isZero();
    }

    @Test
    void imagesOfDifferentSizeDoNotFit() {
        assertThatThrownBy(() -> score("11", "111")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pooledFiguresAreMadeOfSumsAndNotOfMeans() {
        SegmentationScore many = score("1.2.3.4", "1.2.3.4");
        SegmentationScore one = score("11", "..");
        SegmentationScore pooled = SegmentationScore.NONE.plus(many).plus(one);
        assertThat(pooled.images()).isEqualTo(2);
        assertThat(pooled.at(0.5)).isEqualTo(new InstanceScore(0.5, 4, 0, 1));
        assertThat(pooled.at(0.5).ap()).isCloseTo(0.8, EXACT);
        assertThat(pooled.seg()).isCloseTo(0.8, EXACT);
        assertThat(pooled.relativeCountError()).isCloseTo(-0.2, EXACT);
    }

    @Test
    void randomImagesAgainstSetsOfPixels() {
        SplittableRandom random = new SplittableRandom(3);
        int halves = 0;
        int merges = 0;
        int splits = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            int pixels = random.nextInt(1, 25);
            LabelImage truth = runs(random, pixels);
            LabelImage result = random.nextInt(4) == 0 ? truth : runs(random, pixels);
            SegmentationScore score = SegmentationScore.of(truth, result);
            List<Set<Integer>> truths = cells(truth);
            List<Set<Integer>> results = cells(result);
            assertThat(score.truthCells()).isEqualTo(truths.size());
            assertThat(score.resultCells()).isEqualTo(results.size());
            for (InstanceScore instance : score.instances()) {
                int best = mostPairs(truths, results, 0, new HashSet<>(), instance.minIou());
                assertThat(instance)
                        .isEqualTo(new InstanceScore(
                                instance.minIou(), best, results.size() - best, truths.size() - best));
            }
            assertThat(score.merges()).isEqualTo(severalOf(truths, results));
            assertThat(score.splits()).isEqualTo(severalOf(results, truths));
            assertThat(score.seg()).isCloseTo(seg(truths, results), EXACT);
            halves += score.at(0.5).truePositives() > score.at(0.55).truePositives() ? 1 : 0;
            merges += score.merges() > 0 ? 1 : 0;
            splits += score.splits() > 0 ? 1 : 0;
        }
        // What the comparison is for did occur.
        assertThat(List.of(halves, merges, splits)).allMatch(n -> n > TRIALS / 50);
    }

    @Test
    void imagesSideBySideAreTheirPooledScore() {
        SplittableRandom random = new SplittableRandom(4);
        for (int trial = 0; trial < 300; trial++) {
            LabelImage[] truth = {runs(random, 20), runs(random, 13)};
            LabelImage[] result = {runs(random, 20), runs(random, 13)};
            SegmentationScore pooled =
                    SegmentationScore.of(truth[0], result[0]).plus(SegmentationScore.of(truth[1], result[1]));
            SegmentationScore whole = SegmentationScore.of(beside(truth), beside(result));
            assertThat(pooled.instances()).isEqualTo(whole.instances());
            assertThat(pooled.jaccardSum()).isCloseTo(whole.jaccardSum(), EXACT);
            assertThat(List.of(pooled.merges(), pooled.splits(), pooled.truthCells(), pooled.resultCells()))
                    .containsExactly(whole.merges(), whole.splits(), whole.truthCells(), whole.resultCells());
        }
    }

    @Test
    void segIsTheOfficialOneOfTheCellTrackingChallenge() throws IOException {
        Path data = SharedData.require("ctc-evaluation");
        LocalStorage storage = new LocalStorage();
        try (StoredLabels truth = labels(storage, data.resolve("01_GT/SEG"));
                StoredLabels result = labels(storage, data.resolve("01_RES"))) {
            SegmentationScore pooled = SegmentationScore.NONE;
            for (int frame : truth.frames()) {
                pooled = pooled.plus(SegmentationScore.of(truth.read(frame), result.read(frame)));
            }
            assertThat(pooled.seg()).isCloseTo(0.232874, within(5e-7));
        }
    }

    private static StoredLabels labels(LocalStorage storage, Path folder) throws IOException {
        return new StoredLabels(
                storage,
                LabelCatalog.read(storage, folder.toString())
                        .sets()
                        .values()
                        .iterator()
                        .next());
    }

    /** Runs of few labels: halves, merges and splits are common, and labels come back in other places. */
    private static LabelImage runs(SplittableRandom random, int pixels) {
        int[] labels = new int[pixels];
        int most = random.nextInt(1, 7);
        int longest = random.nextInt(2, 8);
        for (int p = 0; p < pixels; ) {
            int label = random.nextInt(0, most + 1);
            for (int end = Math.min(pixels, p + random.nextInt(1, longest)); p < end; p++) {
                labels[p] = label * 3;
            }
        }
        return new LabelImage(pixels, 1, labels);
    }

    private static LabelImage beside(LabelImage... images) {
        int[] labels = new int[images[0].width() + images[1].width()];
        for (int p = 0; p < labels.length; p++) {
            boolean first = p < images[0].width();
            int label = first ? images[0].labels()[p] : images[1].labels()[p - images[0].width()];
            labels[p] = label == 0 || first ? label : label + 100;
        }
        return new LabelImage(labels.length, 1, labels);
    }

    private static List<Set<Integer>> cells(LabelImage image) {
        TreeMap<Integer, Set<Integer>> cells = new TreeMap<>();
        for (int p = 0; p < image.labels().length; p++) {
            if (image.labels()[p] != 0) {
                cells.computeIfAbsent(image.labels()[p], l -> new HashSet<>()).add(p);
            }
        }
        return new ArrayList<>(cells.values());
    }

    private static int shared(Set<Integer> a, Set<Integer> b) {
        Set<Integer> both = new HashSet<>(a);
        both.retainAll(b);
        return both.size();
    }

    private static int union(Set<Integer> a, Set<Integer> b) {
        Set<Integer> all = new HashSet<>(a);
        all.addAll(b);
        return all.size();
    }

    /** Tries every pairing of the truth's cells from {@code next} on. */
    private static int mostPairs(
            List<Set<Integer>> truths, List<Set<Integer>> results, int next, Set<Integer> taken, double minIou) {
        if (next == truths.size()) {
            return 0;
        }
        int best = mostPairs(truths, results, next + 1, taken, minIou);
        for (int r = 0; r < results.size(); r++) {
            Set<Integer> truth = truths.get(next);
            // In decimals, as 0.55 and its like are meant.
            BigDecimal least = BigDecimal.valueOf(minIou).multiply(BigDecimal.valueOf(union(truth, results.get(r))));
            boolean fits = BigDecimal.valueOf(shared(truth, results.get(r))).compareTo(least) >= 0;
            if (fits && taken.add(r)) {
                best = Math.max(best, 1 + mostPairs(truths, results, next + 1, taken, minIou));
                taken.remove(r);
            }
        }
        return best;
    }

    private static long severalOf(List<Set<Integer>> parts, List<Set<Integer>> holders) {
        return holders.stream()
                .filter(holder -> parts.stream()
                                .filter(part -> shared(part, holder) > part.size() / 2.0)
                                .count()
                        >= 2)
                .count();
    }

    private static double seg(List<Set<Integer>> truths, List<Set<Integer>> results) {
        return truths.stream()
                .mapToDouble(truth -> results.stream()
                        .filter(result -> shared(truth, result) > truth.size() / 2.0)
                        .mapToDouble(result -> (double) shared(truth, result) / union(truth, result))
                        .findFirst()
                        .orElse(0))
                .average()
                .orElse(Double.NaN);
    }
}
