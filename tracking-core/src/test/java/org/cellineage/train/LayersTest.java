package org.cellineage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.cellineage.model.Tensor;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Layers in training and for use against convolution and batch normalisation written out in plain loops. */
class LayersTest {

    private static final int IN = 2;
    private static final int OUT = 3;
    private final SplittableRandom random = new SplittableRandom(11);

    private float[] normal(int count, double middle, double spread) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (middle + spread * random.nextGaussian());
        }
        return values;
    }

    /** A block's weights with statistics unlike those of any batch. */
    private Map<String, float[]> block(int kernel) {
        Map<String, float[]> values = new LinkedHashMap<>();
        values.put("b.filter", normal(kernel * kernel * IN * OUT, 0, 0.4));
        values.put("b.scale", new float[] {1.5f, 0.3f, -0.8f});
        values.put("b.offset", new float[] {0.2f, -0.1f, 0.6f});
        values.put("b.mean", new float[] {0.4f, -0.7f, 0.1f});
        values.put("b.variance", new float[] {2f, 0.05f, 1e-6f});
        return values;
    }

    private static double[] wide(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static float[] folded(
            Map<String, float[]> weights, int side, float[] images, Function<Folded, Operand<TFloat32>> build) {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, IN)));
            Operand<TFloat32> y = build.apply(new Folded(new FoldedLayers(tf, new Weights(weights)), x));
            Shape shape = Shape.of(images.length / ((long) side * side * IN), side, side, IN);
            try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(images, true, false));
                    Result result = session.runner().feed(x, fed).fetch(y).run()) {
                TFloat32 tensor = (TFloat32) result.get(0);
                float[] values = new float[Math.toIntExact(tensor.size())];
                tensor.asRawTensor().data().asFloats().read(values);
                return values;
            }
        }
    }

    private record Folded(FoldedLayers layers, Operand<TFloat32> x) {}

    private static void assertClose(float[] found, double[] expected, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i])
                    .as("value %d", i)
                    .isCloseTo(expected[i], org.assertj.core.api.Assertions.within(tolerance));
        }
    }

    @Test
    void aFoldedBlockIsConvolutionThenStoredStatisticsThenNothingBelowZero() {
        for (int kernel : new int[] {1, 3, 5}) {
            for (int stride : new int[] {1, 2}) {
                for (int side : new int[] {4, 7, 8}) {
                    Map<String, float[]> weights = block(kernel);
                    float[] images = normal(2 * side * side * IN, 0.2, 1);
                    NaiveLayers.Images convolved = NaiveLayers.convolve(
                            NaiveLayers.Images.of(2, side, IN, images), weights.get("b.filter"), kernel, stride, OUT);
                    double[] expected = NaiveLayers.normalise(
                                    convolved,
                                    weights.get("b.scale"),
                                    weights.get("b.offset"),
                                    wide(weights.get("b.mean")),
                                    wide(weights.get("b.variance")))
                            .values();
                    float[] found =
                            folded(weights, side, images, f -> f.layers().block("b", f.x(), kernel, stride, IN, OUT));
                    assertClose(found, expected, 2e-4);
                }
            }
        }
    }

    @Test
    void aFoldedLinearLayerIsAMatrixAndABias() {
        Map<String, float[]> weights = Map.of("l.filter", normal(IN * OUT, 0, 1), "l.bias", new float[] {0.5f, -1, 2});
        float[] images = normal(5 * 5 * IN, 0, 1);
        double[] expected = NaiveLayers.convolve(
                        NaiveLayers.Images.of(1, 5, IN, images), weights.get("l.filter"), 1, 1, OUT)
                .values();
        for (int i = 0; i < expected.length; i++) {
            expected[i] += weights.get("l.bias")[i % OUT];
        }
        assertClose(folded(weights, 5, images, f -> f.layers().linear("l", f.x(), IN, OUT)), expected, 1e-5);
    }

    @Test
    void foldingLeavesTheWeightsAsTheyWere() {
        Map<String, float[]> weights = block(3);
        float[] before = weights.get("b.filter").clone();
        folded(weights, 4, normal(32, 0, 1), f -> f.layers().block("b", f.x(), 3, 1, IN, OUT));
        assertThat(weights.get("b.filter")).isEqualTo(before);
    }

    @Test
    void weightsThatAreNotThereAreNamed() {
        assertThatThrownBy(() ->
                        folded(Map.of(), 4, normal(32, 0, 1), f -> f.layers().block("b", f.x(), 3, 1, IN, OUT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("b.filter");
    }

    @Test
    void inTrainingABlockUsesTheBatchsStatisticsWithWhichTheFoldedOneGivesTheSame() {
        int side = 6;
        float[] images = normal(3 * side * side * IN, 0.2, 1);
        Map<String, float[]> weights = block(3);
        NaiveLayers.Images convolved =
                NaiveLayers.convolve(NaiveLayers.Images.of(3, side, IN, images), weights.get("b.filter"), 3, 1, OUT);
        double[] mean = NaiveLayers.mean(convolved);
        double[] variance = NaiveLayers.variance(convolved);
        try (OpenLayers open = new OpenLayers(1)) {
            Placeholder<TFloat32> x = open.images(side, IN);
            Operand<TFloat32> y = open.layers().block("b", x, 3, 1, IN, OUT);
            weights.forEach(open::set);
            float[] trained = open.run(y, List.of(x), List.of(new Tensor(new long[] {3, side, side, IN}, images)));
            double[] expected = NaiveLayers.normalise(
                            convolved, weights.get("b.scale"), weights.get("b.offset"), mean, variance)
                    .values();
            assertClose(trained, expected, 1e-4);

            weights.put("b.mean", narrow(mean));
            weights.put("b.variance", narrow(variance));
            float[] folded = folded(weights, side, images, f -> f.layers().block("b", f.x(), 3, 1, IN, OUT));
            assertClose(folded, wide(trained), 1e-4);
        }
    }

    private static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    @Test
    void aStepMovesTheStoredStatisticsATwentiethOfTheWayToTheBatchs() {
        int side = 4;
        int pixels = 2 * side * side;
        float[] images = normal(pixels * IN, 3, 1);
        try (OpenLayers open = new OpenLayers(1)) {
            Placeholder<TFloat32> x = open.images(side, IN);
            Operand<TFloat32> y = open.layers().block("b", x, 3, 1, IN, OUT);
            Operand<TFloat32> loss = open.tf().math.mean(y, open.tf().constant(new int[] {0, 1, 2, 3}));
            TrainingTask.TrainingGraph built = new TrainingTask.TrainingGraph(loss, List.of(x));
            TrainedLayers.Steps steps = open.layers().minimize(loss, 5);
            open.start();
            NaiveLayers.Images convolved =
                    NaiveLayers.convolve(NaiveLayers.Images.of(2, side, IN, images), open.get("b.filter"), 3, 1, OUT);
            open.step(built, steps, 0, 0.01f, List.of(new Tensor(new long[] {2, side, side, IN}, images)));

            double[] mean = NaiveLayers.mean(convolved);
            double[] variance = NaiveLayers.variance(convolved);
            for (int c = 0; c < OUT; c++) {
                mean[c] *= 0.05;
                // Of the population, estimated by the batch.
                variance[c] = 0.95 + 0.05 * variance[c] * pixels / (pixels - 1);
            }
            assertClose(open.get("b.mean"), mean, 1e-4);
            assertClose(open.get("b.variance"), variance, 1e-4);
        }
    }

    @Test
    void theFirstWeightsFollowFromTheSeedWithTheSpreadOfHe() {
        float[] first = firstFilter(3);
        assertThat(firstFilter(3)).isEqualTo(first);
        assertThat(firstFilter(4)).isNotEqualTo(first);
        double squares = 0;
        for (float value : first) {
            squares += (double) value * value;
        }
        // 2 / (3 * 3 * 16); the standard error of the mean square of 4608 numbers is 2 %.
        assertThat(squares / first.length).isCloseTo(2.0 / 144, org.assertj.core.api.Assertions.withinPercentage(8));
    }

    private static float[] firstFilter(long seed) {
        try (OpenLayers open = new OpenLayers(seed)) {
            open.layers().block("b", open.images(4, 16), 3, 1, 16, 32);
            open.start();
            return open.get("b.filter");
        }
    }
}
