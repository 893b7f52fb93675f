package org.cellineage.format.zarr;

import com.scalableminds.bloscjava.Blosc;
import org.cellineage.problem.BadInputException;

/**
 * Blosc 1 frames, with lz4, zstd, blosclz or zlib inside, and with optional byte or bit shuffling, as declared in the
 * frame.
 */
final class BloscCodec implements ChunkCodec {

    private static final int HEADER_BYTES = 16;
    /** The upper three bits of the flags name the codec. */
    private static final int CODEC_SHIFT = 5;

    private static final int SNAPPY = 2;

    @Override
    public byte[] decode(byte[] stored, int most) throws CorruptChunkException {
        // The native library trusts the header, so it is validated first.
        if (stored.length < HEADER_BYTES) {
            throw new CorruptChunkException("a Blosc frame has 16 bytes at least, but there are " + stored.length);
        }
        long unpacked = LittleEndian.u32(stored, 4);
        long block = LittleEndian.u32(stored, 8);
        long packed = LittleEndian.u32(stored, 12);
        if (packed != stored.length) {
            throw new CorruptChunkException(
                    "its Blosc frame should have " + packed + " bytes, but has " + stored.length);
        }
        if (unpacked > most) {
            throw new CorruptChunkException("its Blosc frame claims " + unpacked + " bytes; " + most + " are expected");
        }
        if (unpacked == 0) {
            return new byte[0];
        }
        if (block == 0 || block > unpacked || stored[3] == 0) {
            throw new CorruptChunkException("the header of its Blosc frame is wrong");
        }
        if ((stored[2] & 0xff) >> CODEC_SHIFT == SNAPPY) {
            throw new CorruptChunkException("it is packed by Snappy within Blosc, which cannot be unpacked");
        }
        byte[] content;
        try {
            content = Blosc.decompress(stored, 1);
        } catch (LinkageError e) {
            throw new BadInputException(
                    "Blosc",
                    "The native Blosc library cannot be loaded on this machine: " + e.getMessage() + ".",
                    "Run on Linux x86-64 with a temporary folder that allows programs (-Djava.io.tmpdir=DIR), or write"
                            + " the OME-Zarr with zstd or gzip.",
                    e);
        } catch (RuntimeException e) {
            throw new CorruptChunkException("its Blosc frame cannot be unpacked", e);
        }
        if (content == null || content.length != unpacked) {
            throw new CorruptChunkException("its Blosc frame cannot be unpacked");
        }
        return content;
    }
}
