package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.network.NetworkFrames.Inferred;
import org.cellineage.segment.network.NetworkFrames.Prepared;
import org.cellineage.segment.network.NetworkInput.Channel;
import org.cellineage.segment.postprocess.FrameMaps;
import org.cellineage.segment.postprocess.Postprocessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of any size come back as labels of that size, with a network that says what it sees. */
class NetworkFramesTest {

    private static final double NETWORK_DIAMETER_PX = 20;

    private static final NetworkInput INPUT =
            new NetworkInput(List.of(Channel.BRIGHTNESS), 0, 100, NETWORK_DIAMETER_PX, 8, 0);

    /** A nucleus is a connected region above one half. */
    private static final class Threshold implements Postprocessor {
        private final List<FrameMaps> given = new ArrayList<>();

        @Override
        public List<String> maps() {
            return List.of("mean");
        }

        @Override
        public LabelImage labels(FrameMaps maps) {
            given.add(maps);
            float[] mean = maps.map("mean");
            boolean[] mask = new boolean[mean.length];
            for (int p = 0; p < mask.length; p++) {
                mask[p] = mean[p] > 0.5;
            }
            return ConnectedRegions.of(mask, maps.width(), maps.height(), true);
        }
    }

    private static NetworkFrames frames(Postprocessor head, int maxPixels) {
        return new NetworkFrames(new FakeNetwork(0, 8), INPUT, FakeNetwork.MAPS, head, maxPixels);
    }

    /** Discs of that diameter on a grid, numbered in raster order of their first pixel. */
    private static LabelImage discs(int width, int height, double diameter) {
        int[] labels = new int[width * height];
        int label = 0;
        double pitch = 1.6 * diameter;
        for (double cy = pitch / 2; cy + diameter / 2 < height; cy += pitch) {
            for (double cx = pitch / 2; cx + diameter / 2 < width; cx += pitch) {
                label++;
                for (int p = 0; p < labels.length; p++) {
                    int y = p / width;
                    if (Math.hypot(y + 0.5 - cy, p % width + 0.5 - cx) <= diameter / 2) {
                        labels[p] = label;
                    }
                }
            }
        }
        return new LabelImage(width, height, labels);
    }

