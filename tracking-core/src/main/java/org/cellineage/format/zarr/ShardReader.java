package org.cellineage.format.zarr;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.zarr.ArrayMetadata.Sharding;

/** An open shard: reads its index once, then only the chunks that are requested. */
final class ShardReader implements Closeable {

    /** Maximum number of chunks of a shard; the index takes 16 bytes for each. */
    static final int MAX_CHUNKS = 1 << 20;

    private static final int ENTRY_BYTES = 16;
    private static final long NO_CHUNK = -1;

    private final SeekableBytes bytes;
    /** Offset and length of each chunk. */
    private final long[] index;

    private ShardReader(SeekableBytes bytes, long[] index) {
        this.bytes = bytes;
        this.index = index;
    }

    /**
     * Opens a shard.
     *
     * @param chunks number of chunks
     * @param mostBytes maximum decoded size if the shard is encoded as a whole
     */
    static ShardReader open(SeekableBytes file, Sharding sharding, int chunks, int mostBytes) throws IOException {
        try {
            SeekableBytes bytes = sharding.packing().isEmpty() ? file : unpacked(file, sharding, mostBytes);
            return new ShardReader(bytes, index(bytes, sharding, chunks));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static SeekableBytes unpacked(SeekableBytes file, Sharding sharding, int mostBytes) throws IOException {
        if (file.length() > mostBytes) {
            throw new CorruptChunkException(
                    "it has " + file.length() + " bytes; " + mostBytes + " are expected at most");
        }
        byte[] content = new byte[(int) file.length()];
        file.readFully(0, content, 0, content.length);
        file.close();
        for (int i = sharding.packing().size() - 1; i >= 0; i--) {
            content = sharding.packing().get(i).decode(content, mostBytes);
        }
        return new ByteArraySeekableBytes(content);
    }

    private static long[] index(SeekableBytes bytes, Sharding sharding, int chunks) throws IOException {
        int entries = chunks * ENTRY_BYTES;
        int size = entries + (sharding.indexSum() ? Crc32cCodec.SUM_BYTES : 0);
        long length = bytes.length();
        if (length < size) {
            throw new CorruptChunkException("the shard has " + length + " bytes, but its index alone needs " + size);
        }
        byte[] stored = new byte[size];
        bytes.readFully(sharding.indexAtEnd() ? length - size : 0, stored, 0, size);
        if (sharding.indexSum()) {
            CRC32C sum = new CRC32C();
            sum.update(stored, 0, entries);
            if (sum.getValue() != LittleEndian.u32(stored, entries)) {
                throw new CorruptChunkException("the checksum of the shard's index is wrong");
            }
        }
        LongBuffer numbers =
                ByteBuffer.wrap(stored, 0, entries).order(sharding.indexOrder()).asLongBuffer();
        long[] index = new long[2 * chunks];
        numbers.get(index);
        return index;
    }

    /**
     * Reads a stored chunk; empty if the shard does not contain it.
     *
     * @param most maximum plausible size in bytes
     */
    Optional<byte[]> read(int chunk, long most) throws IOException {
        long offset = index[2 * chunk];
        long length = index[2 * chunk + 1];
        if (offset == NO_CHUNK && length == NO_CHUNK) {
            return Optional.empty();
        }
        if (offset < 0 || length < 0 || length > most || offset > bytes.length() - length) {
            throw new CorruptChunkException(
                    "its index puts chunk " + chunk + " at byte " + Long.toUnsignedString(offset) + ", "
                            + Long.toUnsignedString(length) + " bytes long, but the shard has " + bytes.length());
        }
        byte[] stored = new byte[(int) length];
        try {
            bytes.readFully(offset, stored, 0, stored.length);
        } catch (EOFException e) {
            throw new CorruptChunkException("it ends early", e);
        }
        return Optional.of(stored);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
