package org.cellineage.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PointGridTest {

    @Test
    void findsWhatLookingAtEveryPointFinds() {
        SplittableRandom random = new SplittableRandom(17);
        for (int trial = 0; trial < 2000; trial++) {
            int n = random.nextInt(0, 40);
            double extent = trial % 3 == 0 ? 1e-3 : trial % 3 == 1 ? 100 : 1e6;
            double[] y = random.doubles(n, -extent, extent).toArray();
            double[] x = random.doubles(n, 0, extent / (1 + trial % 5)).toArray();
            if (n > 3) {
                y[1] = y[0];
                x[1] = x[0];
            }
            PointGrid grid = new PointGrid(y, x, random.nextDouble(1e-6, extent));
            double atY = random.nextDouble(-2 * extent, 2 * extent);
            double atX = random.nextDouble(-2 * extent, 2 * extent);
            double radius = random.nextDouble(0, extent);
            TreeSet<Integer> found = new TreeSet<>();
            grid.forEachWithin(
                    atY, atX, radius, (i, squared) -> assertThat(found.add(i)).isTrue());
            TreeSet<Integer> expected = new TreeSet<>();
            for (int i = 0; i < n; i++) {
                double dy = y[i] - atY;
                double dx = x[i] - atX;
                if (dy * dy + dx * dx <= radius * radius) {
                    expected.add(i);
                }
            }
            assertThat(found).isEqualTo(expected);
            if (n >= 2) {
                assertThat(grid.medianNeighbourDistance()).isCloseTo(median(y, x), within(1e-9 * extent));
            } else {
                assertThat(grid.medianNeighbourDistance()).isNaN();
            }
        }
    }

    private static double median(double[] y, double[] x) {
        double[] nearest = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            nearest[i] = Double.POSITIVE_INFINITY;
            for (int j = 0; j < y.length; j++) {
                if (i != j) {
                    nearest[i] = Math.min(nearest[i], Math.hypot(y[i] - y[j], x[i] - x[j]));
                }
            }
        }
        Arrays.sort(nearest);
        int n = nearest.length;
        return n % 2 == 1 ? nearest[n / 2] : (nearest[n / 2 - 1] + nearest[n / 2]) / 2;
    }
}
