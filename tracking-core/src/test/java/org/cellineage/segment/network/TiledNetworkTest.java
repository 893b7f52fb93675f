package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.model.TensorFlowNetwork;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.network.NetworkInput.Channel;
import org.cellineage.segment.postprocess.FrameMaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** However a frame is cut and with whatever it is run, its maps are those of the frame by itself. */
class TiledNetworkTest {

    private static final int WHOLE = Integer.MAX_VALUE;

    /** A network of which the maps are wanted. */
    private record MapNetwork(TiledNetwork tiled) {
        List<FrameMaps> run(List<ScaledFrame> frames) {
            return tiled.run(frames).stream().map(FrameOutputs::maps).toList();
        }
    }

    private static MapNetwork network(
            Network network, NetworkInput input, List<String> maps, int stride, int maxPixels) {
        return new MapNetwork(
                new TiledNetwork(network, input, NetworkOutputs.ofMaps("mine/model.json", maps, stride), maxPixels));
    }

    private static NetworkInput reads(int channels, int multiple, int margin) {
        return new NetworkInput(Collections.nCopies(channels, Channel.BRIGHTNESS), 0, 100, 0, multiple, margin);
    }

    private static ScaledFrame frame(SplittableRandom random, int width, int height, int channels) {
        float[] values = new float[width * height * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 2);
        }
        return new ScaledFrame(width, height, channels, width, height, values);
    }

    /** The frame goes on mirrored beyond its edges, the edge's own pixels twice. */
    private static float mirrored(ScaledFrame frame, int y, int x, int channel) {
        int row = y;
        int column = x;
        while (row < 0 || row >= frame.height()) {
            row = row < 0 ? -1 - row : 2 * frame.height() - 1 - row;
        }
        while (column < 0 || column >= frame.width()) {
            column = column < 0 ? -1 - column : 2 * frame.width() - 1 - column;
        }
        return frame.values()[(row * frame.width() + column) * frame.channels() + channel];
    }

    private static float expectedMean(ScaledFrame frame, int y, int x, int radius) {
        double sum = 0;
        for (int v = y - radius; v <= y + radius; v++) {
            for (int u = x - radius; u <= x + radius; u++) {
                sum += mirrored(frame, v, u, 0);
            }
        }
        return (float) (sum / ((2 * radius + 1) * (2 * radius + 1)));
    }

    /** Blocks are counted from the frame's own corner. */
    private static float expectedBlock(ScaledFrame frame, int y, int x, int block) {
        float most = Float.NEGATIVE_INFINITY;
        for (int v = y / block * block; v < (y / block + 1) * block; v++) {
            for (int u = x / block * block; u < (x / block + 1) * block; u++) {
                most = Math.max(most, mirrored(frame, v, u, frame.channels() - 1));
            }
        }
        return most;
    }

    private static void assertMaps(FrameMaps maps, ScaledFrame frame, int radius, int block) {
        assertThat(maps.width()).isEqualTo(frame.width());
        assertThat(maps.height()).isEqualTo(frame.height());
        assertThat(maps.names()).isEqualTo(FakeNetwork.MAPS);
        float[] mean = new float[frame.width() * frame.height()];
        float[] most = new float[mean.length];
        for (int p = 0; p < mean.length; p++) {
            int y = p / frame.width();
            int x = p % frame.width();
            mean[p] = expectedMean(frame, y, x, radius);
            // All pixels of a block have the same.
            boolean first = y % block == 0 && x % block == 0;
            most[p] = first
                    ? expectedBlock(frame, y, x, block)
                    : most[y / block * block * frame.width() + x / block * block];
        }
        assertThat(maps.map("mean")).isEqualTo(mean);
        assertThat(maps.map("block")).isEqualTo(most);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 16, 24, 32})
    void wholeOrInTilesThePixelsAreThoseOfTheMirroredFrame(int multiple) {
        SplittableRandom random = new SplittableRandom(multiple);
        int tiled = 0;
        for (int trial = 0; trial < 12; trial++) {
            int radius = random.nextInt(0, 4);
            int margin = radius + random.nextInt(0, 6);
            int channels = random.nextInt(1, 3);
            ScaledFrame frame = frame(random, random.nextInt(1, 110), random.nextInt(1, 110), channels);
            NetworkInput input = reads(channels, multiple, margin);
            for (int maxPixels : new int[] {WHOLE, smallestTile(input) + random.nextInt(0, 2000)}) {
                FakeNetwork network = new FakeNetwork(radius, multiple);
                List<FrameMaps> maps =
                        network(network, input, FakeNetwork.MAPS, 1, maxPixels).run(List.of(frame));
                assertThat(maps).hasSize(1);
                assertMaps(maps.get(0), frame, radius, multiple);
                tiled += network.shapes().size() > 1 ? 1 : 0;
            }
        }
        assertThat(tiled).isGreaterThan(2);
    }

    private static int smallestTile(NetworkInput input) {
        int margin = (input.marginPx() + input.sideMultiple() - 1) / input.sideMultiple() * input.sideMultiple();
        return (2 * margin + input.sideMultiple()) * (2 * margin + input.sideMultiple());
    }

    @Test
    void aFramesMapsDoNotDependOnTheOthersOfItsBatch() {
        SplittableRandom random = new SplittableRandom(7);
        NetworkInput input = reads(1, 4, 3);
        for (int trial = 0; trial < 20; trial++) {
            List<ScaledFrame> frames = new ArrayList<>();
            int side = random.nextInt(1, 40);
            for (int i = random.nextInt(0, 7); i >= 0; i--) {
                boolean same = random.nextBoolean();
                frames.add(frame(random, same ? side : random.nextInt(1, 90), same ? side : random.nextInt(1, 90), 1));
            }
            MapNetwork network =
                    network(new FakeNetwork(2, 4), input, FakeNetwork.MAPS, 1, random.nextInt(5000, 20_000));
            List<FrameMaps> together = network.run(frames);
            assertThat(together).hasSameSizeAs(frames);
            for (int i = 0; i < frames.size(); i++) {
                FrameMaps alone = network.run(List.of(frames.get(i))).get(0);
                assertThat(together.get(i).values()).isDeepEqualTo(alone.values());
            }
        }
        assertThat(network(new FakeNetwork(2, 4), input, FakeNetwork.MAPS, 1, 5000)
                        .run(List.of()))
                .isEmpty();
    }

    @Test
    void neverMorePixelsAtOnceThanAllowed() {
        SplittableRandom random = new SplittableRandom(8);
        for (int trial = 0; trial < 40; trial++) {
            int multiple = random.nextInt(1, 17);
            NetworkInput input = reads(1, multiple, random.nextInt(0, 20));
            int maxPixels = smallestTile(input) + random.nextInt(0, 20_000);
            List<ScaledFrame> frames = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                frames.add(frame(random, random.nextInt(1, 200), random.nextInt(1, 200), 1));
            }
            FakeNetwork network = new FakeNetwork(0, multiple);
            network(network, input, FakeNetwork.MAPS, 1, maxPixels).run(frames);
            for (long[] shape : network.shapes()) {
                assertThat(shape[0] * shape[1] * shape[2]).isLessThanOrEqualTo(maxPixels);
                assertThat(shape[1] % multiple).isZero();
                assertThat(shape[2] % multiple).isZero();
            }
        }
    }

    @Test
    void whereEvenOneTileIsMoreThanAllowedTheSmallestIsTaken() {
        FakeNetwork network = new FakeNetwork(1, 8);
        ScaledFrame frame = frame(new SplittableRandom(9), 30, 20, 1);
        List<FrameMaps> maps =
                network(network, reads(1, 8, 5), FakeNetwork.MAPS, 1, 1).run(List.of(frame));
        assertMaps(maps.get(0), frame, 1, 8);
        assertThat(network.shapes())
                .hasSize(4 * 3)
                .allSatisfy(shape -> assertThat(shape).containsExactly(1, 24, 24, 1));
    }

    /** However small, so that nothing can depend on what else is in a batch. */
    @Test
    void framesAndTilesGoOneByOne() {
        SplittableRandom random = new SplittableRandom(10);
        for (int frames : new int[] {1, 2, 3, 8}) {
            FakeNetwork network = new FakeNetwork(1, 8);
            List<ScaledFrame> given = Collections.nCopies(frames, frame(random, 8, 8, 1));
            assertThat(network(network, reads(1, 8, 5), FakeNetwork.MAPS, 1, WHOLE)
                            .run(given))
                    .hasSize(frames);
            assertThat(network.shapes())
                    .hasSize(frames)
                    .allSatisfy(shape -> assertThat(shape).containsExactly(1, 40, 40, 1));
        }
    }

    /** Gives every {@code stride}-th value of what the other network gives. */
    private record Strided(Network network, int stride) implements Network {
        @Override
        public List<Tensor> run(Tensor input) {
            return network.run(input).stream().map(this::thin).toList();
        }

        private Tensor thin(Tensor full) {
            int width = (int) full.shape()[2];
            // Images lie one below the other, and each is a multiple of the stride high.
            int rows = (int) (full.shape()[0] * full.shape()[1]) / stride;
            int columns = width / stride;
            float[] values = new float[rows * columns];
            for (int p = 0; p < values.length; p++) {
                values[p] = full.values()[p / columns * stride * width + p % columns * stride];
            }
            long[] shape = {full.shape()[0], full.shape()[1] / stride, columns, 1};
            return new Tensor(shape, values);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    @Test
    void stridedMapsAreEveryFewPixelsOfTheMirroredFrame() {
        SplittableRandom random = new SplittableRandom(15);
        for (int trial = 0; trial < 40; trial++) {
            int stride = random.nextInt(1, 5);
            int multiple = stride * random.nextInt(1, 5);
            NetworkInput input = reads(1, multiple, random.nextInt(2, 8));
            ScaledFrame frame = frame(random, random.nextInt(1, 90), random.nextInt(1, 90), 1);
            ScaledFrame other = frame(random, 10, 10, 1);
            int maxPixels = trial % 2 == 0 ? WHOLE : smallestTile(input) + random.nextInt(0, 2000);
            Network network = new Strided(new FakeNetwork(2, multiple), stride);
            FrameMaps maps = network(network, input, FakeNetwork.MAPS, stride, maxPixels)
                    .run(List.of(other, frame))
                    .get(1);
            assertThat(maps.width()).isEqualTo((frame.width() + stride - 1) / stride);
            assertThat(maps.height()).isEqualTo((frame.height() + stride - 1) / stride);
            for (int p = 0; p < maps.width() * maps.height(); p++) {
                int y = p / maps.width() * stride;
                int x = p % maps.width() * stride;
                assertThat(maps.map("mean")[p]).isEqualTo(expectedMean(frame, y, x, 2));
                assertThat(maps.map("block")[p]).isEqualTo(expectedBlock(frame, y, x, multiple));
            }
        }
        for (int stride : new int[] {0, 3, 16}) {
            assertThatThrownBy(() -> network(new FakeNetwork(1, 8), reads(1, 8, 5), FakeNetwork.MAPS, stride, WHOLE))
                    .isInstanceOf(BadConfigurationException.class)
                    .hasMessageContaining("mine/model.json: settings.input.side_multiple: ")
                    .hasMessageContaining("stride " + stride);
        }
    }

    @Test
    void aNetworkThatGivesOtherMapsThanItsDescriptionSaysIsRefused() {
        ScaledFrame frame = frame(new SplittableRandom(11), 8, 8, 1);
        for (List<String> names : List.of(List.of("mean"), List.of("mean", "block", "third"))) {
            MapNetwork network = network(new FakeNetwork(1, 8), reads(1, 8, 5), names, 1, WHOLE);
            assertThatThrownBy(() -> network.run(List.of(frame)))
                    .isInstanceOf(BadConfigurationException.class)
                    .hasMessageStartingWith("mine/model.json: settings.maps: The network gives 2 maps, but "
                            + names.size() + " are named: " + names + ".");
        }
    }

    @Test
    void aNetworkThatGivesAnotherSizeThanItReadIsRefused() {
        ScaledFrame frame = frame(new SplittableRandom(12), 8, 8, 1);
        for (long[] shape : new long[][] {{1, 20, 20, 1}, {1, 40, 40}, {2, 40, 40, 1}, {1, 1}}) {
            Network other = new Network() {
                @Override
                public List<Tensor> run(Tensor input) {
                    long size = 1;
                    for (long side : shape) {
                        size *= side;
                    }
                    return List.of(new Tensor(shape, new float[(int) size]));
                }

                @Override
                public void close() {}
            };
            MapNetwork network = network(other, reads(1, 8, 5), List.of("mean"), 1, WHOLE);
            assertThatThrownBy(() -> network.run(List.of(frame)))
                    .isInstanceOf(BadConfigurationException.class)
                    .hasMessageContaining("networks.segment.outputs: For 1 image of 40 x 40 pixels")
                    .hasMessageContaining(Arrays.toString(shape));
        }
    }

    /**
     * Two levels of 3 x 3 convolutions with pooling between them. A pixel hears others at most 1 (fine convolution) + 1
     * (the rest of its block) + 2 (coarse convolution) + 1 (the rest of that block) + 1 (fine convolution before) = 6 away.
     */
    private static Network convolutions() {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        Random random = new Random(3);
        Operand<TFloat32> image =
                tf.withName("image").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 2)));
        Operand<TFloat32> fine = tf.nn.relu(convolution(tf, random, image, 3, 2, 6));
        Operand<TInt32> two = tf.constant(new int[] {1, 2, 2, 1});
        Operand<TFloat32> coarse = tf.nn.relu(convolution(tf, random, tf.nn.maxPool(fine, two, two, "VALID"), 3, 6, 8));
        Operand<TFloat32> enlarged = tf.nn.depthToSpace(tf.tile(coarse, tf.constant(new int[] {1, 1, 1, 4})), 2L);
        Operand<TFloat32> both = tf.concat(List.of(enlarged, fine), tf.constant(3));
        tf.withName("maps").identity(convolution(tf, random, both, 3, 14, 3));
        Session session = new Session(
                graph,
                ConfigProto.newBuilder()
                        .setIntraOpParallelismThreads(1)
                        .setInterOpParallelismThreads(1)
                        .build());
        return new TensorFlowNetwork(session, graph, List.of("image"), List.of("maps"), Map.of());
    }

    private static Operand<TFloat32> convolution(
            Ops tf, Random random, Operand<TFloat32> x, int kernel, int in, int out) {
        float[] filter = new float[kernel * kernel * in * out];
        for (int i = 0; i < filter.length; i++) {
            filter[i] = (float) (random.nextGaussian() / Math.sqrt(kernel * kernel * in));
        }
        Operand<TFloat32> weights = tf.constant(Shape.of(kernel, kernel, in, out), DataBuffers.of(filter, true, false));
        return tf.nn.conv2d(x, weights, List.of(1L, 1L, 1L, 1L), "SAME");
    }

    @Test
    void tilesOfAConvolutionalNetworkLeaveNoSeams() {
        SplittableRandom random = new SplittableRandom(13);
        List<String> names = List.of("a", "b", "c");
        NetworkInput input = reads(2, 2, 6);
        try (Network network = convolutions()) {
            for (int trial = 0; trial < 15; trial++) {
                ScaledFrame frame = frame(random, random.nextInt(1, 90), random.nextInt(1, 90), 2);
                FrameMaps whole = network(network, input, names, 1, WHOLE)
                        .run(List.of(frame))
                        .get(0);
                FrameMaps tiles = network(network, input, names, 1, random.nextInt(200, 1000))
                        .run(List.of(frame, frame(random, 10, 10, 2)))
                        .get(0);
                for (String name : names) {
                    assertThat(tiles.map(name)).containsExactly(whole.map(name), within(1e-5f));
                }
                assertThat(whole.map("a")).isNotEqualTo(whole.map("b"));
            }
        }
    }
}
