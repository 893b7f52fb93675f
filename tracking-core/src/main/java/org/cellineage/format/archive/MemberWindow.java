package org.cellineage.format.archive;

import java.io.IOException;
import org.cellineage.format.SeekableBytes;

/** A stretch of an archive as bytes of their own: a member that was stored without compression. Closing it leaves the archive open. */
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
        // The archive is its owner's.
    }
}
