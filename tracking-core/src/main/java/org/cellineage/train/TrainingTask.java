package org.cellineage.train;

import java.util.List;
import org.cellineage.model.Tensor;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** What a training run trains: a network with its loss, its batches, and how good it has become. */
public interface TrainingTask {

    /**
     * The network as a graph.
     *
     * @param inputs what each batch's tensors are fed to, in their order
     */
    record TrainingGraph(Operand<TFloat32> loss, List<Placeholder<TFloat32>> inputs) {}

    /** Builds the network and its loss. */
    TrainingGraph build(Ops tf, Convolutions layers);

    /** The batch of that number, always the same one; called from other threads. */
    List<Tensor> batch(long number);

    /** How good the network is on images it does not learn from; higher is better, NaN where there are none. */
    double validate(Weights weights);

    /** What the score is, for the progress line. */
    String scoreName();
}
