package org.cellineage.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a local file. */
public final class LocalSeekableBytes implements SeekableBytes {

    private final FileChannel channel;

    public LocalSeekableBytes(Path file) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        return channel.read(ByteBuffer.wrap(target, offset, count), position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
