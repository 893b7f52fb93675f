package org.cellineage.jobs.hadoop;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.util.functional.FutureIO;
import org.cellineage.format.LocalSeekableBytes;
import org.cellineage.format.SeekableBytes;

/**
 * A file on a Hadoop file system, read by position.
 *
 * <p>Headers of images are read in many small pieces, and pixels strip by strip; in a bucket, each would be a request.
 * Small reads are therefore served from a window, of {@link #FIRST_WINDOW_BYTES} at first and twice as large each time
 * the reader continues at the end of the previous window, up to {@link #LAST_WINDOW_BYTES}; a jump starts small again.
 * Reads at least as large as the window bypass it.
 */
final class HadoopSeekableBytes implements SeekableBytes {

    static final int FIRST_WINDOW_BYTES = 64 * 1024;
    static final int LAST_WINDOW_BYTES = 2 * 1024 * 1024;

    private final FSDataInputStream in;
    private final long length;
    private byte[] window = new byte[0];
    private long windowStart;
    private int nextWindowBytes = FIRST_WINDOW_BYTES;

    private HadoopSeekableBytes(FSDataInputStream in, long length) {
        this.in = in;
        this.length = length;
    }

    /**
     * Opens a file without requesting its status again. Local files are read without Hadoop, which is faster and avoids
     * Hadoop's checksum files, whose names are invalid for files with a colon.
     */
    static SeekableBytes open(FileSystem fileSystem, FileStatus file) throws IOException {
        if (Locations.isLocal(file.getPath())) {
            return new LocalSeekableBytes(Path.of(file.getPath().toUri().getPath()));
        }
        FSDataInputStream in = FutureIO.awaitFuture(fileSystem
                .openFile(file.getPath())
                .opt(
                        OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                        OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_RANDOM)
                .withFileStatus(file)
                .build());
        return new HadoopSeekableBytes(in, file.getLen());
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("position must be at least 0, but is " + position);
        }
        if (position >= length) {
            return -1;
        }
        int wanted = (int) Math.min(count, length - position);
        if (wanted >= nextWindowBytes) {
            in.readFully(position, target, offset, wanted);
            return wanted;
        }
        if (position < windowStart || position >= windowStart + window.length) {
            fillWindow(position);
        }
        int inWindow = (int) (position - windowStart);
        int n = Math.min(wanted, window.length - inWindow);
        System.arraycopy(window, inWindow, target, offset, n);
        return n;
    }

    private void fillWindow(long position) throws IOException {
        boolean goesOn = window.length > 0 && position == windowStart + window.length;
        nextWindowBytes = goesOn ? Math.min(2 * nextWindowBytes, LAST_WINDOW_BYTES) : FIRST_WINDOW_BYTES;
        byte[] filled = new byte[(int) Math.min(nextWindowBytes, length - position)];
        in.readFully(position, filled, 0, filled.length);
        window = filled;
        windowStart = position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
