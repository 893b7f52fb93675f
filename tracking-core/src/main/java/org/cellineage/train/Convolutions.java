package org.cellineage.train;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What a network's convolutions are made of: variables and batch statistics in training, constants with the statistics
 * folded in for use. The network's shape is written once over this.
 *
 * <p>All padded to the same size, channels last.
 */
public interface Convolutions {

    /** Convolution, batch normalisation, ReLU. */
    Operand<TFloat32> block(String name, Operand<TFloat32> x, int kernel, int stride, int in, int out);

    /** A 1 × 1 convolution with bias and nothing after it. */
    Operand<TFloat32> linear(String name, Operand<TFloat32> x, int in, int out);
}
