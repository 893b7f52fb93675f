package org.cellineage.format.zarr;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/** Zstandard frames, with or without their decoded size and checksum. */
final class ZstdCodec implements ChunkCodec {

    @Override
    public byte[] decode(byte[] stored, int most) throws CorruptChunkException {
        if (stored.length == 0) {
            throw new CorruptChunkException("it is empty");
        }
        // Negative if the frame does not declare it. The library rejects frames larger than the buffer.
        long claimed = Zstd.getFrameContentSize(stored);
        byte[] content = new byte[claimed > 0 && claimed < most ? (int) claimed : most];
        try {
            long size = Zstd.decompressByteArray(content, 0, content.length, stored, 0, stored.length);
            if (Zstd.isError(size)) {
                throw new CorruptChunkException("its Zstandard frame is wrong: " + Zstd.getErrorName(size));
            }
            return size == content.length ? content : Arrays.copyOf(content, (int) size);
        } catch (ZstdException e) {
            throw new CorruptChunkException("its Zstandard frame is wrong: " + e.getMessage(), e);
        }
    }
}
