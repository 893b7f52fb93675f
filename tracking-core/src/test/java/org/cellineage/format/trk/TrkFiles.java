package org.cellineage.format.trk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Tar archives and numpy arrays put together byte by byte, apart from the product's writer. */
final class TrkFiles {

    private TrkFiles() {}

    static byte[] tar(Map<String, byte[]> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        members.forEach((name, content) -> {
            byte[] header = new byte[512];
            ascii(header, 0, name);
            ascii(header, 100, "0000600\0" + "0001750\0" + "0001750\0");
            ascii(header, 124, String.format(Locale.ROOT, "%011o\0", content.length) + "14000000000\0");
            ascii(header, 148, "        0");
            ascii(header, 257, "ustar\00000");
            int sum = 0;
            for (byte b : header) {
                sum += b & 0xff;
            }
            ascii(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
            out.writeBytes(header);
            out.writeBytes(content);
            out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        });
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void ascii(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    /** A numpy array: values 0, 1, 2, … at their places, times {@code scale}. */
    static byte[] npy(int version, String descr, String shape, long count, int scale) {
        char kind = descr.charAt(1);
        int bytes = descr.charAt(2) - '0';
        ByteBuffer data = ByteBuffer.allocate((int) count * bytes)
                .order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            long value = (long) i * scale;
            switch (kind + "" + bytes) {
                case "f4" -> data.putFloat(value);
                case "f8" -> data.putDouble(value);
                default -> {
                    switch (bytes) {
                        case 1 -> data.put((byte) value);
                        case 2 -> data.putShort((short) value);
                        case 4 -> data.putInt((int) value);
                        default -> data.putLong(value);
                    }
                }
            }
        }
        return npy(
                version, "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }", data.array());
    }

    static byte[] npy(int version, String header, byte[] data) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        out.writeBytes(Arrays.copyOf(
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(text.length)
                        .array(),
                version == 1 ? 2 : 4));
        out.writeBytes(text);
        out.writeBytes(data);
        return out.toByteArray();
    }

    static Map<String, byte[]> members(String lineageName, String lineage, byte[] raw, byte[] tracked) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put(lineageName, lineage.getBytes(StandardCharsets.UTF_8));
        members.put("raw.npy", raw);
        members.put("tracked.npy", tracked);
        return members;
    }
}
