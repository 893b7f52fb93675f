package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;

/** Centres, sizes and edge distances of drawn nuclei against their geometry. */
class LabelledImageTest {

    private static LabelledImage of(LabelImage labels) {
        return new LabelledImage("set/image", Drawn.plane(labels, 1), labels);
    }

    private static LabelledImage of(int width, int... labels) {
        return of(new LabelImage(width, labels.length / width, labels));
    }

    @Test
    void centresAndDiametersOfDiscs() {
        List<Drawn.Disc> discs =
                List.of(new Drawn.Disc(30, 40, 20), new Drawn.Disc(80, 30, 10), new Drawn.Disc(75.5, 90.25, 15));
        LabelledImage image = of(Drawn.labels(120, 110, discs));
        assertThat(image.count()).isEqualTo(3);
        for (Drawn.Disc disc : discs) {
            int label = image.labels()[120 * (int) disc.y() + (int) disc.x()];
            assertThat((double) image.centreY(label)).isCloseTo(disc.y(), within(0.1));
            assertThat((double) image.centreX(label)).isCloseTo(disc.x(), within(0.1));
            assertThat((double) image.radius(label)).isCloseTo(disc.radius(), within(0.2));
        }
        assertThat(image.diameterPx()).isCloseTo(30, within(0.4));
    }

    @Test
    void withoutNucleiThereIsNoDiameter() {
        LabelledImage image = of(4, new int[12]);
        assertThat(image.count()).isZero();
        assertThat(image.diameterPx()).isNaN();
        assertThat(image.edgeDistance()).containsOnly(0);
    }

    @Test
    void theEdgeDistanceOfADiscFallsEvenlyFromItsMiddle() {
        double radius = 20;
        LabelledImage image = of(Drawn.labels(60, 60, List.of(new Drawn.Disc(30, 29, radius))));
        for (int p = 0; p < 3600; p++) {
            double share = (image.edgeDistance()[p] & 0xff) / 255.0;
            double r = Math.hypot(p / 60 - 30, p % 60 - 29);
            if (r > radius) {
                assertThat(share).isZero();
            } else {
                assertThat(share)
                        .isCloseTo((radius - r) / radius, within(1.3 / radius))
                        .isPositive();
            }
        }
        assertThat(image.edgeDistance()[30 * 60 + 29] & 0xff).isEqualTo(255);
    }

    @Test
    void whereNucleiTouchEachHasItsOwnEdge() {
        // Two bars of 7 columns side by side: 1/2, 3/2, 5/2 and 7/2 pixels from the edge, of 7/2.
        int[] labels = new int[14 * 31];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = p % 14 < 7 ? 5 : 9;
        }
        int[] padded = new int[16 * 31];
        for (int y = 0; y < 31; y++) {
            System.arraycopy(labels, y * 14, padded, y * 16 + 1, 14);
        }
        LabelledImage image = of(16, padded);
        int[] row = new int[16];
        for (int x = 0; x < 16; x++) {
            row[x] = image.edgeDistance()[15 * 16 + x] & 0xff;
        }
        assertThat(row).containsExactly(0, 36, 109, 182, 255, 182, 109, 36, 36, 109, 182, 255, 182, 109, 36, 0);
    }

    @Test
    void theImagesEdgeIsNoEdgeOfANucleus() {
        // A bar from the left edge of the image to column 5.
        int[] labels = new int[12 * 9];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = p % 12 < 6 ? 1 : 0;
        }
        LabelledImage image = of(12, labels);
        for (int x = 1; x < 6; x++) {
            assertThat(image.edgeDistance()[48 + x] & 0xff).isLessThan(image.edgeDistance()[48 + x - 1] & 0xff);
        }
        assertThat(image.edgeDistance()[48] & 0xff).isEqualTo(255);
    }

    @Test
    void labelsAreNumberedWithoutGapsHoweverLargeTheyAre() {
        LabelledImage image = of(3, 2_000_000_000, 0, 7, 7, 2_000_000_000, 0, 0, 300, Integer.MAX_VALUE);
        assertThat(image.count()).isEqualTo(4);
        assertThat(image.truth().labels()).containsExactly(1, 0, 2, 2, 1, 0, 0, 3, 4);
    }

    @Test
    void asManyNucleiAsSixteenBitsNumberAreTakenAndNotOneMore() {
        int[] labels = new int[256 * 256];
        Arrays.setAll(labels, p -> p);
        LabelledImage most = of(256, labels);
        assertThat(most.count()).isEqualTo(65_535);
        assertThat(most.labels()[65_535]).isEqualTo((char) 65_535);

        Arrays.setAll(labels, p -> p + 1);
        assertThatThrownBy(() -> of(256, labels)).isInstanceOfSatisfying(BadInputException.class, e -> {
            assertThat(e.problem().where()).isEqualTo("set/image");
            assertThat(e.problem().cause()).contains("65535 labelled nuclei");
        });
    }

    @Test
    void halvedImagesAreMeansOfFourPixels() {
        LabelledImage image =
                new LabelledImage("a", Drawn.plane(5, 4, (y, x) -> 10 * y + x), new LabelImage(5, 4, new int[20]));
        assertThat(image.levels()).extracting(LabelledImage.Level::width).containsExactly(5, 2, 1);
        assertThat(image.levels()).extracting(LabelledImage.Level::height).containsExactly(4, 2, 1);
        float[] whole = image.levels().get(0).values();
        assertThat(image.levels().get(1).values()[1])
                .isCloseTo((whole[2] + whole[3] + whole[7] + whole[8]) / 4, within(1e-6f));
        // The odd column is in no halved pixel: the mean of columns 0 to 3, which is 16.5 grey values above the first.
        float greyValue = whole[1] - whole[0];
        assertThat(image.levels().get(2).values()[0]).isCloseTo(whole[0] + 16.5f * greyValue, within(1e-4f));
    }

    @Test
    void brightnessRunsFromTheDarkToTheBrightPercentile() {
        LabelledImage image =
                new LabelledImage("a", Drawn.plane(10_001, 1, (y, x) -> x), new LabelImage(10_001, 1, new int[10_001]));
        float[] values = image.levels().get(0).values();
        assertThat(values[100]).isCloseTo(0, within(1e-5f));
        assertThat(values[9980]).isCloseTo(1, within(1e-5f));
        assertThat(values[10_000]).isGreaterThan(1);
    }
}
