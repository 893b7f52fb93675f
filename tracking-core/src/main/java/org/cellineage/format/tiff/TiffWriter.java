package org.cellineage.format.tiff;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.cellineage.format.Calibration;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;

/**
 * Writes planes as the pages of a TIFF file to a forward-only stream, one at a time.
 *
 * <p>Little-endian; strips of about 64 KiB; uncompressed, or deflate with horizontal predictor (for integers). The
 * strips of a page are buffered until their sizes are known; the directory is then written before them, with the
 * position of the next directory computed from the sizes. Nothing is rewritten, so the target can be a bucket. The
 * number of pages must be given in advance, because the last directory ends the list. If the uncompressed pixels exceed
 * {@value #CLASSIC_LIMIT_BYTES} bytes, the file is a BigTIFF.
 *
 * <p>The same planes give the same bytes.
 */
public final class TiffWriter implements Closeable {

    /** Compression of pixels. */
    public enum Compression {
        /** Uncompressed. */
        NONE,
        /** Deflate; integers with horizontal differencing. */
        DEFLATE
    }

    private static final long CLASSIC_LIMIT_BYTES = 4_000_000_000L;
    private static final long CLASSIC_END = 0xffff_ffffL;
    private static final int STRIP_BYTES = 1 << 16;
    /**
     * The resolution is written as this number of pixels per integral number of micrometres: exact to a picometre per
     * pixel.
     */
    private static final int RESOLUTION_NUMERATOR = 1_000_000;

    private static final int TYPE_ASCII = 2;
    private static final int TYPE_SHORT = 3;
    private static final int TYPE_LONG = 4;
    private static final int TYPE_RATIONAL = 5;
    private static final int TYPE_LONG8 = 16;

    private final OutputStream out;
    private final int pages;
    private final Compression compression;
    private final String description;
    private final boolean big;
    /** Number of micrometres spanned by {@link #RESOLUTION_NUMERATOR} pixels, 0 if unknown. */
    private final long resolutionDenominator;

    private final Deflater deflater = new Deflater(6);
    private long position;
    private int written;

    /**
     * @param out target; closed with this writer
     * @param pages number of planes that will be written
     * @param pageBytes uncompressed size of a plane in bytes, to choose between TIFF and BigTIFF
     * @param description image description of the first page, empty for none
     */
    public TiffWriter(OutputStream out, int pages, long pageBytes, Compression compression, String description) {
        this(out, pages, pageBytes, compression, description, Calibration.UNKNOWN);
    }

    private TiffWriter(
            OutputStream out,
            int pages,
            long pageBytes,
            Compression compression,
            String description,
            Calibration calibration) {
        if (pages < 1) {
            throw new IllegalArgumentException("a TIFF file needs a page, but " + pages + " were announced");
        }
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.pages = pages;
        this.compression = compression;
        this.description = description;
        this.big = pages * (pageBytes + 4096) > CLASSIC_LIMIT_BYTES;
        double micrometres = calibration.pixelSizeUm() * RESOLUTION_NUMERATOR;
        this.resolutionDenominator = micrometres >= 0.5 && micrometres <= CLASSIC_END ? Math.round(micrometres) : 0;
    }

    /**
     * Creates a writer for a stack that ImageJ opens with channels, time points, pixel size and frame interval.
     *
     * @param out target; closed with this writer
     * @param channels number of channels; planes are written channel fastest, then time
     * @param frames number of time points
     * @param pageBytes uncompressed size of a plane in bytes
     * @param calibration NaN if unknown
     */
    public static TiffWriter imageJ(
            OutputStream out,
            int channels,
            int frames,
            long pageBytes,
            Compression compression,
            Calibration calibration) {
        StringBuilder text = new StringBuilder(imageJDescription(channels, frames));
        if (calibration.pixelSizeUm() > 0) {
            text.append("unit=micron\n");
        }
        if (calibration.frameIntervalS() > 0) {
            text.append("finterval=").append(calibration.frameIntervalS()).append('\n');
        }
        int pages = Math.multiplyExact(channels, frames);
        return new TiffWriter(out, pages, pageBytes, compression, text.toString(), calibration);
    }

    /** ImageJ description of a stack with time points and channels (channel fastest). */
    public static String imageJDescription(int channels, int frames) {
        return "ImageJ=1.54f\nimages=" + channels * frames + "\n" + (channels > 1 ? "channels=" + channels + "\n" : "")
                + (frames > 1 ? "frames=" + frames + "\n" : "")
                + (channels > 1 ? "hyperstack=true\nmode=grayscale\n" : "");
    }

    /** Writes a one-page file, deflated. */
    public static void write(OutputStream out, Plane plane) throws IOException {
        long bytes = (long) plane.size() * plane.type().bytes();
        try (TiffWriter writer = new TiffWriter(out, 1, bytes, Compression.DEFLATE, "")) {
            writer.write(plane);
        }
    }

