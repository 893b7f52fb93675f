package org.cellineage.picture;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Encodes 8-bit images as PNG (ISO/IEC 15948): one image data chunk and no metadata, so that equal images give equal
 * bytes. Each row takes the filter whose output has the smallest sum of absolute values.
 */
public final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int BITS = 8;
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int FILTERS = 5;

    private Png() {}

    /**
     * Encodes a grey image.
     *
     * @param grey levels from 0 to 255, row-major
     */
    public static byte[] grey(int width, int height, int[] grey) {
        byte[] samples = new byte[width * height];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = (byte) grey[p];
        }
        return encode(width, height, GREY, samples);
    }

    /** Encodes a colour image. */
    public static byte[] rgb(RgbImage image) {
        byte[] samples = new byte[3 * image.rgb().length];
        int at = 0;
        for (int color : image.rgb()) {
            samples[at++] = (byte) (color >> 16);
            samples[at++] = (byte) (color >> 8);
            samples[at++] = (byte) color;
        }
        return encode(image.width(), image.height(), RGB, samples);
    }

    private static byte[] encode(int width, int height, int color, byte[] samples) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(SIGNATURE);
            chunk(out, "IHDR", header(width, height, color));
            chunk(out, "IDAT", pixels(height, color == RGB ? 3 : 1, samples));
            chunk(out, "IEND", new byte[0]);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] header(int width, int height, int color) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(width);
        out.writeInt(height);
        out.write(BITS);
        out.write(color);
        // Compression deflate, filter method 0, not interlaced.
        out.write(new byte[3]);
        return bytes.toByteArray();
    }

    private static byte[] pixels(int height, int channels, byte[] samples) throws IOException {
        int row = samples.length / height;
        byte[] before = new byte[row];
        byte[] now = new byte[row];
        byte[] filtered = new byte[row];
        byte[] best = new byte[row];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(samples, y * row, now, 0, row);
                int chosen = 0;
                long least = Long.MAX_VALUE;
                for (int filter = 0; filter < FILTERS; filter++) {
                    long sum = filter(filter, channels, now, before, filtered);
                    if (sum < least) {
                        least = sum;
                        chosen = filter;
                        System.arraycopy(filtered, 0, best, 0, row);
                    }
                }
                out.write(chosen);
                out.write(best);
                byte[] free = before;
                before = now;
                now = free;
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** Applies a filter to a row and returns the sum of the absolute values of its output. */
    private static long filter(int filter, int channels, byte[] now, byte[] before, byte[] filtered) {
        long sum = 0;
        for (int i = 0; i < now.length; i++) {
            int left = i < channels ? 0 : now[i - channels] & 0xff;
            int up = before[i] & 0xff;
            int upLeft = i < channels ? 0 : before[i - channels] & 0xff;
            int predicted = switch (filter) {
                case 0 -> 0;
                case 1 -> left;
                case 2 -> up;
                case 3 -> (left + up) / 2;
                default -> paeth(left, up, upLeft);
            };
            filtered[i] = (byte) (now[i] - predicted);
            sum += Math.abs(filtered[i]);
        }
        return sum;
    }

    /** The neighbour that is closest to a linear continuation of the three. */
    private static int paeth(int left, int up, int upLeft) {
        int toLeft = Math.abs(up - upLeft);
        int toUp = Math.abs(left - upLeft);
        int toUpLeft = Math.abs(left + up - 2 * upLeft);
        if (toLeft <= toUp && toLeft <= toUpLeft) {
            return left;
        }
        return toUp <= toUpLeft ? up : upLeft;
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }
}
