package org.cellineage.format.zarr;

import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the samples of a chunk become bytes.
 *
 * @param axes which axis of the array is stored as the first, second, … of a chunk, slowest first
 * @param byteOrder of samples of several bytes
 * @param packing steps that were applied to the bytes, in the order in which they were
 */
record CodecChain(List<Integer> axes, ByteOrder byteOrder, List<ChunkCodec> packing) {

    /** What each step of packing may add to bytes that do not shrink. */
    private static final int SLACK_BYTES = 1 << 16;

    CodecChain {
        axes = List.copyOf(axes);
        packing = List.copyOf(packing);
    }

    /** Most bytes that a stored chunk of {@code decodedBytes} can sensibly have. */
    long mostStoredBytes(long decodedBytes) {
        return packing.isEmpty() ? decodedBytes : decodedBytes + decodedBytes / 8 + (long) SLACK_BYTES * packing.size();
    }

    /**
     * The bytes of a chunk's samples.
     *
     * @param decodedBytes what the chunk's shape and type need
     * @throws CorruptChunkException where something else comes out
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

    /** How many samples to go from one index of each axis of the array to the next, in a chunk of this shape. */
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

    /** Axes in the order of the array. */
    static List<Integer> inOrder(int rank) {
        return IntStream.range(0, rank).boxed().toList();
    }
}
