package org.cellineage.format.zarr;

/**
 * Undoes one step of how a chunk's bytes were packed.
 *
 * <p>Stateless; may be used by several threads.
 */
interface ChunkCodec {

    /**
     * Unpacks a chunk.
     *
     * @param stored what the step before this one gives, as a whole
     * @param most most bytes that may come out; never allocates much more
     * @throws CorruptChunkException where {@code stored} cannot be unpacked, or to more than {@code most} bytes
     */
    byte[] decode(byte[] stored, int most) throws CorruptChunkException;
}
