package org.cellineage.train;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Building blocks for inference: constants, with batch normalisation folded into the filters. Weights of a network that
 * was tuned have no statistics; their filters are folded already.
 */
public final class FoldedLayers implements Convolutions {

    private final Ops tf;
    private final LayerValues values;
    private final Map<String, Operand<TFloat32>> constants = new HashMap<>();
    private final Map<String, String> weightOfOperation = new LinkedHashMap<>();

    /**
     * Uses the given weights.
     *
     * @param weights of a network built with {@link TrainedLayers}, averaged or not
     */
    public FoldedLayers(Ops tf, Weights weights) {
        this(tf, (LayerValues) new FoldedValues(weights));
    }

    FoldedLayers(Ops tf, LayerValues values) {
        this.tf = tf;
        this.values = values;
    }

    /** The constants in the graph in their order: the name of the folded weight by that of the operation. */
    Map<String, String> weightOfOperation() {
        return weightOfOperation;
    }

    @Override
    public Operand<TFloat32> block(String name, Operand<TFloat32> x, int kernel, int stride, int in, int out) {
        Operand<TFloat32> convolved = tf.nn.conv2d(
                x,
                constant(filterOf(name), Shape.of(kernel, kernel, in, out)),
                List.of(1L, (long) stride, (long) stride, 1L),
                "SAME");
        return tf.nn.relu(tf.nn.biasAdd(convolved, constant(biasOf(name), Shape.of(out))));
    }

    @Override
    public Operand<TFloat32> linear(String name, Operand<TFloat32> x, int in, int out) {
        Operand<TFloat32> filter = shared(filterOf(name), Shape.of(1, 1, in, out));
        Operand<TFloat32> convolved = tf.nn.conv2d(x, filter, List.of(1L, 1L, 1L, 1L), "SAME");
        return tf.nn.biasAdd(convolved, shared(biasOf(name), Shape.of(out)));
    }

    /** A constant that appears once in the graph, however often the layer is applied. */
    private Operand<TFloat32> shared(String name, Shape shape) {
        Operand<TFloat32> known = constants.get(name);
        if (known == null) {
            known = constant(name, shape);
            constants.put(name, known);
        }
        return known;
    }

    private Operand<TFloat32> constant(String name, Shape shape) {
        float[] value = values.get(name, Math.toIntExact(shape.size()));
        Operand<TFloat32> constant = tf.constant(shape, DataBuffers.of(value, true, false));
        weightOfOperation.put(constant.op().name(), name);
        return constant;
    }

    /** Name of the folded filter of a layer. */
    static String filterOf(String layer) {
        return layer + ".filter";
    }

    /** Name of its bias. */
    static String biasOf(String layer) {
        return layer + ".bias";
    }
}
