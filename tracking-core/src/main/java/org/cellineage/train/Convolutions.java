package org.cellineage.train;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The building blocks of a network: trainable variables with batch statistics during training, constants with folded
 * statistics for inference. The architecture is written once in terms of this interface.
 *
 * <p>All convolutions use "SAME" padding and channels-last layout.
 */
public interface Convolutions {

    /** Convolution, batch normalisation, ReLU. */
    Operand<TFloat32> block(String name, Operand<TFloat32> x, int kernel, int stride, int in, int out);

    /** A 1 × 1 convolution with bias and no activation. */
    Operand<TFloat32> linear(String name, Operand<TFloat32> x, int in, int out);
}
