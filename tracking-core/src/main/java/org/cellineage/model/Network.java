package org.cellineage.model;

import java.util.List;

/**
 * A network ready for inference: tensors in, tensors out, in the order of its description.
 *
 * <p>A pure function of its input; thread-safe.
 */
public interface Network extends AutoCloseable {

    /** Runs a network with a single input. */
    List<Tensor> run(Tensor input);

    /** Runs the network with its inputs in the order given when it was opened. */
    default List<Tensor> run(List<Tensor> inputs) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("the network has one input, but " + inputs.size() + " are given");
        }
        return run(inputs.get(0));
    }

    @Override
    void close();
}
