package org.cellineage.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;

/**
 * A finite sequence of bytes, readable from any position: a local file, an object in a bucket, an array.
 *
 * <p>Reads name their position and keep no state between them; an instance is used by one thread at a time.
 */
public interface SeekableBytes extends Closeable {

    /** Bytes in all. */
    long length() throws IOException;

    /**
     * Reads up to {@code count} bytes from {@code position} into {@code target}.
     *
     * @return bytes read, at least 1, or -1 at or past the end
     */
    int read(long position, byte[] target, int offset, int count) throws IOException;

    /**
     * Reads exactly {@code count} bytes.
     *
     * @throws EOFException where fewer bytes are left
     */
    default void readFully(long position, byte[] target, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int n = read(position + done, target, offset + done, count - done);
            if (n < 0) {
                throw new EOFException("the file ends at byte " + length() + ", but bytes " + position + " to "
                        + (position + count) + " were asked for");
            }
            done += n;
        }
    }
}
