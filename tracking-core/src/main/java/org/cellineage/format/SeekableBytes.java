package org.cellineage.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;

/**
 * A finite sequence of bytes that can be read from any position: a local file, an object in a bucket, an array.
 *
 * <p>Each read specifies its position and there is no cursor; an instance is used by one thread at a time.
 */
public interface SeekableBytes extends Closeable {

    /** Number of bytes. */
    long length() throws IOException;

    /**
     * Reads up to {@code count} bytes from {@code position} into {@code target}.
     *
     * @return number of bytes read, at least 1, or -1 at or beyond the end
     */
    int read(long position, byte[] target, int offset, int count) throws IOException;

    /**
     * Reads exactly {@code count} bytes.
     *
     * @throws EOFException if fewer bytes are left
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
