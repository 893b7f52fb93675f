package org.cellineage.format.zarr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Deflate data in gzip or zlib format; the checksum of either is verified. */
enum InflateCodec implements ChunkCodec {
    GZIP,
    ZLIB;

    private static final int FIRST_BYTES = 1 << 16;
    /** Deflate expands a byte to at most 1032. */
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
