package org.cellineage.format.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.cellineage.format.LocalSeekableBytes;
import org.cellineage.format.SeekableBytes;
import org.jspecify.annotations.Nullable;

/**
 * A compressed member that is unpacked only as far as it is read: the first bytes into memory, more into a file on the
 * local disk. Headers are usually at the beginning, so most of a movie need not be unpacked for them.
 */
final class UnpackedPrefix implements SeekableBytes {

    private static final int IN_MEMORY = 1 << 18;

    private final InputStream unpacking;
    private final long length;
    private final byte[] first;
    private long done;
    private @Nullable Rest rest;

    /** The part beyond what is kept in memory. */
    private record Rest(TemporaryFile file, OutputStream out, SeekableBytes in) {}

    /**
     * Starts to unpack.
     *
     * @param unpacking stream of the unpacked bytes; closed with this object
     * @param length unpacked size in bytes as declared in the archive
     */
    UnpackedPrefix(InputStream unpacking, long length) {
        this.unpacking = unpacking;
        this.length = length;
        this.first = new byte[(int) Math.min(length, IN_MEMORY)];
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        if (position >= length) {
            return -1;
        }
        int wanted = (int) Math.min(count, length - position);
        unpackTo(position + wanted);
        if (position < first.length) {
            int n = (int) Math.min(wanted, first.length - position);
            System.arraycopy(first, (int) position, target, offset, n);
            return n;
        }
        return rest().in.read(position - first.length, target, offset, wanted);
    }

    private void unpackTo(long wanted) throws IOException {
        while (done < Math.min(wanted, first.length)) {
            done += some(first, (int) done, first.length - (int) done);
        }
        byte[] buffer = done < wanted ? new byte[1 << 16] : new byte[0];
        while (done < wanted) {
            int n = some(buffer, 0, (int) Math.min(buffer.length, length - done));
            rest().out.write(buffer, 0, n);
            done += n;
        }
    }

    private int some(byte[] into, int at, int count) throws IOException {
        int n = unpacking.read(into, at, count);
        if (n < 0) {
            throw new EOFException("it ends after " + done + " of " + length + " bytes");
        }
        return n;
    }

    private Rest rest() throws IOException {
        Rest current = rest;
        if (current == null) {
            TemporaryFile file = TemporaryFile.create();
            try {
                current = new Rest(file, file.output(), new LocalSeekableBytes(file.path()));
            } catch (IOException e) {
                file.close();
                throw e;
            }
            rest = current;
        }
        return current;
    }

    @Override
    public void close() throws IOException {
        Optional<Rest> open = Optional.ofNullable(rest);
        rest = null;
        try (unpacking) {
            if (open.isPresent()) {
                try (TemporaryFile file = open.get().file;
                        OutputStream out = open.get().out;
                        SeekableBytes in = open.get().in) {
                    // Closed in order, the file last.
                }
            }
        }
    }
}
