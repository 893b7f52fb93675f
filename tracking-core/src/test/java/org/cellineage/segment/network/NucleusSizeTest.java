package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.segment.network.NetworkInput.Channel;
import org.cellineage.segment.network.NucleusSize.Estimate;
import org.cellineage.segment.network.NucleusSize.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Diameters from networks whose answers are known. */
class NucleusSizeTest {

    private static final double MIDDLE_PX = 22;
    private static final int STRIDE = 16;

    private static final NetworkInput INPUT = new NetworkInput(List.of(Channel.BRIGHTNESS), 0, 100, 0, STRIDE, 0);

    /** Remembers what it read; subclasses say what it answers at each place. */
    private abstract static class Places implements Network {
        final List<Tensor> read = new ArrayList<>();

        abstract void answer(Tensor input, float[] places);

        @Override
        public List<Tensor> run(Tensor input) {
            read.add(input);
            long[] shape = {1, input.shape()[1] / STRIDE, input.shape()[2] / STRIDE, 2};
            float[] places = new float[(int) (shape[1] * shape[2] * 2)];
            answer(input, places);
            return List.of(new Tensor(shape, places));
        }

        @Override
        public void close() {
            read.clear();
        }
    }

    private static Places saying(float... answer) {
        return new Places() {
            @Override
            void answer(Tensor input, float[] places) {
                for (int i = 0; i < places.length; i++) {
                    places[i] = answer[i % answer.length];
                }
            }
        };
    }

    /**
     * Measures the discs that it sees, but tells sizes apart only up to a factor of 1.7 either way; where it sees none, it
     * says nonsense with little weight.
     */
    private static final class Measuring extends Places {
        @Override
        void answer(Tensor input, float[] places) {
            int height = (int) input.shape()[1];
            int width = (int) input.shape()[2];
            boolean[] bright = new boolean[width * height];
            int area = 0;
            for (int p = 0; p < bright.length; p++) {
                bright[p] = input.values()[p] > 0.5;
                area += bright[p] ? 1 : 0;
            }
            int count = ConnectedRegions.of(bright, width, height, true).maxLabel();
            double diameter = 2 * Math.sqrt(area / Math.PI / Math.max(1, count));
            double known = Math.max(-Math.log(1.7), Math.min(Math.log(1.7), Math.log(diameter / MIDDLE_PX)));
            for (int i = 0; i < places.length; i += 2) {
                places[i] = 9;
                places[i + 1] = -200;
            }
            for (int p = 0; p < bright.length; p++) {
                if (bright[p]) {
                    int place = p / width / STRIDE * (width / STRIDE) + p % width / STRIDE;
                    places[2 * place] = (float) known;
                    places[2 * place + 1] = 700;
                }
            }
        }
    }

    private static NucleusSize size(Network network) {
        return new NucleusSize(network, INPUT, new Reading(MIDDLE_PX, STRIDE));
    }

    private static Plane discs(int width, int height, double diameter) {
        byte[] samples = new byte[width * height];
        double pitch = 2 * diameter;
        for (int p = 0; p < samples.length; p++) {
            int y = p / width;
            double dy = (y + 0.5) % pitch - diameter;
            double dx = (p % width + 0.5) % pitch - diameter;
            samples[p] = (byte) (Math.hypot(dy, dx) <= diameter / 2 ? 200 : 10);
        }
        return Plane.of(width, height, samples);
    }

    @ParameterizedTest
    @ValueSource(doubles = {6, 9, 15, 22, 30, 50, 80})
    void threeLooksFindSizesThatOneCannot(double diameter) {
        Plane plane = discs((int) (6 * diameter), (int) (8 * diameter), diameter);
        assertThat(size(new Measuring()).find(plane)).isCloseTo(diameter, within(0.12 * diameter));
        Estimate estimate = size(new Measuring()).findFrom(NormalFrame.of(INPUT, plane), MIDDLE_PX / diameter);
        assertThat(estimate.diameterPx()).isCloseTo(diameter, within(0.12 * diameter));
        assertThat(estimate.spread()).isLessThan(1e-3);
    }

