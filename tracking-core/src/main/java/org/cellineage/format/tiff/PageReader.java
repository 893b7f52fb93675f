package org.cellineage.format.tiff;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import org.cellineage.format.SeekableBytes;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/** Reads the pixels of a sample of a page. Reuses its buffers; not thread-safe. */
final class PageReader implements Closeable {

    private static final int CHUNK_BYTES = 1 << 20;

    private final SeekableBytes bytes;
    private final ByteOrder order;
    private final String where;
    private final SegmentDecoder decoder;
    private byte[] stored = new byte[0];
    private byte[] decoded = new byte[0];

    PageReader(SeekableBytes bytes, ByteOrder order, String where) {
        this.bytes = bytes;
        this.order = order;
        this.where = where;
        this.decoder = new SegmentDecoder(where);
    }

    /**
     * Reads one sample of a page.
     *
     * @param number number of the page, for messages
     */
    Plane read(TiffDirectory page, int number, int sample) throws IOException {
        Object samples = page.type().newArray(page.width() * page.height());
        try {
            if (page.contiguous()) {
                readRun(page, page.offsets()[0], samples);
            } else {
                readSegments(page, sample, samples);
            }
        } catch (EOFException e) {
            throw cutOff(e);
        }
        return SamplePlanes.of(page.type(), page.width(), page.height(), samples, where, number);
    }

    private BadInputException cutOff(EOFException e) {
        return new BadInputException(
                where,
                "The TIFF file is cut off: " + e.getMessage() + ".",
                "Copy the file again from its source, or remove it from the input.",
                e);
    }

    private void readRun(TiffDirectory page, long offset, Object samples) throws IOException {
        int size = page.type().bytes();
        int total = page.width() * page.height();
        stored = ensure(stored, CHUNK_BYTES);
        int chunk = CHUNK_BYTES / size;
        for (int done = 0; done < total; done += chunk) {
            int n = Math.min(chunk, total - done);
            bytes.readFully(offset + (long) done * size, stored, 0, n * size);
            page.type().unpack(stored, order, samples, done, n);
        }
    }

    private void readSegments(TiffDirectory page, int sample, Object samples) throws IOException {
        int across = page.segmentsAcross();
        int down = page.segmentsDown();
        int firstSegment = page.planar() ? sample * across * down : 0;
        int taken = page.planar() ? 0 : sample;
        // A strip of single samples can be decoded directly into the rows of the plane.
        boolean direct = !page.tiled() && page.interleaved() == 1;
        for (int j = 0; j < down; j++) {
            int wanted = (int) page.decodedBytes(j);
            if (direct) {
                loadSegment(page, firstSegment + j, wanted, page.storedRows(j), samples, j * page.segmentHeight());
                continue;
            }
            Object segment = page.type().newArray(wanted / page.type().bytes());
            for (int i = 0; i < across; i++) {
                int index = firstSegment + j * across + i;
                loadSegment(page, index, wanted, page.storedRows(j), segment, 0);
                copyVisible(page, segment, i, j, taken, samples);
            }
        }
    }

    /** Decodes segment {@code index} with all its samples into {@code target}, starting at row {@code firstRow}. */
    private void loadSegment(TiffDirectory page, int index, int wanted, int rows, Object target, int firstRow)
            throws IOException {
        decoded = ensure(decoded, wanted);
        if (page.compression() == TiffTag.COMPRESSION_NONE) {
            bytes.readFully(page.offsets()[index], decoded, 0, wanted);
            if (page.reversedBits()) {
                reverseBits(decoded, wanted);
            }
        } else {
            // No scheme doubles the size of incompressible data; a larger size in the header does not justify more
            // memory.
            long most = Math.min(2L * wanted + CHUNK_BYTES, Integer.MAX_VALUE - 16);
            int count = (int) Math.min(page.byteCounts()[index], most);
            stored = ensure(stored, count);
            bytes.readFully(page.offsets()[index], stored, 0, count);
            if (page.reversedBits()) {
                reverseBits(stored, count);
            }
            decoder.decompress(page.compression(), stored, count, decoded, wanted);
        }
        int stride = page.interleaved();
        int perRow = page.segmentWidth() * stride;
        int at = firstRow * perRow;
        ByteOrder segmentOrder = order;
        if (page.predictor() == TiffTag.PREDICTOR_FLOAT) {
            int size = page.type().bytes();
            for (int y = 0; y < rows; y++) {
                decoder.unpredictFloatRow(decoded, y * perRow * size, perRow, stride, size);
            }
            segmentOrder = ByteOrder.BIG_ENDIAN;
        }
        page.type().unpack(decoded, segmentOrder, target, at, perRow * rows);
        if (page.predictor() == TiffTag.PREDICTOR_HORIZONTAL) {
            for (int y = 0; y < rows; y++) {
                page.type().accumulate(target, at + y * perRow, perRow, stride);
            }
        }
    }

    private static void reverseBits(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
        }
    }

    private static void copyVisible(TiffDirectory page, Object segment, int i, int j, int sample, Object samples) {
        int x0 = i * page.segmentWidth();
        int y0 = j * page.segmentHeight();
        int columns = Math.min(page.segmentWidth(), page.width() - x0);
        int rows = Math.min(page.segmentHeight(), page.height() - y0);
        int stride = page.interleaved();
        for (int y = 0; y < rows; y++) {
            int from = y * page.segmentWidth() * stride + sample;
            int to = (y0 + y) * page.width() + x0;
            if (stride == 1) {
                System.arraycopy(segment, from, samples, to, columns);
            } else {
                page.type().copyStrided(segment, from, stride, samples, to, columns);
            }
        }
    }

    private static byte[] ensure(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : new byte[length];
    }

    @Override
    public void close() {
        decoder.close();
    }
}
