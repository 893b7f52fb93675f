package org.cellineage.jobs.hadoop;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.cellineage.format.SeekableBytes;

/** The bytes of a file on any Hadoop file system. */
final class HadoopSeekableBytes implements SeekableBytes {

    private final FSDataInputStream in;
    private final long length;

    HadoopSeekableBytes(FSDataInputStream in, long length) {
        this.in = in;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        // Seek and read: a positioned read opens a new request on object stores, a forward seek mostly does not.
        if (position >= length) {
            return -1;
        }
        if (in.getPos() != position) {
            in.seek(position);
        }
        return in.read(target, offset, count);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