    /** Places say ln 2 with weight 3 and -ln 2 with weight 1, however large the logarithms of the weights are. */
    @Test
    void placesCountByTheirWeight() {
        float ln2 = (float) Math.log(2);
        for (float heavy : new float[] {0, 1000, -1000}) {
            Places network = saying(ln2, heavy + (float) Math.log(3), -ln2, heavy);
            Plane plane = Plane.of(64, 32, new byte[64 * 32]);
            Estimate estimate = size(network).estimate(NormalFrame.of(INPUT, plane), 0.5);
            assertThat(estimate.diameterPx()).isCloseTo(MIDDLE_PX / 0.5 * Math.exp(0.5 * ln2), within(1e-2));
            assertThat(estimate.spread()).isCloseTo(ln2 * Math.sqrt(0.75), within(1e-4));
        }
    }

    @Test
    void sidesAreMultiplesAndTheMiddleOfLargeFramesIsSeen() {
        int[][] sizes = {{1, 1}, {20, 33}, {100, 64}, {1100, 40}, {1025, 1200}, {3000, 64}};
        int[][] sides = {{32, 32}, {32, 48}, {112, 64}, {1024, 48}, {1024, 1024}, {1024, 64}};
        for (int i = 0; i < sizes.length; i++) {
            int width = sizes[i][0];
            int height = sizes[i][1];
            // Brightness rises to the right, then downwards: at the middle of what is read, half is reached.
            for (boolean right : new boolean[] {true, false}) {
                float[] values = new float[width * height];
                for (int p = 0; p < values.length; p++) {
                    values[p] = right ? p % width : p / width;
                }
                Places network = saying(0, 0);
                Estimate estimate = size(network).estimate(NormalFrame.of(INPUT, Plane.of(width, height, values)), 1);
                assertThat(estimate.diameterPx()).isEqualTo(MIDDLE_PX);
                Tensor read = network.read.get(0);
                assertThat(read.shape()).containsExactly(1, sides[i][1], sides[i][0], 1);
                float seen = read.values()[sides[i][1] / 2 * sides[i][0] + sides[i][0] / 2];
                int steps = (right ? width : height) - 1;
                double half = steps == 0 ? 0 : 0.5;
                assertThat((double) seen).isCloseTo(half, within(1.6 / Math.max(1, steps)));
            }
        }
    }

    /** A camera's frame with tiny nuclei asks to be enlarged four times: to 8192 x 8192, 256 MB a map. */
    @Test
    void whatIsNotLookedAtIsNotEnlarged() {
        Plane plane = Plane.of(2048, 2048, new byte[2048 * 2048]);
        Places network = saying((float) Math.log(0.2), 0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        double diameter = size(network).find(plane);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(256L << 20);
        assertThat(diameter).isCloseTo(0.2 * MIDDLE_PX / 4, within(1e-3));
        assertThat(network.read)
                .hasSize(3)
                .allSatisfy(read -> assertThat(read.shape()).containsExactly(1, 1024, 1024, 1));
    }

    @Test
    void framesWithNothingToSeeGiveSomeFiniteSize() {
        for (float grey : new float[] {0, 7, Float.NaN, Float.POSITIVE_INFINITY}) {
            for (int[] side : new int[][] {{1, 1}, {3, 200}, {50, 50}}) {
                float[] samples = new float[side[0] * side[1]];
                Arrays.fill(samples, grey);
                Places network = new Measuring();
                double diameter = size(network).find(Plane.of(side[0], side[1], samples));
                assertThat(diameter).isFinite().isPositive();
                for (Tensor read : network.read) {
                    assertThat(read.values()).containsOnly(0);
                }
            }
        }
    }

    @Test
    void aNetworkThatSaysNothingGivesNoSize() {
        double diameter = size(saying(Float.NaN, 0)).find(Plane.of(40, 40, new byte[1600]));
        assertThat(diameter).isNaN();
    }
}
