package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrajectoryTest {

    @Test
    void figuresAreThoseOfTheDefinitions() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            int length = random.nextInt(30);
            int[] frames = new int[length];
            double[] y = new double[length];
            double[] x = new double[length];
            TreeMap<Integer, double[]> seen = new TreeMap<>();
            int frame = random.nextInt(5);
            for (int i = 0; i < length; i++) {
                frames[i] = frame;
                y[i] = random.nextInt(9) == 0 ? Double.NaN : random.nextGaussian() * 10;
                x[i] = random.nextInt(9) == 0 ? Double.NaN : random.nextGaussian() * 10;
                if (!Double.isNaN(y[i] + x[i])) {
                    seen.put(frame, new double[] {y[i], x[i]});
                }
                frame += 1 + random.nextInt(3);
            }
            Trajectory trajectory = new Trajectory(frames, y, x);
            if (seen.isEmpty()) {
                assertThat(trajectory.displacement()).isNaN();
                assertThat(trajectory.pathLength()).isNaN();
                assertThat(trajectory.directionality()).isNaN();
                assertThat(trajectory.speed()).isNaN();
                continue;
            }
            double path = 0;
            double[] before = seen.firstEntry().getValue();
            for (double[] place : seen.values()) {
                path += Math.sqrt(squared(before, place));
                before = place;
            }
            double net = Math.sqrt(
                    squared(seen.firstEntry().getValue(), seen.lastEntry().getValue()));
            assertThat(trajectory.pathLength()).isCloseTo(path, within(1e-9));
            assertThat(trajectory.displacement()).isCloseTo(net, within(1e-9));
            if (seen.size() > 1) {
                assertThat(trajectory.directionality()).isCloseTo(net / path, within(1e-9));
                assertThat(trajectory.speed()).isCloseTo(path / (seen.lastKey() - seen.firstKey()), within(1e-9));
            } else {
                assertThat(trajectory.directionality()).isNaN();
                assertThat(trajectory.speed()).isNaN();
            }
            for (int lag = 0; lag < 12; lag++) {
                double sum = 0;
                int pairs = 0;
                for (int from : seen.keySet()) {
                    if (seen.containsKey(from + lag)) {
                        sum += squared(seen.get(from), seen.get(from + lag));
                        pairs++;
                    }
                }
                double expected = pairs == 0 ? Double.NaN : sum / pairs;
                double given = trajectory.meanSquareDisplacement(lag);
                assertThat(Double.isNaN(expected) ? Double.isNaN(given) : Math.abs(given - expected) < 1e-9)
                        .isTrue();
            }
        }
    }

    private static double squared(double[] a, double[] b) {
        return Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2);
    }

    @Test
    void aCellThatNeverMovedHasNoDirection() {
        Trajectory still = new Trajectory(new int[] {0, 1}, new double[] {4, 4}, new double[] {2, 2});
        assertThat(still.pathLength()).isZero();
        assertThat(still.directionality()).isNaN();
        assertThat(still.speed()).isZero();
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThatThrownBy(() -> new Trajectory(new int[] {0}, new double[2], new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1, 2 and 1");
        assertThatThrownBy(() -> new Trajectory(new int[] {3, 3}, new double[2], new double[2]))
                .hasMessageContaining("3 comes after 3");
        assertThatThrownBy(() -> new Trajectory(new int[0], new double[0], new double[0]).meanSquareDisplacement(-1))
                .hasMessageContaining("-1");
    }
}
