package org.cellineage.format.archive;

import java.io.IOException;
import org.cellineage.format.SeekableBytes;

/**
 * A range of an archive as bytes of their own: a member stored without compression. Closing it does not close the
 * archive.
 */
record MemberWindow(SeekableBytes archive, long at, long length) implements SeekableBytes {

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        if (position >= length) {
            return -1;
        }
        return archive.read(at + position, target, offset, (int) Math.min(count, length - position));
    }

    @Override
    public void close() {
        // The owner closes the archive.
    }
}
