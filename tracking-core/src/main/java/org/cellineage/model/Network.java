package org.cellineage.model;

import java.util.List;

/**
 * A network ready to run: tensors in, tensors out, in the order of its description.
 *
 * <p>A pure function of its input; several threads may call it at once.
 */
public interface Network extends AutoCloseable {

    /** Runs the network once. */
    List<Tensor> run(Tensor input);

    @Override
    void close();
}
