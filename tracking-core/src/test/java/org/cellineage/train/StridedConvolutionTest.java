package org.cellineage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** Convolutions with a stride against their definition, and their gradients against TensorFlow's in double precision. */
class StridedConvolutionTest {

    private final SplittableRandom random = new SplittableRandom(4);

    private float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Operand<TFloat32> single(Ops tf, float[] values, long... shape) {
        return tf.constant(Shape.of(shape), DataBuffers.of(values, true, false));
    }

    private static Operand<TFloat64> wide(Ops tf, float[] values, long... shape) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return tf.constant(Shape.of(shape), DataBuffers.of(doubles, true, false));
    }

    private static void assertSame(TFloat32 found, double[] expected) {
        assertThat(found.size()).isEqualTo(expected.length);
        float[] values = new float[expected.length];
        found.asRawTensor().data().asFloats().read(values);
        double largest = 0;
        double furthest = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            furthest = Math.max(furthest, Math.abs(values[i] - expected[i]));
        }
        assertThat(furthest).isCloseTo(0, within(1e-5 * largest));
    }

    private static double[] doubles(TFloat64 tensor) {
        double[] values = new double[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asDoubles().read(values);
        return values;
    }

    @Test
    void isTheConvolutionByItsDefinition() {
        int in = 2;
        int out = 3;
        for (int kernel : new int[] {1, 2, 3, 5}) {
            for (int stride : new int[] {2, 3}) {
                for (int side : new int[] {1, 4, 7, 8, 9}) {
                    float[] images = normal(2 * side * side * in);
                    float[] filter = normal(kernel * kernel * in * out);
                    double[] expected = NaiveLayers.convolve(
                                    NaiveLayers.Images.of(2, side, in, images), filter, kernel, stride, out)
                            .values();
                    try (Graph graph = new Graph();
                            Session session = new Session(graph)) {
                        Ops tf = Ops.create(graph);
                        Operand<TFloat32> y = new StridedConvolution(kernel, stride, in, out)
                                .of(
                                        tf,
                                        single(tf, images, 2, side, side, in),
                                        single(tf, filter, kernel, kernel, in, out));
                        try (Result result = session.runner().fetch(y).run()) {
                            assertSame((TFloat32) result.get(0), expected);
                        }
                    }
                }
            }
        }
    }

    /** With 48 channels, TensorFlow's own gradient of a stride of 2 is wrong on processors with AVX-512. */
    @Test
    void itsGradientsAreTheConvolutions() {
        for (int in : new int[] {16, 48, 64}) {
            gradients(3, 2, 20, in, 64);
        }
        gradients(2, 2, 20, 48, 64);
        gradients(5, 2, 17, 48, 32);
    }

    private void gradients(int kernel, int stride, int side, int in, int out) {
        int places = (side + stride - 1) / stride;
        float[] images = normal(2 * side * side * in);
        float[] filter = normal(kernel * kernel * in * out);
        float[] slopes = normal(2 * places * places * out);
        List<Long> strides = List.of(1L, (long) stride, (long) stride, 1L);
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> x = single(tf, images, 2, side, side, in);
            Operand<TFloat32> f = single(tf, filter, kernel, kernel, in, out);
            Operand<TFloat32> y = new StridedConvolution(kernel, stride, in, out).of(tf, x, f);
            Operand<TFloat32> sum = tf.reduceSum(
                    tf.math.mul(y, single(tf, slopes, 2, places, places, out)), tf.constant(new int[] {0, 1, 2, 3}));
            Output<?>[] found = graph.addGradients(sum.asOutput(), new Output<?>[] {x.asOutput(), f.asOutput()});
            Operand<TFloat64> ofImages = tf.nn.conv2dBackpropInput(
                    tf.constant(new int[] {2, side, side, in}),
                    wide(tf, filter, kernel, kernel, in, out),
                    wide(tf, slopes, 2, places, places, out),
                    strides,
                    "SAME");
            Operand<TFloat64> ofFilter = tf.nn.conv2dBackpropFilter(
                    wide(tf, images, 2, side, side, in),
                    tf.constant(new int[] {kernel, kernel, in, out}),
                    wide(tf, slopes, 2, places, places, out),
                    strides,
                    "SAME");
            try (Result result = session.runner()
                    .fetch(found[0])
                    .fetch(found[1])
                    .fetch(ofImages)
                    .fetch(ofFilter)
                    .run()) {
                assertSame((TFloat32) result.get(0), doubles((TFloat64) result.get(2)));
                assertSame((TFloat32) result.get(1), doubles((TFloat64) result.get(3)));
            }
        }
    }

    @Test
    void imagesOfAnySizeAreRefused() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, 8, 2)));
            assertThatThrownBy(() -> new StridedConvolution(3, 2, 2, 3).of(tf, x, single(tf, normal(54), 3, 3, 2, 3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("known size");
        }
    }
}