    /** Writes the next page. */
    public void write(Plane plane) throws IOException {
        if (written == pages) {
            throw new IllegalStateException("all " + pages + " announced pages have been written");
        }
        if (written == 0) {
            writeHeader();
        }
        int rowBytes = plane.width() * plane.type().bytes();
        int rowsPerStrip = Math.max(1, Math.min(plane.height(), STRIP_BYTES / rowBytes));
        List<byte[]> strips = strips(plane, rowsPerStrip);
        writeDirectory(plane, rowsPerStrip, strips);
        written++;
    }

    private void writeHeader() throws IOException {
        ByteBuffer header = buffer(big ? 16 : 8);
        header.put((byte) 'I').put((byte) 'I').putShort((short) (big ? 43 : 42));
        if (big) {
            header.putShort((short) 8).putShort((short) 0).putLong(16);
        } else {
            header.putInt(8);
        }
        put(header);
    }

    private List<byte[]> strips(Plane plane, int rowsPerStrip) {
        List<byte[]> strips = new ArrayList<>();
        for (int y = 0; y < plane.height(); y += rowsPerStrip) {
            int rows = Math.min(rowsPerStrip, plane.height() - y);
            byte[] raw = bytes(plane, y, rows);
            strips.add(compression == Compression.NONE ? raw : deflate(raw));
        }
        return strips;
    }

    private boolean predicted(PixelType type) {
        return compression == Compression.DEFLATE && type != PixelType.F32;
    }

    /** The rows as little-endian bytes, differenced if a predictor is used. */
    private byte[] bytes(Plane plane, int firstRow, int rows) {
        int width = plane.width();
        int from = firstRow * width;
        int count = rows * width;
        boolean difference = predicted(plane.type());
        ByteBuffer buffer = buffer(count * plane.type().bytes());
        for (int i = 0; i < count; i++) {
            boolean left = difference && i % width != 0;
            int at = from + i;
            if (plane instanceof Plane.OfBytes p) {
                buffer.put((byte) (p.samples()[at] - (left ? p.samples()[at - 1] : 0)));
            } else if (plane instanceof Plane.OfShorts p) {
                buffer.putShort((short) (p.samples()[at] - (left ? p.samples()[at - 1] : 0)));
            } else if (plane instanceof Plane.OfInts p) {
                buffer.putInt(p.samples()[at] - (left ? p.samples()[at - 1] : 0));
            } else if (plane instanceof Plane.OfFloats p) {
                buffer.putFloat(p.samples()[at]);
            }
        }
        return buffer.array();
    }

    private byte[] deflate(byte[] raw) {
        deflater.reset();
        deflater.setInput(raw);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream(raw.length / 2 + 64);
        byte[] chunk = new byte[1 << 14];
        while (!deflater.finished()) {
            packed.write(chunk, 0, deflater.deflate(chunk));
        }
        return packed.toByteArray();
    }

    private TiffPageLayout layout(PixelType type, byte[] text, List<byte[]> strips) {
        int entries = 11 + (text.length > 0 ? 1 : 0) + (hasResolution() ? 3 : 0) + (predicted(type) ? 1 : 0);
        return TiffPageLayout.of(position, big, entries, text.length, hasResolution(), strips);
    }

    private boolean hasResolution() {
        return resolutionDenominator > 0;
    }

    private void writeDirectory(Plane plane, int rowsPerStrip, List<byte[]> strips) throws IOException {
        byte[] text = written == 0 && !description.isEmpty()
                ? (description + "\0").getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        TiffPageLayout layout = layout(plane.type(), text, strips);
        boolean last = written == pages - 1;
        if (!big && layout.end() > CLASSIC_END) {
            throw new IllegalStateException("pages are larger than was announced: plain TIFF ends at 4 GiB");
        }
        ByteBuffer directory = buffer((int) (layout.textAt() - position));
        if (big) {
            directory.putLong(layout.entries());
        } else {
            directory.putShort((short) layout.entries());
        }
        putEntries(directory, plane, rowsPerStrip, strips, layout, text.length);
        word(directory, last ? 0 : TiffPageLayout.even(layout.end()));
        put(directory);
        put(behind(text, strips, layout));
        for (byte[] strip : strips) {
            out.write(strip);
            position += strip.length;
        }
        if (!last && (position & 1) == 1) {
            out.write(0);
            position++;
        }
    }

