package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.segment.network.NetworkInput.Channel;
import org.cellineage.segment.postprocess.NuclearOptions;
import org.cellineage.segment.postprocess.NuclearPostprocessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Discs of known diameter, a size network that guesses wrong, and a segmentation network that is sure at one size. */
class DiameterFinderTest {

    private static final double NETWORK_PX = 24;

    private static final NetworkInput INPUT = new NetworkInput(List.of(Channel.BRIGHTNESS), 0, 100, NETWORK_PX, 1, 0);

    private static final List<String> MAPS = List.of(
            NuclearPostprocessor.BACKGROUND,
            NuclearPostprocessor.INTERIOR,
            NuclearPostprocessor.EDGE_DISTANCE,
            NuclearPostprocessor.CENTRE_DISTANCE);

    /** Finds all that is bright, the surer the nearer its diameter is to the one that the network was made for. */
    private static final class Sure implements Network {
        private final List<Long> widths = new ArrayList<>();

        @Override
        public List<Tensor> run(Tensor input) {
            assertThat(input.shape()[0]).isEqualTo(1);
            widths.add(input.shape()[2]);
            int height = (int) input.shape()[1];
            int width = (int) input.shape()[2];
            boolean[] bright = new boolean[height * width];
            for (int p = 0; p < bright.length; p++) {
                bright[p] = input.values()[p] > 0.5;
            }
            int[] regions = ConnectedRegions.of(bright, width, height, true).labels();
            int[] areas = new int[bright.length + 1];
            for (int region : regions) {
                areas[region]++;
            }
            float[] maps = new float[4 * bright.length];
            for (int p = 0; p < bright.length; p++) {
                double diameter = 2 * Math.sqrt(areas[regions[p]] / Math.PI);
                float sure = (float) Math.exp(-0.7 * Math.abs(Math.log(diameter / NETWORK_PX)));
                maps[4 * p] = bright[p] ? 0 : 1;
                maps[4 * p + 1] = bright[p] ? 1 : 0;
                maps[4 * p + 2] = bright[p] ? sure : 0;
                maps[4 * p + 3] = bright[p] ? sure : 0;
            }
            return List.of(new Tensor(new long[] {1, height, width, 4}, maps));
        }

        @Override
        public void close() {
            widths.clear();
        }
    }

    /** Gives one answer at one place, the same whatever it is shown. */
    private record Guess(float answer) implements Network {
        @Override
        public List<Tensor> run(Tensor input) {
            return List.of(new Tensor(new long[] {1, 1, 1, 2}, new float[] {answer, 0}));
        }

        @Override
        public void close() {}
    }

    /** A finder whose size network says that diameter, wherever it looks. */
    private static DiameterFinder finder(double guessPx, Network network) {
        NetworkFrames frames = new NetworkFrames(
                network, INPUT, MAPS, new NuclearPostprocessor(NuclearOptions.DEFAULTS), Integer.MAX_VALUE);
        return new DiameterFinder(new NucleusSize(new Guess(0), INPUT, new NucleusSize.Reading(guessPx, 1)), frames);
    }

    private static Plane discs(int columns, int rows, double diameter) {
        double pitch = 1.7 * diameter;
        int width = (int) Math.ceil(columns * pitch);
        int height = (int) Math.ceil(rows * pitch);
        byte[] samples = new byte[width * height];
        for (int p = 0; p < samples.length; p++) {
            double y = (p / width + 0.5) % pitch - pitch / 2;
            double x = (p % width + 0.5) % pitch - pitch / 2;
            samples[p] = (byte) (Math.hypot(y, x) <= diameter / 2 ? 200 : 10);
        }
        return Plane.of(width, height, samples);
    }

    @ParameterizedTest
    @CsvSource({"10, 10", "10, 4", "10, 26", "24, 24", "24, 9", "24, 60", "50, 50", "50, 21", "50, 130"})
    void theDiscsDiameterIsFoundFromAGuessThatIsFarOff(double diameter, double guess) {
        Sure network = new Sure();
        double found = finder(guess, network).find(discs(6, 5, diameter), false);
        assertThat(found).isCloseTo(diameter, within(0.06 * diameter));
        // No size is looked at twice.
        assertThat(network.widths).doesNotHaveDuplicates().hasSizeLessThan(12);
    }

    @Test
    void aFrameWithoutNucleiHasNoDiameter() {
        assertThat(finder(20, new Sure()).find(Plane.of(80, 60, new byte[4800]), false))
                .isNaN();
        assertThat(finder(Double.NaN, new Sure()).find(discs(3, 3, 20), false)).isNaN();
    }

    /** A small part with many nuclei of the expected size is enough. */
    @Test
    void aSmallPartIsEnoughWhereTheNetworkIsSure() {
        Sure network = new Sure();
        assertThat(finder(24, network).find(discs(30, 25, 24), false)).isCloseTo(24, within(0.5));
        assertThat(network.widths).hasSize(1).allMatch(width -> width <= 256 + 2 * 16);
    }

    /** No other frame vouches for a still image. */
    @Test
    void neighbouringSizesOfAStillImageAreTried() {
        Sure network = new Sure();
        assertThat(finder(24, network).find(discs(30, 25, 24), true)).isCloseTo(24, within(0.5));
        assertThat(network.widths).hasSizeGreaterThan(2).anyMatch(width -> width > 1000);
    }

    /** Four nuclei are too few to stand for a frame: neighbouring sizes are tried on all of it. */
    @Test
    void aFewNucleiAreLookedAtAgain() {
        Sure network = new Sure();
        assertThat(finder(24, network).find(discs(2, 2, 24), false)).isCloseTo(24, within(0.5));
        assertThat(network.widths).hasSizeGreaterThan(2);
    }

    /** 60 x 3 discs of 12 px are enlarged twofold, to 2448 pixels of width; a part of 1400 is looked at. */
    @Test
    void aLargeFrameIsLookedAtInItsMiddle() {
        Sure network = new Sure();
        assertThat(finder(12, network).find(discs(60, 3, 12), false)).isCloseTo(12, within(0.7));
        assertThat(network.widths).isNotEmpty().allMatch(width -> width <= 1400 + 2 * 16 + 3);
    }

    @Test
    void theSameFrameHasTheSameDiameter() {
        Plane plane = discs(5, 4, 31);
        assertThat(finder(70, new Sure()).find(plane, false))
                .isEqualTo(finder(70, new Sure()).find(plane, false));
    }
}
