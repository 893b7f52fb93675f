package org.cellineage.format.zarr;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The contents of {@code .zarray} or {@code zarr.json} for an array.
 *
 * @param shape size along each axis, slowest first
 * @param gridShape size of a stored object along each axis
 * @param type storage type of a sample
 * @param fill value of samples in missing chunks
 * @param keyStart prefix of chunk keys, including the separator: {@code c/} or empty
 * @param keySeparator separator between the numbers of a chunk key
 * @param chain how the samples of a chunk, or of an inner chunk of a shard, are encoded
 * @param sharding present if stored objects are shards of several chunks
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
     * The structure of a shard.
     *
     * @param chunkShape size of an inner chunk along each axis
     * @param indexAtEnd whether the index follows the chunks
     * @param indexOrder byte order of the index
     * @param indexSum whether a CRC-32C follows the index
     * @param packing codecs that were applied to the whole shard
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

    /** Maximum decoded size of a chunk in bytes, as a whole chunk is held in memory. */
    static final long MAX_CHUNK_BYTES = 1L << 30;

    ArrayMetadata {
        shape = List.copyOf(shape);
        gridShape = List.copyOf(gridShape);
    }

    /** Shape of the unit that is decoded at once. */
    List<Integer> chunkShape() {
        return sharding.map(Sharding::chunkShape).orElse(gridShape);
    }

    int width() {
        return shape.get(shape.size() - 1);
    }

    int height() {
        return shape.get(shape.size() - 2);
    }

    /** Number of planes. */
    long planes() {
        return product(shape.subList(0, shape.size() - 2));
    }

    /** Key of a stored object relative to the array. */
    String key(int[] object) {
        StringBuilder key = new StringBuilder(keyStart);
        for (int i = 0; i < object.length; i++) {
            key.append(i == 0 ? "" : keySeparator).append(object[i]);
        }
        return key.toString();
    }

    /** Key of the stored object that contains the first sample of a plane. */
    String firstKey(int plane) {
        int[] object = new int[shape.size()];
        int rest = plane;
        for (int i = shape.size() - 3; i >= 0; i--) {
            object[i] = rest % shape.get(i) / gridShape.get(i);
            rest /= shape.get(i);
        }
        return key(object);
    }

    /** Product that saturates at the largest long. */
    static long product(List<Integer> factors) {
        long product = 1;
        for (int factor : factors) {
            product = factor != 0 && product > Long.MAX_VALUE / factor ? Long.MAX_VALUE : product * factor;
        }
        return product;
    }
}
