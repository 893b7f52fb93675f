package org.cellineage.format.archive;

import java.io.IOException;
import java.io.InputStream;
import org.cellineage.format.SeekableBytes;

/** Reads seekable bytes sequentially. Closing it does not close them. */
public final class SeekableInputStream extends InputStream {

    private final SeekableBytes bytes;
    private long position;

    public SeekableInputStream(SeekableBytes bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        int n = bytes.read(position, target, offset, count);
        if (n > 0) {
            position += n;
        }
        return n;
    }
}
