package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;

/** Images are drawn as often as they should be. */
class TrainingSetTest {

    private static final int DRAWS = 30_000;

    /** Of so many nuclei, a pixel each. */
    private static LabelledImage image(int nuclei) {
        int[] labels = new int[128];
        Arrays.setAll(labels, p -> p < nuclei ? p + 1 : 0);
        LabelImage truth = new LabelImage(128, 1, labels);
        return new LabelledImage("of " + nuclei, Drawn.plane(truth, 1), truth);
    }

    private static TrainingSet set(double share, LabelledImage... images) {
        return new TrainingSet("share " + share, share, List.of(images), List.of());
    }

    private static Map<LabelledImage, Integer> draws(List<TrainingSet> sets, long seed) {
        Map<LabelledImage, Integer> counts = new HashMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(TrainingSet.draw(sets, random), 1, Integer::sum);
        }
        return counts;
    }

    /** The sum of (found - expected)^2 / expected: about as large as there are images, and hardly ever four times that. */
    private static void assertShares(Map<LabelledImage, Integer> found, Map<LabelledImage, Double> shares) {
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(shares.keySet());
        assertThat(shares.values().stream().mapToDouble(s -> s).sum()).isBetween(0.999999, 1.000001);
        double sum = 0;
        for (Map.Entry<LabelledImage, Double> entry : shares.entrySet()) {
            double expected = DRAWS * entry.getValue();
            double d = found.get(entry.getKey()) - expected;
            sum += d * d / expected;
        }
        assertThat(sum).isLessThan(4.0 * shares.size() + 8);
    }

    @Test
    void setsAreDrawnByTheirShares() {
        LabelledImage a = image(3);
        LabelledImage b = image(3);
        LabelledImage c = image(3);
        List<TrainingSet> sets = List.of(set(3, a), set(0.5, b), set(1.5, c));
        for (int seed = 0; seed < 5; seed++) {
            assertShares(draws(sets, seed), Map.of(a, 0.6, b, 0.1, c, 0.3));
        }
    }

    @Test
    void imagesOfASetAreDrawnByTheRootOfTheirNuclei() {
        LabelledImage none = image(0);
        LabelledImage few = image(3);
        LabelledImage many = image(99);
        LabelledImage alone = image(120);
        // 2 + sqrt(1 + n): 3, 4 and 12.
        List<TrainingSet> sets = List.of(set(1, alone), set(1, none, few, many));
        for (int seed = 0; seed < 5; seed++) {
            assertShares(draws(sets, seed), Map.of(alone, 0.5, none, 1.5 / 19, few, 2.0 / 19, many, 6.0 / 19));
        }
    }

    @Test
    void setsWithoutAShareOrWithoutNucleiAreTold() {
        LabelledImage empty = image(0);
        LabelledImage full = image(5);
        TrainingSet mixed = set(2, empty, full);
        TrainingSet validated = new TrainingSet("validated", 0, List.of(full), List.of(full));
        TrainingSet blank = set(1, empty);
        assertThat(TrainingSet.learned(List.of(mixed, validated, blank))).containsExactly(mixed, blank);
        List<TrainingSet> kept = TrainingSet.withNuclei(List.of(mixed, blank));
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).images()).containsExactly(full);
        assertThat(kept.get(0).share()).isEqualTo(2);
    }

    @Test
    void theSizeNetworkLearnsFromImagesWithNucleiOnly() {
        SizeTask task = new SizeTask(
                List.of(set(1000, image(0)), set(1, image(0), Drawn.image("a", 60, 3, 8, 1))),
                CellKind.NUCLEUS,
                1,
                4,
                1);
        // Diameters of 4 to 99 pixels, as logarithms over 22.
        for (float size : task.batch(0).get(1).values()) {
            assertThat((double) size).isBetween(Math.log(3.0 / 22), Math.log(120.0 / 22));
        }
    }
}
