package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;

/** Closeness to the middle of cells against a plain search of shortest paths, and what it promises of any shape. */
class GeodesicCentreTest {

    private static LabelledImage of(int width, int height, int[] labels) {
        LabelImage truth = new LabelImage(width, height, labels);
        return new LabelledImage("a", Drawn.plane(truth, 1), truth, false, CellKind.PHASE);
    }

    private static double closeness(LabelledImage image, int p) {
        return (image.geodesicCentre()[p] & 0xff) / 255.0;
    }

    @Test
    void aDiscIsClosestInItsMiddle() {
        LabelledImage image = of(
                80,
                80,
                Drawn.labels(80, 80, java.util.List.of(new Drawn.Disc(40, 40, 25)))
                        .labels());
        for (int p = 0; p < 6400; p++) {
            double r = Math.hypot(p / 80 - 40, p % 80 - 40);
            double expected = r > 25 ? 0 : 1 - r / 40;
            // The steps to eight neighbours are up to 8 % longer than a straight line.
            assertThat(closeness(image, p)).isCloseTo(expected, within(0.07));
        }
    }

    @Test
    void aHorseshoeIsMeasuredAlongItsArmsFromInsideIt() {
        int[] labels = new int[60 * 60];
        for (int p = 0; p < labels.length; p++) {
            int y = p / 60;
            int x = p % 60;
            boolean isFoot = y >= 44 && y < 52 && x >= 10 && x < 50;
            boolean isArm = y >= 10 && y < 52 && (x >= 10 && x < 16 || x >= 44 && x < 50);
            labels[p] = isFoot || isArm ? 1 : 0;
        }
        LabelledImage image = of(60, 60, labels);
        int middle = 0;
        for (int p = 0; p < labels.length; p++) {
            middle = closeness(image, p) > closeness(image, middle) ? p : middle;
        }
        assertThat(labels[middle]).isEqualTo(1);
        assertThat(middle % 60).isBetween(24, 36);
        assertThat(middle / 60).isBetween(45, 50);
        // The tips are 30 rows above the foot, but some 50 pixels away along the cell, farther than 1.6 radii.
        assertThat(closeness(image, 10 * 60 + 12)).isZero();
        assertThat(closeness(image, 10 * 60 + 47)).isZero();
    }

    @Test
    void noThresholdCutsACellOfAnyShape() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 20; trial++) {
            int[] labels = new int[64 * 64];
            // A random walk of a brush: bent, branched, with holes.
            int y = 32;
            int x = 32;
            for (int step = 0; step < 150; step++) {
                for (int i = -1; i <= 1; i++) {
                    for (int j = -1; j <= 1; j++) {
                        labels[(y + i) * 64 + x + j] = 1;
                    }
                }
                y = Math.max(2, Math.min(61, y + random.nextInt(3) - 1));
                x = Math.max(2, Math.min(61, x + random.nextInt(3) - 1));
            }
            LabelledImage image = of(64, 64, labels);
            for (double threshold : new double[] {0, 0.2, 0.5, 0.8}) {
                boolean[] above = new boolean[labels.length];
                for (int p = 0; p < above.length; p++) {
                    above[p] = closeness(image, p) > threshold;
                }
                assertThat(ConnectedRegions.of(above, 64, 64, true).maxLabel()).isEqualTo(1);
            }
        }
    }

    @Test
    void touchingCellsHaveAMiddleEach() {
        int[] labels = new int[40 * 20];
        for (int p = 0; p < labels.length; p++) {
            int x = p % 40;
            int y = p / 40;
            labels[p] = y < 4 || y >= 16 || x < 4 || x >= 36 ? 0 : x < 20 ? 1 : 2;
        }
        LabelledImage image = of(40, 20, labels);
        assertThat(closeness(image, 10 * 40 + 12)).isGreaterThan(0.85);
        assertThat(closeness(image, 10 * 40 + 28)).isGreaterThan(0.85);
        assertThat(closeness(image, 10 * 40 + 19)).isLessThan(0.6);
        assertThat(closeness(image, 10 * 40 + 20)).isLessThan(0.6);
    }

    @Test
    void nucleiHaveNoSuchMap() {
        LabelImage truth = Drawn.labels(40, 40, java.util.List.of(new Drawn.Disc(20, 20, 10)));
        assertThat(new LabelledImage("a", Drawn.plane(truth, 1), truth).geodesicCentre())
                .isEmpty();
    }
}
