package org.cellineage.format.zarr;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** Bytes followed by their CRC-32C, four bytes, little-endian. */
final class Crc32cCodec implements ChunkCodec {

    static final int SUM_BYTES = 4;

    @Override
    public byte[] decode(byte[] stored, int most) throws CorruptChunkException {
        int length = stored.length - SUM_BYTES;
        if (length < 0 || length > most) {
            throw new CorruptChunkException("it has " + stored.length + " bytes; " + most + " and a checksum of "
                    + SUM_BYTES + " are expected");
        }
        CRC32C sum = new CRC32C();
        sum.update(stored, 0, length);
        if (sum.getValue() != LittleEndian.u32(stored, length)) {
            throw new CorruptChunkException("its checksum is wrong");
        }
        return Arrays.copyOf(stored, length);
    }
}
