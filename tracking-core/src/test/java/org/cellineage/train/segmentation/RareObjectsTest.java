package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;

/** What is rare in a drawn image is found, pasted only where there is room, and never taught where labels are missing. */
class RareObjectsTest {

    private static final int SIDE = 260;
    private static final int USUAL = 1000;

    /** Discs of radius 10 on a grid; number 6 is dim, 11 bright, 16 without a label, and one lies at the border. */
    private static LabelledImage image(boolean borderIsUnlabelled) {
        List<Drawn.Disc> discs = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            discs.add(new Drawn.Disc(40 + 45 * (i / 5), 40 + 45 * (i % 5), 10));
        }
        discs.add(new Drawn.Disc(6, 130, 10));
        LabelImage drawn = Drawn.labels(SIDE, SIDE, discs);
        SplittableRandom random = new SplittableRandom(3);
        short[] samples = new short[SIDE * SIDE];
        int[] labels = new int[SIDE * SIDE];
        for (int p = 0; p < samples.length; p++) {
            int disc = drawn.labels()[p];
            double light = disc == 0 ? 0 : disc == 6 ? 0.15 * USUAL : disc == 11 ? 3 * USUAL : USUAL;
            samples[p] = (short) (200 + light + 5 * random.nextGaussian());
            labels[p] = disc == 16 || disc == 26 ? 0 : disc;
        }
        return new LabelledImage(
                "drawn",
                Plane.of(SIDE, SIDE, samples),
                new LabelImage(SIDE, SIDE, labels),
                borderIsUnlabelled,
                CellKind.NUCLEUS);
    }

    @Test
    void dimAndBrightNucleiAndDebrisAreFound() {
        LabelledImage image = image(true);
        RareObjects rare = RareObjects.of(image);
        assertThat(rare.nuclei()).hasSize(2);
        assertThat(image.relativeContrast(rare.nuclei().get(0))).isCloseTo(0.15, within(0.03));
        assertThat(image.relativeContrast(rare.nuclei().get(1))).isCloseTo(3, within(0.1));
        assertThat(rare.debris()).singleElement().satisfies(debris -> {
            assertThat(debris.y()).isCloseTo(40 + 45 * 3, within(1.5));
            assertThat(debris.x()).isCloseTo(40, within(1.5));
            assertThat(debris.radiusPx()).isCloseTo(10, within(2.0));
        });
        // Where every nucleus has a label, what has none is debris at the border too.
        assertThat(RareObjects.of(image(false)).debris()).hasSize(2);
    }

    /** Weights of the class and of the distances: none where a nucleus may lack a label, some everywhere else. */
    @Test
    void nothingIsTaughtWhereLabelsMayBeMissing() {
        LabelledImage image = image(true);
        Patch patch = Patch.cut(image, Patch.Placement.of(50, 130, 1, 1, 0, false), 128);
        for (int y = 2; y < 126; y++) {
            for (int x = 2; x < 126; x++) {
                float[] target = new float[CropSampler.TARGET_CHANNELS];
                int p = y * 128 + x;
                CropSampler.fillTarget(patch, p, target, 0);
                // Row 50 of the image is in the middle of the patch; rows above the image are mirrored into it.
                double row = Math.abs(50 + y - 63.5);
                boolean isStrip = row < 1.2 * image.diameterPx() - 2;
                if (patch.labels()[p] == 0 && isStrip) {
                    assertThat(target[5]).isZero();
                    assertThat(target[6]).isZero();
                } else if (patch.labels()[p] != 0 || row > 1.2 * image.diameterPx() + 2) {
                    assertThat(target[5]).isPositive();
                }
            }
        }
    }

    @Test
    void whatIsFoundInTheStripCountsForNothing() {
        LabelledImage image = image(true);
        LabelImage found = Drawn.labels(
                SIDE,
                SIDE,
                List.of(new Drawn.Disc(6, 130, 10), new Drawn.Disc(40, 40, 9), new Drawn.Disc(175, 40, 10)));
        LabelImage kept = image.withoutUnknown(found);
        assertThat(kept.labels()[6 * SIDE + 130]).isZero();
        assertThat(kept.labels()[40 * SIDE + 40]).isEqualTo(2);
        assertThat(kept.labels()[175 * SIDE + 40]).isEqualTo(3);
        assertThat(image(false).withoutUnknown(found).labels()).isEqualTo(found.labels());
    }

    @Test
    void pastedNucleiTouchNoOtherAndChangeNone() {
        LabelledImage image = image(true);
        Transplants transplants = new Transplants(Map.of(image, RareObjects.of(image)), 24);
        double scale = 24 / image.diameterPx();
        int pasted = 0;
        for (int seed = 0; seed < 60; seed++) {
            Patch.Placement at = Patch.Placement.of(130, 130, scale, scale, 0, false);
            Patch before = Patch.cut(image, at, 160);
            Patch after = Patch.cut(image, at, 160);
            transplants.apply(after, image, 1, new SplittableRandom(seed));
            Patch again = Patch.cut(image, at, 160);
            transplants.apply(again, image, 1, new SplittableRandom(seed));
            assertThat(again.brightness()).isEqualTo(after.brightness());
            for (int p = 0; p < before.labels().length; p++) {
                if (before.labels()[p] != 0) {
                    assertThat(after.labels()[p]).isEqualTo(before.labels()[p]);
                    assertThat(after.edge()[p]).isEqualTo(before.edge()[p]);
                } else if (after.labels()[p] != 0) {
                    pasted++;
                    assertThat(after.unknown()[p]).isFalse();
                    assertThat(after.edge()[p]).isBetween(0f, 1f);
                    assertThat(neighboursOf(before, p)).containsOnly((char) 0);
                }
                assertThat(after.brightness()[p]).isGreaterThanOrEqualTo(before.brightness()[p] - 1e-6f);
            }
        }
        // In two of five patches one to three nuclei of some 450 pixels.
        assertThat(pasted).isBetween(5_000, 60_000);
    }

    private static List<Character> neighboursOf(Patch patch, int p) {
        List<Character> labels = new ArrayList<>();
        for (int step : new int[] {-patch.side(), -1, 1, patch.side()}) {
            if (p + step >= 0 && p + step < patch.labels().length) {
                labels.add(patch.labels()[p + step]);
            }
        }
        return labels;
    }
}