    /** Writes the entries, ascending by tag. */
    private void putEntries(
            ByteBuffer directory,
            Plane plane,
            int rowsPerStrip,
            List<byte[]> strips,
            TiffPageLayout layout,
            int textLength) {
        int n = strips.size();
        PixelType type = plane.type();
        entry(directory, TiffTag.IMAGE_WIDTH, TYPE_LONG, 1, plane.width());
        entry(directory, TiffTag.IMAGE_LENGTH, TYPE_LONG, 1, plane.height());
        entry(directory, TiffTag.BITS_PER_SAMPLE, TYPE_SHORT, 1, type.bytes() * 8);
        entry(
                directory,
                TiffTag.COMPRESSION,
                TYPE_SHORT,
                1,
                compression == Compression.NONE ? TiffTag.COMPRESSION_NONE : TiffTag.COMPRESSION_DEFLATE);
        entry(directory, TiffTag.PHOTOMETRIC, TYPE_SHORT, 1, 1);
        if (textLength > 0) {
            entry(directory, TiffTag.IMAGE_DESCRIPTION, TYPE_ASCII, textLength, layout.textAt());
        }
        int places = big ? TYPE_LONG8 : TYPE_LONG;
        entry(directory, TiffTag.STRIP_OFFSETS, places, n, n == 1 ? layout.stripsAt() : layout.placesAt());
        entry(directory, TiffTag.SAMPLES_PER_PIXEL, TYPE_SHORT, 1, 1);
        entry(directory, TiffTag.ROWS_PER_STRIP, TYPE_LONG, 1, rowsPerStrip);
        entry(directory, TiffTag.STRIP_BYTE_COUNTS, places, n, n == 1 ? strips.get(0).length : layout.lengthsAt());
        if (hasResolution()) {
            resolution(directory, TiffTag.X_RESOLUTION, layout.resolutionAt());
            resolution(directory, TiffTag.Y_RESOLUTION, layout.resolutionAt());
        }
        entry(directory, TiffTag.PLANAR_CONFIGURATION, TYPE_SHORT, 1, 1);
        if (hasResolution()) {
            entry(directory, TiffTag.RESOLUTION_UNIT, TYPE_SHORT, 1, 1);
        }
        if (predicted(type)) {
            entry(directory, TiffTag.PREDICTOR, TYPE_SHORT, 1, TiffTag.PREDICTOR_HORIZONTAL);
        }
        entry(directory, TiffTag.SAMPLE_FORMAT, TYPE_SHORT, 1, sampleFormat(type));
    }

    /** The contents between the directory and the strips. */
    private ByteBuffer behind(byte[] text, List<byte[]> strips, TiffPageLayout layout) {
        ByteBuffer behind = buffer((int) (layout.stripsAt() - layout.textAt()));
        behind.put(text);
        behind.position((int) (layout.resolutionAt() - layout.textAt()));
        if (hasResolution()) {
            behind.putInt(RESOLUTION_NUMERATOR).putInt((int) resolutionDenominator);
        }
        long at = layout.stripsAt();
        for (byte[] strip : strips) {
            word(behind, at);
            at += strip.length;
        }
        for (byte[] strip : strips) {
            word(behind, strip.length);
        }
        return behind;
    }

    private static int sampleFormat(PixelType type) {
        return switch (type) {
            case F32 -> TiffTag.SAMPLE_FLOAT;
            case I32 -> TiffTag.SAMPLE_SIGNED;
            case U8, U16 -> TiffTag.SAMPLE_UNSIGNED;
        };
    }

    private void entry(ByteBuffer directory, int tag, int type, long count, long value) {
        directory.putShort((short) tag).putShort((short) type);
        word(directory, count);
        if (type == TYPE_SHORT) {
            directory.putShort((short) value);
            directory.position(directory.position() + (big ? 6 : 2));
        } else if (type == TYPE_LONG && big && count == 1) {
            directory.putInt((int) value);
            directory.position(directory.position() + 4);
        } else {
            word(directory, value);
        }
    }

    /** A fraction fits into a BigTIFF entry; in classic TIFF, both entries point to the same eight bytes. */
    private void resolution(ByteBuffer directory, int tag, long place) {
        directory.putShort((short) tag).putShort((short) TYPE_RATIONAL);
        word(directory, 1);
        if (big) {
            directory.putInt(RESOLUTION_NUMERATOR).putInt((int) resolutionDenominator);
        } else {
            directory.putInt((int) place);
        }
    }

    private void word(ByteBuffer target, long value) {
        if (big) {
            target.putLong(value);
        } else {
            target.putInt((int) value);
        }
    }

    private void put(ByteBuffer buffer) throws IOException {
        out.write(buffer.array());
        position += buffer.capacity();
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Ends the file.
     *
     * @throws IOException if fewer pages were written than announced, or the stream fails
     */
    @Override
    public void close() throws IOException {
        deflater.end();
        out.close();
        if (written != pages) {
            throw new IOException(written + " of " + pages + " announced pages were written");
        }
    }
}
