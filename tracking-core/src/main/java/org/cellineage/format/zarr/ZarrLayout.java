package org.cellineage.format.zarr;

import java.util.List;

/**
 * Type, shape and chunks of an array to write.
 *
 * @param shape size along each axis, slowest first; 0 is possible
 * @param chunks size of a chunk along each axis, at least 1
 * @param axes names of the axes for Zarr 3; empty if they have none
 */
public record ZarrLayout(SampleType type, List<Integer> shape, List<Integer> chunks, List<String> axes) {

    public ZarrLayout {
        shape = List.copyOf(shape);
        chunks = List.copyOf(chunks);
        axes = List.copyOf(axes);
        if (chunks.size() != shape.size() || (!axes.isEmpty() && axes.size() != shape.size())) {
            throw new IllegalArgumentException("shape " + shape + ", chunks " + chunks + ", axes " + axes);
        }
        if (chunks.stream().anyMatch(size -> size < 1) || shape.stream().anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("shape " + shape + ", chunks " + chunks);
        }
        if (ArrayMetadata.product(chunks) > ArrayMetadata.MAX_CHUNK_BYTES / type.bytes()) {
            throw new IllegalArgumentException("chunks of " + chunks + " are too large to be read again");
        }
    }

    /** Decoded size of every chunk in bytes; chunks at the edges are as large as the others. */
    public int chunkBytes() {
        return (int) ArrayMetadata.product(chunks) * type.bytes();
    }
}
