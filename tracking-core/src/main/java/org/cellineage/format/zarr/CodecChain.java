package org.cellineage.format.zarr;

import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the samples of a chunk are encoded.
 *
 * @param axes the axes of the array in their storage order within a chunk, slowest first
 * @param byteOrder byte order of multi-byte samples
 * @param packing bytes-to-bytes codecs in the order in which they were applied
 */
record CodecChain(List<Integer> axes, ByteOrder byteOrder, List<ChunkCodec> packing) {

    /** Maximum overhead of each step on incompressible bytes. */
    private static final int SLACK_BYTES = 1 << 16;

    CodecChain {
        axes = List.copyOf(axes);
        packing = List.copyOf(packing);
    }

    /** Maximum plausible size of a stored chunk that decodes to {@code decodedBytes}. */
    long mostStoredBytes(long decodedBytes) {
        return packing.isEmpty() ? decodedBytes : decodedBytes + decodedBytes / 8 + (long) SLACK_BYTES * packing.size();
    }

    /**
     * Decodes the samples of a chunk to bytes.
     *
     * @param decodedBytes size according to the chunk's shape and type
     * @throws CorruptChunkException if the result has another size
     */
    byte[] decode(byte[] stored, int decodedBytes) throws CorruptChunkException {
        byte[] bytes = stored;
        for (int i = packing.size() - 1; i >= 0; i--) {
            long most = i == 0
                    ? decodedBytes
                    : Math.min(decodedBytes + decodedBytes / 8L + (long) SLACK_BYTES * i, Integer.MAX_VALUE - 16);
            bytes = packing.get(i).decode(bytes, (int) most);
        }
        if (bytes.length != decodedBytes) {
            throw new CorruptChunkException(
                    "it contains " + bytes.length + " bytes of samples; " + decodedBytes + " are expected");
        }
        return bytes;
    }

    /** Distance in samples between consecutive indices of each axis of the array, in a chunk of this shape. */
    int[] strides(int[] chunkShape) {
        int[] strides = new int[chunkShape.length];
        int stride = 1;
        for (int i = axes.size() - 1; i >= 0; i--) {
            int axis = axes.get(i);
            strides[axis] = stride;
            stride *= chunkShape[axis];
        }
        return strides;
    }

    /** Axes in array order. */
    static List<Integer> inOrder(int rank) {
        return IntStream.range(0, rank).boxed().toList();
    }
}
