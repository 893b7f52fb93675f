package org.cellineage.format.zarr;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * What {@code .zarray} or {@code zarr.json} says of an array.
 *
 * @param shape samples along each axis, slowest first
 * @param gridShape samples along each axis in one stored object
 * @param type how a sample is stored
 * @param fill the value of samples whose chunk is not there
 * @param keyStart what chunk keys start with, with its separator: {@code c/} or nothing
 * @param keySeparator between the numbers of a chunk key
 * @param chain how the samples of a chunk, or of an inner chunk of a shard, became bytes
 * @param sharding where stored objects are shards of several chunks
 */
record ArrayMetadata(
        List<Integer> shape,
        List<Integer> gridShape,
        SampleType type,
        double fill,
        String keyStart,
        String keySeparator,
        CodecChain chain,
        Optional<Sharding> sharding) {

    /**
     * How a shard is put together.
     *
     * @param chunkShape samples along each axis of an inner chunk
     * @param indexAtEnd whether the index stands behind the chunks
     * @param indexOrder byte order of the index
     * @param indexSum whether a CRC-32C follows the index
     * @param packing steps that were applied to the shard as a whole
     */
    record Sharding(
            List<Integer> chunkShape,
            boolean indexAtEnd,
            ByteOrder indexOrder,
            boolean indexSum,
            List<ChunkCodec> packing) {

        Sharding {
            chunkShape = List.copyOf(chunkShape);
            packing = List.copyOf(packing);
        }
    }

    /** Most bytes of a chunk's samples: it is held in memory as a whole. */
    static final long MAX_CHUNK_BYTES = 1L << 30;

    ArrayMetadata {
        shape = List.copyOf(shape);
        gridShape = List.copyOf(gridShape);
    }

    /** The shape of what is unpacked at once. */
    List<Integer> chunkShape() {
        return sharding.map(Sharding::chunkShape).orElse(gridShape);
    }

    int width() {
        return shape.get(shape.size() - 1);
    }

    int height() {
        return shape.get(shape.size() - 2);
    }

    /** Planes in all. */
    long planes() {
        return product(shape.subList(0, shape.size() - 2));
    }

    /** The key of a stored object, below the array. */
    String key(int[] object) {
        StringBuilder key = new StringBuilder(keyStart);
        for (int i = 0; i < object.length; i++) {
            key.append(i == 0 ? "" : keySeparator).append(object[i]);
        }
        return key.toString();
    }

    /** The key of the stored object that holds the first sample of a plane. */
    String firstKey(int plane) {
        int[] object = new int[shape.size()];
        int rest = plane;
        for (int i = shape.size() - 3; i >= 0; i--) {
            object[i] = rest % shape.get(i) / gridShape.get(i);
            rest /= shape.get(i);
        }
        return key(object);
    }

    /** Saturated at the largest long. */
    static long product(List<Integer> factors) {
        long product = 1;
        for (int factor : factors) {
            product = factor != 0 && product > Long.MAX_VALUE / factor ? Long.MAX_VALUE : product * factor;
        }
        return product;
    }
}
