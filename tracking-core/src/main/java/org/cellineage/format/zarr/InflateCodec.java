package org.cellineage.format.zarr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Deflated bytes in the frame of gzip or of zlib; both carry a checksum, which is checked. */
enum InflateCodec implements ChunkCodec {
    GZIP,
    ZLIB;

    private static final int FIRST_BYTES = 1 << 16;
    /** Deflate makes at most 1032 bytes of one. */
    private static final long MOST_RATIO = 1040;

    @Override
    public byte[] decode(byte[] stored, int most) throws CorruptChunkException {
        long possible = stored.length * MOST_RATIO + 64;
        byte[] content = new byte[(int) Math.min(most, possible)];
        try (InputStream in = this == GZIP
                ? new GZIPInputStream(new ByteArrayInputStream(stored), FIRST_BYTES)
                : new InflaterInputStream(new ByteArrayInputStream(stored))) {
            int done = in.readNBytes(content, 0, content.length);
            if (in.read() >= 0) {
                throw new CorruptChunkException("it unpacks to more than the " + most + " bytes that are expected");
            }
            return done == content.length ? content : Arrays.copyOf(content, done);
        } catch (CorruptChunkException e) {
            throw e;
        } catch (IOException e) {
            throw new CorruptChunkException("it cannot be unpacked by " + name().toLowerCase(java.util.Locale.ROOT), e);
        }
    }
}
