package org.cellineage.format.zarr;

/**
 * Decodes one step of the encoding of a chunk.
 *
 * <p>Stateless and thread-safe.
 */
interface ChunkCodec {

    /**
     * Decodes a chunk.
     *
     * @param stored the complete output of the previous step
     * @param most maximum number of decoded bytes; not much more is ever allocated
     * @throws CorruptChunkException if {@code stored} cannot be decoded, or only to more than {@code most} bytes
     */
    byte[] decode(byte[] stored, int most) throws CorruptChunkException;
}
