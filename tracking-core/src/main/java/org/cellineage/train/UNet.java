package org.cellineage.train;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Architecture of networks that answer for every pixel: a U-Net (Ronneberger et al. 2015) after a stride-2 stem, so that
 * its widest layers process a quarter of the pixels; all heads share one trunk.
 *
 * <p>Input: [images, height, width, inputs], sides multiples of {@link #SIDE_MULTIPLE}. Output: [images, height, width,
 * outputs].
 *
 * @param inputs values of a pixel that it reads
 * @param outputs values that it says about a pixel
 * @param widths channels at a half, a quarter, an eighth and a sixteenth of the resolution
 */
public record UNet(int inputs, int outputs, List<Integer> widths) {

    /** The sides of the input must be multiples of this. */
    public static final int SIDE_MULTIPLE = 16;

    /** Radius of the receptive field. */
    public static final int REACH_PX = 112;

    private static final int LEVELS = 4;

    public UNet {
        widths = List.copyOf(widths);
        if (widths.size() != LEVELS) {
            throw new IllegalArgumentException("widths must be " + LEVELS + " numbers, but are " + widths);
        }
    }

    /** Adds the network to a graph. */
    public Operand<TFloat32> build(Ops tf, Operand<TFloat32> image, Convolutions layers) {
        List<Operand<TFloat32>> levels = trunk(tf, image, layers);
        Operand<TFloat32> up = levels.get(LEVELS - 1);
        up = join(tf, layers, "up_eighth", up, levels.get(2), widths.get(3), widths.get(2));
        up = join(tf, layers, "up_quarter", up, levels.get(1), widths.get(2), widths.get(1));
        up = join(tf, layers, "up_half", up, levels.get(0), widths.get(1), widths.get(0));
        return tf.nn.depthToSpace(layers.linear("heads", up, widths.get(0), 4 * outputs), 2L);
    }

    /** Adds the descending half to a graph: its levels at a half, a quarter, an eighth and a sixteenth of the side. */
    public List<Operand<TFloat32>> trunk(Ops tf, Operand<TFloat32> image, Convolutions layers) {
        int first = widths.get(0);
        Operand<TFloat32> stem = layers.block("stem", image, 5, 2, inputs, first);
        Operand<TFloat32> half = twice(layers, "half", stem, first, first);
        Operand<TFloat32> quarter = twice(layers, "quarter", pool(tf, half), first, widths.get(1));
        Operand<TFloat32> eighth = twice(layers, "eighth", pool(tf, quarter), widths.get(1), widths.get(2));
        Operand<TFloat32> deep = twice(layers, "deep", pool(tf, eighth), widths.get(2), widths.get(3));
        return List.of(half, quarter, eighth, deep);
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
