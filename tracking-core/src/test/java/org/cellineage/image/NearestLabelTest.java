package org.cellineage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestLabelTest {

    @Test
    void everyPixelKnowsTheNearestLabelAndHowFarItIs() {
        Random random = new Random(4);
        for (int i = 0; i < 30; i++) {
            int width = 1 + random.nextInt(30);
            int height = 1 + random.nextInt(30);
            int[] labels = new int[width * height];
            for (int k = random.nextInt(6); k > 0; k--) {
                labels[random.nextInt(labels.length)] = 1 + random.nextInt(9);
            }
            DistanceTransform.Nearest nearest = DistanceTransform.toNearest(new LabelImage(width, height, labels));
            for (int p = 0; p < labels.length; p++) {
                double least = Double.POSITIVE_INFINITY;
                for (int q = 0; q < labels.length; q++) {
                    if (labels[q] != 0) {
                        least = Math.min(least, Math.hypot(p / width - q / width, p % width - q % width));
                    }
                }
                float distance = nearest.distance()[p];
                if (Double.isInfinite(least)) {
                    assertThat(distance).isInfinite();
                    assertThat(nearest.label()[p]).isZero();
                } else {
                    assertThat((double) distance).isCloseTo(least, within(1e-4));
                    assertThat(hasAt(labels, width, p, nearest.label()[p], least))
                            .isTrue();
                }
            }
        }
    }

    /** Whether one of the pixels at this distance has the label. */
    private static boolean hasAt(int[] labels, int width, int p, int label, double distance) {
        for (int q = 0; q < labels.length; q++) {
            if (labels[q] == label
                    && Math.abs(Math.hypot(p / width - q / width, p % width - q % width) - distance) < 1e-4) {
                return true;
            }
        }
        return false;
    }
}
