package org.cellineage.train.segmentation;

import org.cellineage.train.Convolutions;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Architecture of the network that estimates the nucleus diameter: a short stack of convolutions that predicts, every
 * 16 pixels, the local diameter and the weight of that prediction.
 *
 * <p>Input: [images, height, width, 2], as for {@link NucleusNetwork}. Output: [images, height / 16, width / 16, 2]:
 * natural logarithm of the diameter in pixels over {@link #MIDDLE_PX}, and logarithm of the weight.
 */
final class SizeNetwork {

    /** Diameter in pixels that an output of 0 stands for. */
    static final double MIDDLE_PX = 22;

    static final int STRIDE = 16;

    private SizeNetwork() {}

    static Operand<TFloat32> build(Ops tf, Operand<TFloat32> image, Convolutions layers) {
        Operand<TFloat32> x = layers.block("size_a", image, 5, 2, NucleusNetwork.INPUT_CHANNELS, 16);
        x = layers.block("size_b", x, 3, 2, 16, 32);
        x = layers.block("size_c", x, 3, 1, 32, 32);
        x = layers.block("size_d", x, 3, 2, 32, 48);
        x = layers.block("size_e", x, 3, 1, 48, 48);
        x = layers.block("size_f", x, 3, 2, 48, 64);
        x = layers.block("size_g", x, 3, 1, 64, 64);
        return layers.linear("size_out", x, 64, 2);
    }
}
