package org.cellineage.format.archive;

import java.io.IOException;
import org.cellineage.format.LocalSeekableBytes;
import org.cellineage.format.SeekableBytes;

/** An unpacked member on the local disk, deleted when it is closed. */
final class UnpackedFile implements SeekableBytes {

    private final TemporaryFile file;
    private final SeekableBytes bytes;

    UnpackedFile(TemporaryFile file) throws IOException {
        this.file = file;
        try {
            this.bytes = new LocalSeekableBytes(file.path());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public long length() throws IOException {
        return bytes.length();
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        return bytes.read(position, target, offset, count);
    }

    @Override
    public void close() throws IOException {
        try (file) {
            bytes.close();
        }
    }
}
