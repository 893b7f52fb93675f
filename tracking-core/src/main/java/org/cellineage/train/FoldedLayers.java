package org.cellineage.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Building blocks for inference: constants, with batch normalisation folded into the filters. */
public final class FoldedLayers implements Convolutions {

    private final Ops tf;
    private final Weights weights;
    private final Map<String, Operand<TFloat32>> constants = new HashMap<>();

    /**
     * Uses the given weights.
     *
     * @param weights of a network built with {@link TrainedLayers}, averaged or not
     */
    public FoldedLayers(Ops tf, Weights weights) {
        this.tf = tf;
        this.weights = weights;
    }

    @Override
    public Operand<TFloat32> block(String name, Operand<TFloat32> x, int kernel, int stride, int in, int out) {
        float[] filter = weights.get(name + ".filter").clone();
        float[] scale = weights.get(name + ".scale");
        float[] offset = weights.get(name + ".offset");
        float[] mean = weights.get(name + ".mean");
        float[] variance = weights.get(name + ".variance");
        float[] bias = new float[out];
        for (int c = 0; c < out; c++) {
            float gain = (float) (scale[c] / Math.sqrt(variance[c] + TrainedLayers.EPSILON));
            bias[c] = offset[c] - gain * mean[c];
            for (int i = c; i < filter.length; i += out) {
                filter[i] *= gain;
            }
        }
        Operand<TFloat32> convolved = tf.nn.conv2d(
                x,
                constant(filter, Shape.of(kernel, kernel, in, out)),
                List.of(1L, (long) stride, (long) stride, 1L),
                "SAME");
        return tf.nn.relu(tf.nn.biasAdd(convolved, constant(bias, Shape.of(out))));
    }

    @Override
    public Operand<TFloat32> linear(String name, Operand<TFloat32> x, int in, int out) {
        Operand<TFloat32> filter = shared(name + ".filter", Shape.of(1, 1, in, out));
        Operand<TFloat32> convolved = tf.nn.conv2d(x, filter, List.of(1L, 1L, 1L, 1L), "SAME");
        return tf.nn.biasAdd(convolved, shared(name + ".bias", Shape.of(out)));
    }

    /** A constant that appears once in the graph, however often the layer is applied. */
    private Operand<TFloat32> shared(String name, Shape shape) {
        return constants.computeIfAbsent(name, key -> constant(weights.get(key), shape));
    }

    private Operand<TFloat32> constant(float[] values, Shape shape) {
        return tf.constant(shape, DataBuffers.of(values, true, false));
    }
}
