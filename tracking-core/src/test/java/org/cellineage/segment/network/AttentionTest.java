package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.cellineage.segment.network.Attention.Position;
import org.junit.jupiter.api.Test;

/** The window with most nuclei, against a plain search over all windows. */
class AttentionTest {

    private static final double TOP = 8;
    private static final double LEFT = 5;
    private static final double PITCH = 4;

    private static Attention of(double[] weights, int columns) {
        return new Attention(weights, columns, TOP, LEFT, PITCH);
    }

    @Test
    void theBusiestWindowIsFound() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            int rows = 1 + random.nextInt(9);
            int columns = 1 + random.nextInt(9);
            double[] weights = new double[rows * columns];
            double average = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = random.nextInt(4) == 0 ? 10 * random.nextDouble() : 0.1 * random.nextDouble();
                average += weights[i] / weights.length;
            }
            int side = 1 + random.nextInt(6);
            Position found = of(weights, columns).busiest(side * PITCH).orElseThrow();
            double best = 0;
            for (int y = 0; y + Math.min(side, rows) <= rows; y++) {
                for (int x = 0; x + Math.min(side, columns) <= columns; x++) {
                    best = Math.max(best, plain(weights, columns, average, y, x, rows, side));
                }
            }
            double height = Math.min(side, rows);
            double width = Math.min(side, columns);
            int top = (int) Math.round((found.y() - TOP) / PITCH - (height - 1) / 2);
            int left = (int) Math.round((found.x() - LEFT) / PITCH - (width - 1) / 2);
            assertThat(plain(weights, columns, average, top, left, rows, side)).isCloseTo(best, within(1e-9));
        }
    }

    private static double plain(double[] weights, int columns, double average, int top, int left, int rows, int side) {
        double sum = 0;
        for (int y = top; y < Math.min(rows, top + side); y++) {
            for (int x = left; x < Math.min(columns, left + side); x++) {
                sum += Math.min(1, weights[y * columns + x] / average);
            }
        }
        return sum;
    }

    @Test
    void manyNucleiCountMoreThanOneBrightOne() {
        double[] weights = new double[100];
        weights[0] = 1000;
        for (int i : new int[] {77, 78, 87, 88}) {
            weights[i] = 300;
        }
        Position found = of(weights, 10).busiest(2 * PITCH).orElseThrow();
        assertThat(found).isEqualTo(new Position(TOP + 7.5 * PITCH, LEFT + 7.5 * PITCH));
    }

    @Test
    void equallyBusyWindowsAreTakenFromTheMiddle() {
        double[] weights = new double[49];
        java.util.Arrays.fill(weights, 0.3);
        assertThat(of(weights, 7).busiest(3 * PITCH)).contains(new Position(TOP + 3 * PITCH, LEFT + 3 * PITCH));
        assertThat(of(new double[49], 7).busiest(3 * PITCH)).contains(new Position(TOP + 3 * PITCH, LEFT + 3 * PITCH));
    }

    @Test
    void noPlacesHaveNoBusiestWindow() {
        assertThat(Attention.NOWHERE.busiest(10)).isEmpty();
    }
}
