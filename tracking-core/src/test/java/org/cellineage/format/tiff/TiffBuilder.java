package org.cellineage.format.tiff;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** Makes TIFF files of every kind the reader takes, byte by byte, apart from the product's writer. */
final class TiffBuilder {

    enum Kind {
        U8(1),
        U16(2),
        I32(4),
        F32(4);

        final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }
    }

    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    boolean big;
    Kind kind = Kind.U16;
    int compression = 1;
    int predictor = 1;
    int tile;
    int rowsPerStrip = 7;
    int samples = 1;
    boolean planar;
    String description = "";
    java.nio.charset.Charset charset = StandardCharsets.UTF_8;
    /** Reverses the bits of every stored byte (fill order 2). */
    boolean reversedBits;
    /** Pixels per unit as numerator and denominator; written where not empty. */
    List<Long> xResolution = List.of();
    /** Header values to write instead of, or beside, the right ones. */
    final Map<Integer, List<Long>> overrides = new LinkedHashMap<>();
    /** Writes the description on the first page alone, as most programs do. */
    boolean describeFirstOnly;
    /** Descriptions of single pages, by page. */
    final Map<Integer, String> pageDescriptions = new LinkedHashMap<>();
    /** What Micro-Manager says of single pages, by page. */
    final Map<Integer, String> microManager = new LinkedHashMap<>();
    /** Header values of single pages, by page and tag. */
    final Map<Integer, Map<Integer, List<Long>>> pageOverrides = new LinkedHashMap<>();
    /** Width and height of single pages, by page. */
    final Map<Integer, int[]> pageSizes = new LinkedHashMap<>();
    /** Makes samples of 64 bits of the pages' numbers; null: samples are as wide as the kind. */
    java.util.function.IntToLongFunction wide;
    /** Header values to leave out. */
    final Set<Integer> omitted = new HashSet<>();

    private byte[] header() {
        ByteBuffer head = buffer(big ? 16 : 8);
        head.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'));
        head.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'));
        head.putShort((short) (big ? 43 : 42));
        if (big) {
            head.putShort((short) 8).putShort((short) 0).putLong(0);
        } else {
            head.putInt(0);
        }
        return head.array();
    }

    /** Pages of samples in (y, x, sample) order, as raw bit patterns. */
    byte[] build(int fullWidth, int fullHeight, List<int[]> pages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header());
        int linkAt = big ? 8 : 4;
        for (int index = 0; index < pages.size(); index++) {
            int[] page = pages.get(index);
            int width = pageSizes.getOrDefault(index, new int[] {fullWidth, fullHeight})[0];
            int height = pageSizes.getOrDefault(index, new int[] {fullWidth, fullHeight})[1];
            List<Long> offsets = new ArrayList<>();
            List<Long> counts = new ArrayList<>();
            for (byte[] segment : segments(width, height, page)) {
                offsets.add((long) out.size());
                counts.add((long) segment.length);
                out.writeBytes(segment);
                if (out.size() % 2 == 1) {
                    out.write(0);
                }
            }
            Map<Integer, List<Long>> tags = new TreeMap<>();
            tags.put(256, List.of((long) width));
            tags.put(257, List.of((long) height));
            tags.put(258, java.util.Collections.nCopies(samples, (long) bytes() * 8));
            tags.put(259, List.of((long) compression));
            tags.put(262, List.of(samples >= 3 ? 2L : 1L));
            String said = describeFirstOnly && index > 0 ? "" : description;
            said = pageDescriptions.getOrDefault(index, said);
            Map<Integer, byte[]> texts = new TreeMap<>();
            if (!said.isEmpty()) {
                texts.put(270, (said + "\0").getBytes(charset));
            }
            if (microManager.containsKey(index)) {
                texts.put(51123, (microManager.get(index) + "\0").getBytes(charset));
            }
            texts.keySet().forEach(tag -> tags.put(tag, List.of()));
            if (tile == 0) {
                tags.put(273, offsets);
            }
            tags.put(277, List.of((long) samples));
            if (tile == 0) {
                tags.put(278, List.of((long) rowsPerStrip));
                tags.put(279, counts);
            }
            tags.put(284, List.of(planar ? 2L : 1L));
            if (predictor != 1) {
                tags.put(317, List.of((long) predictor));
            }
            if (tile > 0) {
                tags.put(322, List.of((long) tile));
                tags.put(323, List.of((long) tile));
                tags.put(324, offsets);
                tags.put(325, counts);
            }
            long format = kind == Kind.F32 ? 3 : 1;
            tags.put(339, java.util.Collections.nCopies(samples, format));
            if (!xResolution.isEmpty()) {
                tags.put(282, xResolution);
            }
            if (reversedBits) {
                tags.put(266, List.of(2L));
            }
            tags.putAll(overrides);
            tags.putAll(pageOverrides.getOrDefault(index, Map.of()));
            tags.keySet().removeAll(omitted);

            Map<Integer, Long> places = new LinkedHashMap<>();
            for (Map.Entry<Integer, List<Long>> tag : tags.entrySet()) {
                if (texts.containsKey(tag.getKey())) {
                    places.put(tag.getKey(), (long) out.size());
                    out.writeBytes(texts.get(tag.getKey()));
                } else if (tag.getValue().size() > 1) {
                    places.put(tag.getKey(), (long) out.size());
                    ByteBuffer values = buffer(tag.getValue().size() * 4);
                    tag.getValue().forEach(v -> values.putInt(v.intValue()));
                    out.writeBytes(values.array());
                }
                if (out.size() % 2 == 1) {
                    out.write(0);
                }
            }
            long directory = out.size();
            ByteBuffer ifd = buffer((big ? 8 : 2) + tags.size() * (big ? 20 : 12) + (big ? 8 : 4));
            if (big) {
                ifd.putLong(tags.size());
            } else {
                ifd.putShort((short) tags.size());
            }
            for (Map.Entry<Integer, List<Long>> tag : tags.entrySet()) {
                boolean isText = texts.containsKey(tag.getKey());
                boolean isRational = tag.getKey() == 282;
                int count = isText
                        ? texts.get(tag.getKey()).length
                        : isRational ? 1 : tag.getValue().size();
                ifd.putShort(tag.getKey().shortValue()).putShort((short) (isText ? 2 : isRational ? 5 : 4));
                word(ifd, count);
                if (places.containsKey(tag.getKey())) {
                    word(ifd, places.get(tag.getKey()));
                } else {
                    ifd.putInt(tag.getValue().get(0).intValue());
                    if (big) {
                        ifd.putInt(0);
                    }
                }
            }
            word(ifd, 0);
            byte[] soFar = out.toByteArray();
            ByteBuffer patch = ByteBuffer.wrap(soFar).order(order);
            if (big) {
                patch.putLong(linkAt, directory);
            } else {
                patch.putInt(linkAt, (int) directory);
            }
            out.reset();
            out.writeBytes(soFar);
            out.writeBytes(ifd.array());
            linkAt = out.size() - (big ? 8 : 4);
        }
        return out.toByteArray();
    }

    private int bytes() {
        return wide == null ? kind.bytes : 8;
    }

    private List<byte[]> segments(int width, int height, int[] page) {
        List<byte[]> segments = new ArrayList<>();
        int planes = planar ? samples : 1;
        int inner = planar ? 1 : samples;
        int segmentWidth = tile > 0 ? tile : width;
        int segmentHeight = tile > 0 ? tile : rowsPerStrip;
        for (int s = 0; s < planes; s++) {
            for (int y0 = 0; y0 < height; y0 += segmentHeight) {
                for (int x0 = 0; x0 < width; x0 += segmentWidth) {
                    int rows = tile > 0 ? tile : Math.min(segmentHeight, height - y0);
                    ByteArrayOutputStream raw = new ByteArrayOutputStream();
                    for (int y = y0; y < y0 + rows; y++) {
                        raw.writeBytes(row(width, height, page, y, x0, segmentWidth, s, inner));
                    }
                    segments.add(compress(raw.toByteArray(), segmentWidth * inner * bytes()));
                }
            }
        }
        return segments;
    }

    private byte[] row(int width, int height, int[] page, int y, int x0, int columns, int plane, int inner) {
        long[] values = new long[columns * inner];
        for (int x = 0; x < columns; x++) {
            for (int i = 0; i < inner; i++) {
                boolean inside = y < height && x0 + x < width;
                int value = inside ? page[(y * width + x0 + x) * samples + (planar ? plane : i)] : 0;
                values[x * inner + i] = wide == null ? value : wide.applyAsLong(value);
            }
        }
        if (predictor == 3) {
            int size = bytes();
            byte[] shuffled = new byte[values.length * size];
            for (int i = 0; i < values.length; i++) {
                for (int b = 0; b < size; b++) {
                    shuffled[b * values.length + i] = (byte) (values[i] >>> 8 * (size - 1 - b));
                }
            }
            for (int i = shuffled.length - 1; i >= inner; i--) {
                shuffled[i] -= shuffled[i - inner];
            }
            return shuffled;
        }
        if (predictor == 2) {
            for (int i = values.length - 1; i >= inner; i--) {
                values[i] -= values[i - inner];
            }
        }
        ByteBuffer out = buffer(values.length * bytes());
        for (long value : values) {
            switch (bytes()) {
                case 1 -> out.put((byte) value);
                case 2 -> out.putShort((short) value);
                case 4 -> out.putInt((int) value);
                default -> out.putLong(value);
            }
        }
        return out.array();
    }

    private byte[] compress(byte[] raw, int rowBytes) {
        byte[] stored = encode(raw, rowBytes);
        if (reversedBits) {
            for (int i = 0; i < stored.length; i++) {
                stored[i] = (byte) (Integer.reverse(stored[i]) >>> 24);
            }
        }
        return stored;
    }

    private byte[] encode(byte[] raw, int rowBytes) {
        return switch (compression) {
            case 1 -> raw;
            case 5 -> lzw(raw);
            case 8, 32946 -> {
                Deflater deflater = new Deflater();
                deflater.setInput(raw);
                deflater.finish();
                byte[] packed = new byte[raw.length * 2 + 100];
                int n = deflater.deflate(packed);
                deflater.end();
                yield java.util.Arrays.copyOf(packed, n);
            }
            case 32773 -> packBits(raw, rowBytes);
            case 50000, 34926 -> com.github.luben.zstd.Zstd.compress(raw);
            default -> throw new IllegalArgumentException();
        };
    }

    private static byte[] packBits(byte[] raw, int rowBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int start = 0; start < raw.length; start += rowBytes) {
            int end = Math.min(raw.length, start + rowBytes);
            int i = start;
            while (i < end) {
                int run = 1;
                while (i + run < end && run < 128 && raw[i + run] == raw[i]) {
                    run++;
                }
                if (run >= 2) {
                    out.write(1 - run);
                    out.write(raw[i]);
                    i += run;
                } else {
                    int from = i;
                    while (i < end && i - from < 128 && (i + 1 >= end || raw[i + 1] != raw[i])) {
                        i++;
                    }
                    out.write(i - from - 1);
                    out.write(raw, from, i - from);
                }
            }
        }
        return out.toByteArray();
    }

    private static byte[] lzw(byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long[] bits = {0, 0};
        Map<String, Integer> table = new java.util.HashMap<>();
        int[] state = {258, 9};
        java.util.function.IntConsumer emit = code -> {
            bits[0] = bits[0] << state[1] | code;
            bits[1] += state[1];
            while (bits[1] >= 8) {
                out.write((int) (bits[0] >>> bits[1] - 8));
                bits[1] -= 8;
            }
        };
        emit.accept(256);
        String current = "";
        for (byte b : raw) {
            String next = current + (char) (b & 0xff);
            if (next.length() == 1 || table.containsKey(next)) {
                current = next;
                continue;
            }
            emit.accept(code(table, current));
            table.put(next, state[0]++);
            if (state[0] == 4095) {
                emit.accept(256);
                table.clear();
                state[0] = 258;
                state[1] = 9;
            } else if (state[0] == 512 || state[0] == 1024 || state[0] == 2048) {
                state[1]++;
            }
            current = "" + (char) (b & 0xff);
        }
        if (!current.isEmpty()) {
            emit.accept(code(table, current));
            state[0]++;
            if (state[0] == 512 || state[0] == 1024 || state[0] == 2048) {
                state[1]++;
            }
        }
        emit.accept(257);
        if (bits[1] > 0) {
            out.write((int) (bits[0] << 8 - bits[1]));
        }
        return out.toByteArray();
    }

    private static int code(Map<String, Integer> table, String text) {
        return text.length() == 1 ? text.charAt(0) : table.get(text);
    }

    private void word(ByteBuffer buffer, long value) {
        if (big) {
            buffer.putLong(value);
        } else {
            buffer.putInt((int) value);
        }
    }

    private ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(order);
    }
}
