package org.cellineage.format.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cellineage.format.SeekableBytes;
import org.cellineage.problem.BadInputException;

/**
 * Positions of the members of a tar archive (POSIX ustar).
 *
 * @param members name to position, in archive order
 */
public record TarIndex(Map<String, Extent> members) {

    /** Bytes {@code offset} to {@code offset + length - 1}. */
    public record Extent(long offset, long length) {}

    private static final int BLOCK = 512;
    private static final int MAX_MEMBERS = 10_000;

    /**
     * Reads the headers.
     *
     * @throws BadInputException if it is not a tar archive, or is truncated
     */
    public static TarIndex read(SeekableBytes bytes, String where) throws IOException {
        Map<String, Extent> members = new LinkedHashMap<>();
        byte[] header = new byte[BLOCK];
        long position = 0;
        try {
            while (position + BLOCK <= bytes.length() && members.size() < MAX_MEMBERS) {
                bytes.readFully(position, header, 0, BLOCK);
                if (isZero(header)) {
                    break;
                }
                checkSum(header, where);
                long length = size(header, where);
                long offset = position + BLOCK;
                if (length < 0 || length > bytes.length() - offset) {
                    throw new EOFException("member '" + name(header) + "' should have " + length + " bytes");
                }
                if (header[156] == '0' || header[156] == 0) {
                    members.put(name(header), new Extent(offset, length));
                }
                position = offset + (length + BLOCK - 1) / BLOCK * BLOCK;
            }
        } catch (EOFException e) {
            throw new BadInputException(
                    where, "The archive is cut off: " + e.getMessage() + ".", "Copy it again from its source.", e);
        }
        if (members.isEmpty()) {
            throw new BadInputException(where, "The archive contains no files.", "Copy it again from its source.");
        }
        return new TarIndex(members);
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static void checkSum(byte[] header, String where) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != octal(header, 148, 8)) {
            throw new BadInputException(where, "It is not a tar archive.", "Give the .trk file as it was saved.");
        }
    }

    private static long size(byte[] header, String where) {
        if ((header[124] & 0x80) != 0) {
            // GNU's binary encoding for members of 8 GiB or more.
            long value = 0;
            for (int i = 128; i < 136; i++) {
                value = value << 8 | header[i] & 0xff;
            }
            return value;
        }
        long value = octal(header, 124, 12);
        if (value < 0) {
            throw new BadInputException(where, "The size of a member is damaged.", "Copy the archive again.");
        }
        return value;
    }

    private static long octal(byte[] header, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            if (header[i] >= '0' && header[i] <= '7') {
                value = value * 8 + header[i] - '0';
            } else if (header[i] != ' ' && header[i] != 0) {
                return -1;
            }
        }
        return value;
    }

    private static String name(byte[] header) {
        int end = 0;
        while (end < 100 && header[end] != 0) {
            end++;
        }
        String name = new String(header, 0, end, StandardCharsets.UTF_8);
        return name.startsWith("./") ? name.substring(2) : name;
    }
}
