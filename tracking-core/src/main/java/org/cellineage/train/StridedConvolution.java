package org.cellineage.train;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A strided convolution for training. It computes the same as TensorFlow's with "SAME" padding, but as a convolution of
 * stride 1 over blocks of pixels that are moved into the channels.
 *
 * <p>oneDNN 3.5, which TensorFlow 2.18 includes, computes a wrong gradient for the input of a strided convolution on
 * processors with AVX-512. If the number of channels is not a multiple of the block size it chose, its kernel
 * {@code brgconv_strided:avx512_core} for {@code backward_data} gets a third of the values wrong, by as much as their
 * own magnitude, and reports no error; for example with 48 channels of 20 × 20 pixels, kernel 3, stride 2. With a
 * stride of 2 the blocks have four times the channels, and the kernels for stride 1 are correct.
 */
record StridedConvolution(int kernel, int stride, int in, int out) {

    /**
     * Convolves images whose size is known when the graph is built.
     *
     * @param x [n, height, width, in]
     * @param filter [kernel, kernel, in, out]
     * @return [n, height / stride, width / stride, out], rounded up
     */
    Operand<TFloat32> of(Ops tf, Operand<TFloat32> x, Operand<TFloat32> filter) {
        int[] rows = padding(x.shape().get(1));
        int[] columns = padding(x.shape().get(2));
        Operand<TInt32> around = tf.constant(new int[][] {{0, 0}, rows, columns, {0, 0}});
        Operand<TFloat32> blocks = tf.nn.spaceToDepth(tf.pad(x, around, tf.constant(0f)), (long) stride);
        return tf.nn.conv2d(blocks, overBlocks(tf, filter), List.of(1L, 1L, 1L, 1L), "VALID");
    }

    /** Side of the filter, in blocks. */
    private int blocks() {
        return (kernel + stride - 1) / stride;
    }

    /** Zero padding of a side: before it, as much as TensorFlow adds; after it, up to a whole number of blocks. */
    private int[] padding(long side) {
        if (side == Shape.UNKNOWN_SIZE) {
            throw new IllegalArgumentException("a convolution with a stride needs images of a known size");
        }
        int size = Math.toIntExact(side);
        int places = (size + stride - 1) / stride;
        int before = Math.max(0, (places - 1) * stride + kernel - size) / 2;
        int whole = stride * (places - 1 + blocks());
        return new int[] {before, whole - size - before};
    }

    /**
     * Rearranges [kernel, kernel, in, out] to [blocks, blocks, stride * stride * in, out], padded with zeros at the
     * end.
     */
    private Operand<TFloat32> overBlocks(Ops tf, Operand<TFloat32> filter) {
        int blocks = blocks();
        int more = stride * blocks - kernel;
        Operand<TFloat32> padded =
                tf.pad(filter, tf.constant(new int[][] {{0, more}, {0, more}, {0, 0}, {0, 0}}), tf.constant(0f));
        Operand<TFloat32> apart = tf.reshape(padded, tf.constant(new int[] {blocks, stride, blocks, stride, in, out}));
        Operand<TFloat32> together = tf.linalg.transpose(apart, tf.constant(new int[] {0, 2, 1, 3, 4, 5}));
        return tf.reshape(together, tf.constant(new int[] {blocks, blocks, stride * stride * in, out}));
    }
}
