package org.cellineage.format.trk;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.cellineage.image.LabelImage;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;

/**
 * Writes a {@code .trk} file (one movie) or {@code .trks} file (several movies of the same size) frame by frame: a
 * gzipped tar archive of the lineage, the raw array and the tracked array, as deepcell-tracking reads it.
 *
 * <p>All raw frames must be written before all tracked frames, so that memory does not grow with the movie. The same
 * input gives the same bytes.
 */
public final class TrkWriter implements Closeable {

    /**
     * What will be written.
     *
     * @param movies number of movies
     * @param batch whether the arrays have a movie axis ({@code .trks})
     * @param frames number of frames of each movie
     * @param channels number of raw channels
     * @param type type of the raw samples
     */
    public record Shape(int movies, boolean batch, int frames, int height, int width, int channels, PixelType type) {}

    private static final int BLOCK = 512;

    private final OutputStream out;
    private final Shape shape;
    private long position;
    private int rawFrames;
    private int trackedFrames;

    /**
     * @param target target; closed with this writer
     * @param lineages one list of tracks per movie
     */
    public TrkWriter(OutputStream target, Shape shape, List<List<TrkTrack>> lineages) throws IOException {
        this.shape = shape;
        this.out = new BufferedOutputStream(new GZIPOutputStream(target, 1 << 16), 1 << 16);
        String name = shape.batch() ? "lineages.json" : "lineage.json";
        String text = shape.batch() ? TrkLineages.formatAll(lineages) : TrkLineages.format(lineages.get(0));
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        header(name, json.length);
        put(json);
        pad();
        beginArray(
                TrkArchive.RAW,
                descr(shape.type()),
                shape.channels(),
                shape.type().bytes());
    }

    /** Writes the next raw frame: one plane per channel. */
    public void writeRaw(List<Plane> channels) throws IOException {
        if (channels.size() != shape.channels() || rawFrames == totalFrames()) {
            throw new IllegalStateException("frame " + rawFrames + " has " + channels.size() + " channels");
        }
        int pixels = shape.height() * shape.width();
        ByteBuffer buffer =
                littleEndian(pixels * shape.channels() * shape.type().bytes());
        for (int i = 0; i < pixels; i++) {
            for (Plane plane : channels) {
                if (plane instanceof Plane.OfBytes p) {
                    buffer.put(p.samples()[i]);
                } else if (plane instanceof Plane.OfShorts p) {
                    buffer.putShort(p.samples()[i]);
                } else if (plane instanceof Plane.OfInts p) {
                    buffer.putInt(p.samples()[i]);
                } else if (plane instanceof Plane.OfFloats p) {
                    buffer.putFloat(p.samples()[i]);
                }
            }
        }
        if (buffer.hasRemaining()) {
            throw new IllegalArgumentException("frame " + rawFrames + " is not of type " + shape.type());
        }
        put(buffer.array());
        rawFrames++;
        if (rawFrames == totalFrames()) {
            pad();
            beginArray(TrkArchive.TRACKED, "<i4", 1, 4);
        }
    }

    /** Writes the labels of the next frame, after all raw frames. */
    public void writeTracked(LabelImage labels) throws IOException {
        if (rawFrames != totalFrames() || trackedFrames == totalFrames()) {
            throw new IllegalStateException("tracked frame " + trackedFrames + " after " + rawFrames + " raw frames");
        }
        ByteBuffer buffer = littleEndian(labels.labels().length * 4);
        buffer.asIntBuffer().put(labels.labels());
        put(buffer.array());
        trackedFrames++;
    }

    private int totalFrames() {
        return shape.movies() * shape.frames();
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String descr(PixelType type) {
        return switch (type) {
            case U8 -> "|u1";
            case U16 -> "<u2";
            case I32 -> "<i4";
            case F32 -> "<f4";
        };
    }

    private void beginArray(String name, String descr, int channels, int itemBytes) throws IOException {
        String sides = (shape.batch() ? shape.movies() + ", " : "") + shape.frames() + ", " + shape.height() + ", "
                + shape.width() + ", " + channels;
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + sides + "), }";
        int padded = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
        byte[] head = new byte[10 + padded];
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) padded, (byte) (padded >> 8)};
        System.arraycopy(magic, 0, head, 0, 10);
        byte[] bytes = (text + " ".repeat(padded - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, head, 10, padded);
        long numbers = (long) totalFrames() * shape.height() * shape.width() * channels * itemBytes;
        header(name, head.length + numbers);
        put(head);
    }

    private void header(String name, long length) throws IOException {
        byte[] block = new byte[BLOCK];
        text(block, 0, name);
        text(block, 100, "0000644");
        text(block, 108, "0000000");
        text(block, 116, "0000000");
        if (length < 1L << 33) {
            text(block, 124, String.format("%011o", length));
        } else {
            block[124] = (byte) 0x80;
            ByteBuffer.wrap(block).putLong(128, length);
        }
        text(block, 136, "00000000000");
        block[156] = '0';
        text(block, 257, "ustar");
        text(block, 263, "00");
        int sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? 0 : block[i] & 0xff;
        }
        text(block, 148, String.format("%06o", sum));
        block[155] = ' ';
        put(block);
    }

    private static void text(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private void put(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    private void pad() throws IOException {
        int rest = (int) (position % BLOCK);
        if (rest > 0) {
            put(new byte[BLOCK - rest]);
        }
    }

    /**
     * Ends the file.
     *
     * @throws IOException if frames are missing, or the stream fails
     */
    @Override
    public void close() throws IOException {
        pad();
        put(new byte[2 * BLOCK]);
        out.close();
        if (rawFrames != totalFrames() || trackedFrames != totalFrames()) {
            throw new IOException(
                    rawFrames + " raw and " + trackedFrames + " tracked of " + totalFrames() + " frames were written");
        }
    }
}
