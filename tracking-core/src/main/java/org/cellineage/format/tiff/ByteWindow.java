package org.cellineage.format.tiff;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cellineage.format.SeekableBytes;

/** Reads numbers at any position of a file through a buffered window, so that headers in a bucket need few requests. */
final class ByteWindow {

    private static final int WINDOW_BYTES = 1 << 16;

    private final SeekableBytes bytes;
    private final long length;
    private final byte[] window = new byte[WINDOW_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(window);
    private long start;
    private int filled;

    ByteWindow(SeekableBytes bytes) throws IOException {
        this.bytes = bytes;
        this.length = bytes.length();
    }

    void order(ByteOrder order) {
        buffer.order(order);
    }

    ByteOrder order() {
        return buffer.order();
    }

    long length() {
        return length;
    }

    int u8(long position) throws IOException {
        return buffer.get(at(position, 1)) & 0xff;
    }

    int u16(long position) throws IOException {
        return buffer.getShort(at(position, 2)) & 0xffff;
    }

    long u32(long position) throws IOException {
        return buffer.getInt(at(position, 4)) & 0xffffffffL;
    }

    long i64(long position) throws IOException {
        return buffer.getLong(at(position, 8));
    }

    byte[] copy(long position, int count) throws IOException {
        byte[] out = new byte[count];
        bytes.readFully(position, out, 0, count);
        return out;
    }

    private int at(long position, int count) throws IOException {
        if (position < 0 || position > length - count) {
            throw new EOFException("the file ends at byte " + length + ", but byte " + position + " was asked for");
        }
        if (position < start || position + count > start + filled) {
            start = position;
            filled = (int) Math.min(WINDOW_BYTES, length - position);
            bytes.readFully(position, window, 0, filled);
        }
        return (int) (position - start);
    }
}