    private static Plane bright(LabelImage labels) {
        short[] samples = new short[labels.labels().length];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = (short) (labels.labels()[p] == 0 ? 100 : 4000);
        }
        return Plane.of(labels.width(), labels.height(), samples);
    }

    @ParameterizedTest
    @ValueSource(doubles = {8, 12, 20, 31, 60})
    void nucleiAreFoundWhereTheyAreAtAnyScale(double diameter) {
        LabelImage truth = discs((int) (5.3 * diameter), (int) (4.1 * diameter), diameter);
        Threshold head = new Threshold();
        LabelImage found = frames(head, 40_000).segment(bright(truth), diameter);
        assertThat(found.width()).isEqualTo(truth.width());
        assertThat(found.height()).isEqualTo(truth.height());
        int wrong = 0;
        int inside = 0;
        for (int p = 0; p < truth.labels().length; p++) {
            wrong += truth.labels()[p] == found.labels()[p] ? 0 : 1;
            inside += truth.labels()[p] == 0 ? 0 : 1;
        }
        assertThat(found.maxLabel()).isEqualTo(truth.maxLabel()).isGreaterThan(3);
        assertThat((double) wrong / inside).isLessThan(0.1);
        // Outlines follow the pixels of the finer of frame and network.
        assertThat(head.given.get(0).width())
                .isEqualTo((int) Math.max(truth.width(), Math.round(truth.width() * INPUT.scale(diameter))));
    }

    @Test
    void theScaleIsBoundedAndOneWhereADiameterIsNotKnown() {
        assertThat(INPUT.scale(10)).isEqualTo(2);
        assertThat(INPUT.scale(40)).isEqualTo(0.5);
        assertThat(INPUT.scale(1)).isEqualTo(3);
        assertThat(INPUT.scale(10_000)).isEqualTo(0.08);
        assertThat(INPUT.scale(Double.NaN)).isEqualTo(1);
        NetworkInput anyScale = new NetworkInput(List.of(Channel.BRIGHTNESS), 0, 100, 0, 8, 0);
        assertThat(anyScale.scale(10)).isEqualTo(1);
        LabelImage truth = discs(40, 30, 9);
        Postprocessor head = new Threshold();
        assertThat(frames(head, 40_000).segment(bright(truth), Double.NaN).labels())
                .isEqualTo(truth.labels());
    }

    @Test
    void aBatchGivesWhatEachFrameGivesByItself() {
        SplittableRandom random = new SplittableRandom(1);
        NetworkFrames network = frames(new Threshold(), 9000);
        List<Plane> planes = new ArrayList<>();
        List<Prepared> prepared = new ArrayList<>();
        List<Double> diameters = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int width = i < 4 ? 50 : random.nextInt(1, 120);
            int height = i < 4 ? 40 : random.nextInt(1, 120);
            int[] samples = random.ints((long) width * height, 0, 256).toArray();
            planes.add(Plane.of(width, height, samples));
            diameters.add(i < 4 ? 20 : random.nextDouble(8, 60));
            prepared.add(network.prepare(List.of(planes.get(i)), FramePlan.of(0, diameters.get(i))));
        }
        List<Inferred> seen = network.infer(prepared);
        assertThat(seen).hasSize(12);
        for (int i = 0; i < 12; i++) {
            LabelImage alone = network.segment(planes.get(i), diameters.get(i));
            assertThat(network.finish(seen.get(i)).labels().labels()).isEqualTo(alone.labels());
        }
        assertThat(network.infer(List.of())).isEmpty();
    }

    @Test
    void theChannelThatIsAskedForIsRead() {
        LabelImage truth = discs(60, 50, 20);
        Plane empty = Plane.of(60, 50, new byte[3000]);
        NetworkFrames second =
                new NetworkFrames(new FakeNetwork(0, 8), INPUT, FakeNetwork.MAPS, new Threshold(), 40_000);
        Prepared prepared = second.prepare(List.of(empty, bright(truth)), FramePlan.of(1, 20));
        LabelImage found = second.finish(second.infer(List.of(prepared)).get(0)).labels();
        assertThat(found.labels()).isEqualTo(truth.labels());
        assertThatThrownBy(() -> second.prepare(List.of(empty), FramePlan.of(1, 20)))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessage("segmentation.network.channel: Channel 1 is requested, but the movie has 1."
                        + " Give a number below 1.");
    }

    /** 16 channels of a frame of 4096 x 4096 pixels that is enlarged threefold are more numbers than an array holds. */
    @Test
    void framesThatWouldBecomeTooLargeAreRefused() {
        NetworkInput many =
                new NetworkInput(Collections.nCopies(16, Channel.BRIGHTNESS), 0, 100, NETWORK_DIAMETER_PX, 8, 0);
        NetworkFrames network =
                new NetworkFrames(new FakeNetwork(0, 8), many, FakeNetwork.MAPS, new Threshold(), 40_000);
        Plane plane = Plane.of(4096, 4096, new byte[1 << 24]);
        assertThatThrownBy(() -> network.prepare(List.of(plane), FramePlan.of(0, 5)))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith("segmentation.network.diameter_px: A frame of 4096 x 4096 pixels with nuclei of"
                        + " 5.0 px is too large for the network, which would enlarge it 3.0 times.");
    }

    @Test
    void framesWithNothingToSeeHaveNoNuclei() {
        for (float grey : new float[] {0, 65_535, 1e30f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int[] size : new int[][] {{1, 1}, {1, 30}, {7, 3}, {64, 48}}) {
                for (double diameter : new double[] {5, 20, 300}) {
                    float[] samples = new float[size[0] * size[1]];
                    Arrays.fill(samples, grey);
                    LabelImage found =
                            frames(new Threshold(), 4000).segment(Plane.of(size[0], size[1], samples), diameter);
                    assertThat(found.width()).isEqualTo(size[0]);
                    assertThat(found.height()).isEqualTo(size[1]);
                    assertThat(found.labels()).containsOnly(0);
                }
            }
        }
    }

    /** Dead pixels neither move the scale of brightness nor hide the nuclei beside them. */
    @Test
    void nucleiBesideBrokenPixelsAreFound() {
        LabelImage truth = discs(100, 80, 20);
        float[] samples = bright(truth).toFloats();
        samples[0] = Float.NaN;
        samples[99] = Float.POSITIVE_INFINITY;
        samples[samples.length - 1] = Float.NEGATIVE_INFINITY;
        LabelImage found = frames(new Threshold(), 40_000).segment(Plane.of(100, 80, samples), 20);
        assertThat(found.labels()).isEqualTo(truth.labels());
    }

    @Test
    void badReadingsOfAModelAreNamed() {
        assertRefused(() -> new NetworkInput(List.of(), 1, 99, 20, 8, 0), "channels ");
        List<Channel> one = List.of(Channel.BRIGHTNESS);
        for (double[] range : new double[][] {{-1, 50}, {50, 50}, {60, 40}, {0, 101}, {Double.NaN, 50}}) {
            assertRefused(() -> new NetworkInput(one, range[0], range[1], 20, 8, 0), "dark_percentile ");
        }
        assertRefused(() -> new NetworkInput(one, 1, 99, -1, 8, 0), "nucleus_diameter_px ");
        assertRefused(() -> new NetworkInput(one, 1, 99, Double.NaN, 8, 0), "nucleus_diameter_px ");
        assertRefused(() -> new NetworkInput(one, 1, 99, 20, 0, 0), "side_multiple ");
        assertRefused(() -> new NetworkInput(one, 1, 99, 20, 8, -1), "margin_px ");
    }

    private static void assertRefused(ThrowingCallable code, String key) {
        assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(key);
    }
}
