package org.cellineage.train.segmentation;

import java.util.Arrays;
import java.util.List;
import org.cellineage.train.Convolutions;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Architecture of the nucleus network: a U-Net (Ronneberger et al. 2015) after a stride-2 stem, so that its widest
 * layers process a quarter of the pixels; all heads share one trunk.
 *
 * <p>Input: [images, height, width, 2], sides multiples of 16. Output: [images, height, width, 5]: logits of
 * background, interior and border, then the distances to the edge and to the centre of the nucleus, from 0 to 1. 0.92
 * million weights.
 */
final class NucleusNetwork {

    /** The sides of the input must be multiples of this. */
    static final int SIDE_MULTIPLE = 16;

    /** Radius of the receptive field. */
    static final int REACH_PX = 112;

    static final int INPUT_CHANNELS = 2;
    static final int OUTPUT_CHANNELS = 5;

    private static final int[] WIDTHS = {32, 64, 96, 128};

    private NucleusNetwork() {}

    static Operand<TFloat32> build(Ops tf, Operand<TFloat32> image, Convolutions layers) {
        List<Operand<TFloat32>> levels = trunk(tf, image, layers);
        Operand<TFloat32> half = levels.get(0);
        Operand<TFloat32> quarter = levels.get(1);
        Operand<TFloat32> eighth = levels.get(2);
        Operand<TFloat32> deep = levels.get(3);
        Operand<TFloat32> up = join(tf, layers, "up_eighth", deep, eighth, WIDTHS[3], WIDTHS[2]);
        up = join(tf, layers, "up_quarter", up, quarter, WIDTHS[2], WIDTHS[1]);
        up = join(tf, layers, "up_half", up, half, WIDTHS[1], WIDTHS[0]);
        return tf.nn.depthToSpace(layers.linear("heads", up, WIDTHS[0], 4 * OUTPUT_CHANNELS), 2L);
    }

    /** The levels on the way down: half, quarter, eighth and, deepest, sixteenth of the side. */
    static List<Operand<TFloat32>> trunk(Ops tf, Operand<TFloat32> image, Convolutions layers) {
        Operand<TFloat32> stem = layers.block("stem", image, 5, 2, INPUT_CHANNELS, WIDTHS[0]);
        Operand<TFloat32> half = twice(layers, "half", stem, WIDTHS[0], WIDTHS[0]);
        Operand<TFloat32> quarter = twice(layers, "quarter", pool(tf, half), WIDTHS[0], WIDTHS[1]);
        Operand<TFloat32> eighth = twice(layers, "eighth", pool(tf, quarter), WIDTHS[1], WIDTHS[2]);
        Operand<TFloat32> deep = twice(layers, "deep", pool(tf, eighth), WIDTHS[2], WIDTHS[3]);
        return List.of(half, quarter, eighth, deep);
    }

    /** Number of channels of each of these levels. */
    static List<Integer> trunkWidths() {
        return Arrays.stream(WIDTHS).boxed().toList();
    }

    private static Operand<TFloat32> twice(Convolutions layers, String name, Operand<TFloat32> x, int in, int out) {
        return layers.block(name + "_b", layers.block(name + "_a", x, 3, 1, in, out), 3, 1, out, out);
    }

    private static Operand<TFloat32> join(
            Ops tf, Convolutions layers, String name, Operand<TFloat32> deep, Operand<TFloat32> skip, int in, int out) {
        // Nearest-neighbour upsampling: four copies of every channel, distributed over 2 x 2 pixels.
        Operand<TFloat32> copies = tf.tile(deep, tf.constant(new int[] {1, 1, 1, 4}));
        Operand<TFloat32> enlarged = tf.nn.depthToSpace(copies, 2L);
        Operand<TFloat32> both = tf.concat(List.of(enlarged, skip), tf.constant(3));
        return twice(layers, name, both, in + out, out);
    }

    private static Operand<TFloat32> pool(Ops tf, Operand<TFloat32> x) {
        Operand<org.tensorflow.types.TInt32> window = tf.constant(new int[] {1, 2, 2, 1});
        return tf.nn.maxPool(x, window, window, "VALID");
    }
}
