package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignalTest {

    private static int[] frames(Random random, int length) {
        int[] frames = new int[length];
        int frame = random.nextInt(4);
        for (int i = 0; i < length; i++) {
            frames[i] = frame;
            frame += random.nextInt(4) == 0 ? 2 : 1;
        }
        return frames;
    }

    /** Few different values, so that plateaus and ties are common. */
    private static double[] values(Random random, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextInt(10) == 0 ? Double.NaN : random.nextInt(5);
        }
        return values;
    }

    @Test
    void smoothIsTheMeanOfWhatLiesNear() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            int length = random.nextInt(25);
            int[] frames = frames(random, length);
            double[] values = values(random, length);
            int window = 1 + 2 * random.nextInt(4);
            double[] smooth = new Signal(frames, values).smooth(window);
            for (int i = 0; i < length; i++) {
                List<Double> near = new ArrayList<>();
                for (int j = 0; j < length; j++) {
                    if (Math.abs(frames[j] - frames[i]) <= window / 2 && !Double.isNaN(values[j])) {
                        near.add(values[j]);
                    }
                }
                if (near.isEmpty()) {
                    assertThat(smooth[i]).isNaN();
                } else {
                    assertThat(smooth[i])
                            .isCloseTo(
                                    near.stream().mapToDouble(v -> v).average().orElseThrow(), within(1e-12));
                }
            }
        }
    }

    /**
     * The oracle lowers a level from the peak until the ground above it, on one side, holds a higher value or the side ends:
     * the definition by water, not by a walk.
     */
    private static double prominence(double[] v, int from, int to) {
        double height = v[from];
        double[] levels = java.util.Arrays.stream(v).distinct().sorted().toArray();
        double leftBase = height;
        double rightBase = height;
        for (int side = 0; side < 2; side++) {
            double base = height;
            for (int l = levels.length - 1; l >= 0; l--) {
                if (levels[l] > height) {
                    continue;
                }
                int i = side == 0 ? from : to;
                boolean met = false;
                boolean touched = false;
                while (i >= 0 && i < v.length && v[i] >= levels[l]) {
                    met |= v[i] > height;
                    touched |= v[i] == levels[l];
                    if (met) {
                        break;
                    }
                    i += side == 0 ? -1 : 1;
                }
                if (touched) {
                    base = Math.min(base, levels[l]);
                }
                if (met) {
                    break;
                }
            }
            if (side == 0) {
                leftBase = base;
            } else {
                rightBase = base;
            }
        }
        return height - Math.max(leftBase, rightBase);
    }

    @Test
    void peaksStandOutAsFarAsAsked() {
        Random random = new Random(6);
        int found = 0;
        for (int round = 0; round < 2000; round++) {
            int length = random.nextInt(20);
            int[] frames = frames(random, length);
            double[] values = values(random, length);
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                if (!Double.isNaN(values[i])) {
                    places.add(i);
                }
            }
            double[] v = places.stream().mapToDouble(p -> values[p]).toArray();
            double least = random.nextInt(4);
            List<Integer> expected = new ArrayList<>();
            for (int from = 1; from < v.length; from++) {
                for (int to = from; to < v.length - 1; to++) {
                    boolean flat = true;
                    for (int k = from; k <= to; k++) {
                        flat &= v[k] == v[from];
                    }
                    if (flat && v[from - 1] < v[from] && v[to + 1] < v[to] && prominence(v, from, to) >= least) {
                        expected.add(frames[places.get((from + to) / 2)]);
                    }
                }
            }
            assertThat(new Signal(frames, values).peaks(least))
                    .containsExactly(expected.stream().mapToInt(f -> f).toArray());
            found += expected.size();
        }
        assertThat(found).isGreaterThan(1000);
    }

    @Test
    void knownPeaks() {
        // scipy.signal.find_peaks([0,2,1,3,0,1,1,0,5,4], prominence=p) finds 1, 3, 5 (prominence 1, 3, 1); 8 too: it is
        // 5 up.
        Signal signal =
                new Signal(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, new double[] {0, 2, 1, 3, 0, 1, 1, 0, 5, 4});
        assertThat(signal.peaks(0)).containsExactly(1, 3, 5, 8);
        assertThat(signal.peaks(1)).containsExactly(1, 3, 5, 8);
        assertThat(signal.peaks(1.5)).containsExactly(3);
        assertThat(signal.peaks(3.5)).isEmpty();
    }

    @Test
    void alignedSignalsLieAtTheirDistanceFromTheEvent() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int length = random.nextInt(25);
            int[] frames = frames(random, length);
            double[] values = values(random, length);
            int event = random.nextInt(30);
            int before = random.nextInt(8);
            int after = random.nextInt(8);
            double[] aligned = new Signal(frames, values).around(event, before, after);
            assertThat(aligned).hasSize(before + 1 + after);
            for (int offset = -before; offset <= after; offset++) {
                double expected = Double.NaN;
                for (int i = 0; i < length; i++) {
                    expected = frames[i] == event + offset ? values[i] : expected;
                }
                assertThat(Double.compare(aligned[before + offset], expected)).isZero();
            }
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Signal signal = new Signal(new int[] {0, 1}, new double[2]);
        assertThatThrownBy(() -> signal.smooth(2)).hasMessageContaining("not 2");
        assertThatThrownBy(() -> signal.around(0, -1, 1)).hasMessageContaining("not -1 and 1");
        assertThatThrownBy(() -> signal.around(0, Integer.MAX_VALUE, Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Signal(new int[] {1, 1}, new double[2])).hasMessageContaining("1 comes after 1");
        assertThatThrownBy(() -> new Signal(new int[] {1}, new double[2])).hasMessageContaining("1 and 2");
    }
}
