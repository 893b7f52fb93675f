package org.cellineage.train;

import java.util.List;
import java.util.Optional;
import org.cellineage.model.Tensor;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** What a training run optimizes: a network with its loss, its batches and its validation score. */
public interface TrainingTask {

    /**
     * The network as a graph.
     *
     * @param inputs placeholders for the tensors of a batch, in the same order
     */
    record TrainingGraph(Operand<TFloat32> loss, List<Placeholder<TFloat32>> inputs) {}

    /**
     * Folded weights to start from, as {@link BundledWeights} reads them; empty to train from the beginning. With them,
     * normalisation stays as it is: few scenes or crops have no statistics of their own.
     */
    default Optional<Weights> start() {
        return Optional.empty();
    }

    /** Builds the network and its loss. */
    TrainingGraph build(Ops tf, Convolutions layers);

    /** Returns the batch with this number, always the same; called from other threads. */
    List<Tensor> batch(long number);

    /** Score on held-out data; higher is better, NaN if there is none. */
    double validate(Weights weights);

    /** Name of the score, for the progress line. */
    String scoreName();
}
