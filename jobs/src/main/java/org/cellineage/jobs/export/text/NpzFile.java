package org.cellineage.jobs.export.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes arrays as numpy reads them with {@code np.load}: a zip archive of {@code .npy} files (format 1.0), little-endian
 * and in C order. Its bytes depend on the arrays alone. Does not close what it writes to.
 */
final class NpzFile implements Closeable {

    /** The first time that an archive can hold. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int ALIGNMENT = 64;
    private static final int PREFIX_BYTES = 10;
    private static final int BLOCK = 1 << 13;

    private final ZipOutputStream zip;

    NpzFile(OutputStream out) {
        this.zip = new ZipOutputStream(out);
    }

    /** A value of an array by its position. */
    @FunctionalInterface
    interface Doubles {
        double at(int index);
    }

    /** A value of an array by its position. */
    @FunctionalInterface
    interface Longs {
        long at(int index);
    }

    /** Adds an array of 64-bit floats. */
    void doubles(String name, int[] shape, Doubles values) throws IOException {
        begin(name, "<f8", shape);
        numbers(shape, (block, index) -> block.putDouble(values.at(index)));
    }

    /** Adds an array of 64-bit whole numbers. */
    void longs(String name, int[] shape, Longs values) throws IOException {
        begin(name, "<i8", shape);
        numbers(shape, (block, index) -> block.putLong(values.at(index)));
    }

    private void begin(String name, String type, int[] shape) throws IOException {
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        StringBuilder text =
                new StringBuilder("{'descr': '").append(type).append("', 'fortran_order': False, 'shape': (");
        for (int side : shape) {
            text.append(side).append(shape.length == 1 ? "," : ", ");
        }
        if (shape.length > 1) {
            text.setLength(text.length() - 2);
        }
        text.append("), }");
        while ((PREFIX_BYTES + text.length() + 1) % ALIGNMENT != 0) {
            text.append(' ');
        }
        text.append('\n');
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        prefix.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        prefix.put((byte) 1).put((byte) 0).putShort((short) text.length());
        zip.write(prefix.array());
        zip.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    @FunctionalInterface
    private interface Put {
        void put(ByteBuffer block, int index);
    }

    private void numbers(int[] shape, Put put) throws IOException {
        int count = 1;
        for (int side : shape) {
            count = Math.multiplyExact(count, side);
        }
        ByteBuffer block = ByteBuffer.allocate(BLOCK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            put.put(block, i);
            if (!block.hasRemaining()) {
                zip.write(block.array(), 0, block.position());
                block.clear();
            }
        }
        zip.write(block.array(), 0, block.position());
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.finish();
    }
}
