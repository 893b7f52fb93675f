package org.cellineage.train.segmentation;

import java.util.List;
import org.cellineage.train.Convolutions;
import org.cellineage.train.UNet;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Architecture of the nucleus network: a {@link UNet} with one trunk for all heads.
 *
 * <p>Input: [images, height, width, 2], sides multiples of 16. Output: [images, height, width, 5]: logits of
 * background, interior and border, then the distances to the edge and to the centre of the nucleus, from 0 to 1. 0.92
 * million weights.
 */
final class NucleusNetwork {

    /** The sides of the input must be multiples of this. */
    static final int SIDE_MULTIPLE = UNet.SIDE_MULTIPLE;

    /** Radius of the receptive field. */
    static final int REACH_PX = UNet.REACH_PX;

    static final int INPUT_CHANNELS = 2;
    static final int OUTPUT_CHANNELS = 5;

    private static final UNet U_NET = new UNet(INPUT_CHANNELS, OUTPUT_CHANNELS, List.of(32, 64, 96, 128));

    private NucleusNetwork() {}

    static Operand<TFloat32> build(Ops tf, Operand<TFloat32> image, Convolutions layers) {
        return U_NET.build(tf, image, layers);
    }

    /** The levels on the way down: half, quarter, eighth and, deepest, sixteenth of the side. */
    static List<Operand<TFloat32>> trunk(Ops tf, Operand<TFloat32> image, Convolutions layers) {
        return U_NET.trunk(tf, image, layers);
    }

    /** Number of channels of each of these levels. */
    static List<Integer> trunkWidths() {
        return U_NET.widths();
    }
}
