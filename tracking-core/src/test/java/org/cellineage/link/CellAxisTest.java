package org.cellineage.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;

class CellAxisTest {

    private static final int SIDE = 101;

    /** Measures a rectangle drawn around the middle of an image. */
    private static Cell rectangle(double length, double width, double angleRad) {
        int[] labels = new int[SIDE * SIDE];
        for (int p = 0; p < labels.length; p++) {
            double dy = p / SIDE - SIDE / 2;
            double dx = p % SIDE - SIDE / 2;
            double along = dy * Math.sin(angleRad) + dx * Math.cos(angleRad);
            double across = dx * Math.sin(angleRad) - dy * Math.cos(angleRad);
            labels[p] = Math.abs(along) <= length / 2 && Math.abs(across) <= width / 2 ? 1 : 0;
        }
        return CellMeasurer.measure(new LabelImage(SIDE, SIDE, labels), List.<Plane>of())
                .get(0);
    }

    /** Whatever direction a rectangle is drawn in, its axis lies along it, and its sides are measured. */
    @Test
    void theAxisOfADrawnRectangle() {
        for (int k = 0; k < 12; k++) {
            double angle = Math.PI * k / 12;
            CellAxis axis = CellAxis.of(rectangle(60, 12, angle));
            assertThat(Math.abs(axis.along(Math.sin(angle), Math.cos(angle))))
                    .as("angle " + k)
                    .isCloseTo(1, within(0.01));
            assertThat(axis.halfLengthPx()).isCloseTo(30, within(0.8));
            assertThat(axis.halfWidthPx()).isCloseTo(6, within(0.8));
            assertThat(axis.elongation()).isCloseTo(5, within(0.5));
            double end = axis.distance(30 * Math.sin(angle), 30 * Math.cos(angle));
            assertThat(end).isCloseTo(6, within(1.0));
            double side = axis.distance(12 * Math.cos(angle), -12 * Math.sin(angle));
            assertThat(side).isCloseTo(12, within(0.2));
        }
    }

    @Test
    void theComponentsOfADisplacementMakeItsLength() {
        SplittableRandom random = new SplittableRandom(3);
        for (int k = 0; k < 100; k++) {
            CellAxis axis = CellAxis.of(rectangle(40, 10, Math.PI * random.nextDouble()));
            double dy = 20 * random.nextGaussian();
            double dx = 20 * random.nextGaussian();
            assertThat(Math.hypot(axis.along(dy, dx), axis.across(dy, dx))).isCloseTo(Math.hypot(dy, dx), within(1e-9));
            assertThat(axis.distance(dy, dx)).isLessThanOrEqualTo(Math.hypot(dy, dx) + 1e-9);
        }
    }

    /** The arbitrary direction of a round cell has no influence. */
    @Test
    void aRoundCellMeasuresOrdinaryDistances() {
        CellAxis axis = new CellAxis(Math.cos(0.7), Math.sin(0.7), 5, 5);
        assertThat(axis.distance(3, 4)).isCloseTo(5, within(1e-12));
        assertThat(axis.elongation()).isEqualTo(1);
    }

    @Test
    void elongationIsBounded() {
        assertThat(new CellAxis(1, 0, 500, 1).elongation()).isEqualTo(8);
    }
}
