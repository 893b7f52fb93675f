package org.cellineage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.link.learned.CellVector;
import org.cellineage.link.learned.FrameViews;
import org.junit.jupiter.api.Test;

/** Registered movies and broken cameras: NaN and infinities among the pixels. */
class PixelsWithoutNumbersTest {

    private static final int SIDE = 160;
    private static final int BACKGROUND = 400;

    private static float[] nuclei(SplittableRandom random) {
        float[] values = new float[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double dy = y % 40 - 20;
                double dx = x % 40 - 20;
                double signal = 1500 / (1 + Math.exp(Math.sqrt(dy * dy + dx * dx) - 8));
                values[y * SIDE + x] = (float) (BACKGROUND + signal + 12 * random.nextGaussian());
            }
        }
        return values;
    }

    private static LabelImage segment(float[] values) {
        return new ClassicalSegmenter(ClassicalOptions.DEFAULTS).segment(List.of(Plane.of(SIDE, SIDE, values)));
    }

    /** What a stage that moved leaves: the outer nuclei are gone, the inner ones stay as they were. */
    @Test
    void aBorderWithoutNumbersIsBackground() {
        float[] whole = nuclei(new SplittableRandom(1));
        float[] registered = whole.clone();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (y < 40 || x < 40) {
                    registered[y * SIDE + x] = Float.NaN;
                }
            }
        }
        assertThat(segment(whole).maxLabel()).isEqualTo(16);
        assertThat(segment(registered).maxLabel()).isEqualTo(9);
    }

    @Test
    void brokenPixelsChangeNoCount() {
        float[] values = nuclei(new SplittableRandom(2));
        values[20 * SIDE + 20] = Float.POSITIVE_INFINITY;
        values[60 * SIDE + 60] = Float.NaN;
        values[3 * SIDE + 3] = Float.NEGATIVE_INFINITY;
        assertThat(segment(values).maxLabel()).isEqualTo(16);
    }

    @Test
    void aFrameWithoutAnyNumberHasNoCells() {
        float[] values = new float[SIDE * SIDE];
        java.util.Arrays.fill(values, Float.NaN);
        assertThat(segment(values).maxLabel()).isZero();
    }

    /** Any share of the pixels may be without a number: what linking reads is finite all the same. */
    @Test
    void whatLinkingReadsIsFinite() {
        SplittableRandom random = new SplittableRandom(3);
        LabelImage labels = segment(nuclei(random));
        float[] noNumbers = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (double share : new double[] {0.001, 0.3, 0.9, 1}) {
            float[] values = nuclei(random);
            for (int p = 0; p < values.length; p++) {
                if (random.nextDouble() < share) {
                    values[p] = noNumbers[random.nextInt(noNumbers.length)];
                }
            }
            Plane plane = Plane.of(SIDE, SIDE, values);
            List<Cell> cells = CellMeasurer.measure(labels, List.of(plane));
            FrameViews views = FrameViews.of(plane, cells);
            float[] numbers = new float[CellVector.SIZE + 2 * FrameViews.CLOSE_SIDE * FrameViews.CLOSE_SIDE];
            for (int i = 0; i < cells.size(); i++) {
                views.vector(i, numbers, 0);
                views.close(i, numbers, CellVector.SIZE);
                views.wide(i, numbers, CellVector.SIZE + FrameViews.CLOSE_SIDE * FrameViews.CLOSE_SIDE);
                for (float number : numbers) {
                    assertThat(number).isFinite();
                }
            }
        }
    }

    /** Pixels without a number do not move the levels between which the others are seen. */
    @Test
    void linkingSeesTheOthersAsBefore() {
        float[] values = nuclei(new SplittableRandom(5));
        Plane whole = Plane.of(SIDE, SIDE, values.clone());
        for (int p = 0; p < values.length; p += 3) {
            values[p] = Float.NaN;
        }
        LabelImage labels = segment(whole.toFloats());
        Plane holes = Plane.of(SIDE, SIDE, values);
        double expected = FrameViews.of(whole, CellMeasurer.measure(labels, List.of(whole)))
                .scale()
                .background();
        double found = FrameViews.of(holes, CellMeasurer.measure(labels, List.of(holes)))
                .scale()
                .background();
        assertThat(found).isCloseTo(expected, org.assertj.core.data.Offset.offset(10.0));
    }
}
