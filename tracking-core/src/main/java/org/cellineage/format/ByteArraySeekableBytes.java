package org.cellineage.format;

/** The bytes of an array, which is not copied. */
public final class ByteArraySeekableBytes implements SeekableBytes {

    private final byte[] bytes;

    public ByteArraySeekableBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) {
        if (position >= bytes.length) {
            return -1;
        }
        int n = (int) Math.min(count, bytes.length - position);
        System.arraycopy(bytes, (int) position, target, offset, n);
        return n;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
