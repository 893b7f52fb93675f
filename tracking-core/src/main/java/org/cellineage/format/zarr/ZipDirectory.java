package org.cellineage.format.zarr;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.cellineage.format.SeekableBytes;
import org.cellineage.problem.BadInputException;
import org.jspecify.annotations.Nullable;

/** Reads the directory at the end of a zip archive, including archives of more than 4 GiB or 65,535 members (zip64). */
final class ZipDirectory {

    /**
     * A member.
     *
     * @param headerOffset position of its local header
     * @param crc CRC-32 of its contents
     */
    record Entry(int method, long packedBytes, long unpackedBytes, long headerOffset, long crc) {}

    /** A larger directory would take too much memory. */
    static final int MAX_DIRECTORY_BYTES = 512 << 20;

    private static final long END_OF_DIRECTORY = 0x06054b50L;
    private static final long END_OF_DIRECTORY_64 = 0x06064b50L;
    private static final long LOCATOR_64 = 0x07064b50L;
    private static final long ENTRY = 0x02014b50L;
    private static final int END_BYTES = 22;
    private static final int END_64_BYTES = 56;
    private static final int LOCATOR_BYTES = 20;
    private static final int ENTRY_BYTES = 46;
    private static final int MOST_COMMENT_BYTES = 65_535;
    private static final long IN_EXTRA_FIELD = 0xffff_ffffL;
    private static final int ZIP64_FIELD = 1;
    private static final int ENCRYPTED = 1;

    private final String where;

    private ZipDirectory(String where) {
        this.where = where;
    }

    /**
     * The members whose names start with {@code prefix}, by name, without folders.
     *
     * @throws BadInputException if it is not a valid zip archive
     */
    static Map<String, Entry> read(SeekableBytes bytes, String where, String prefix) throws IOException {
        ZipDirectory directory = new ZipDirectory(where);
        try {
            return directory.entries(bytes, prefix);
        } catch (EOFException e) {
            throw directory.damaged("it is cut off", e);
        }
    }

    private Map<String, Entry> entries(SeekableBytes bytes, String prefix) throws IOException {
        long length = bytes.length();
        int tailBytes = (int) Math.min(length, END_BYTES + MOST_COMMENT_BYTES + LOCATOR_BYTES);
        byte[] tail = new byte[tailBytes];
        long tailStart = length - tailBytes;
        bytes.readFully(tailStart, tail, 0, tailBytes);
        int end = tailBytes - END_BYTES;
        while (end >= 0
                && !(u32(tail, end) == END_OF_DIRECTORY && u16(tail, end + 20) <= tailBytes - END_BYTES - end)) {
            end--;
        }
        if (end < 0) {
            throw damaged("it has no directory at its end", null);
        }
        long size = u32(tail, end + 12);
        long start = u32(tail, end + 16);
        if (end >= LOCATOR_BYTES && u32(tail, end - LOCATOR_BYTES) == LOCATOR_64) {
            byte[] end64 = new byte[END_64_BYTES];
            long at = i64(tail, end - LOCATOR_BYTES + 8);
            if (at < 0 || at > length - END_64_BYTES) {
                throw damaged("its directory is not where the archive says", null);
            }
            bytes.readFully(at, end64, 0, END_64_BYTES);
            if (u32(end64, 0) != END_OF_DIRECTORY_64) {
                throw damaged("its directory is not where the archive says", null);
            }
            size = i64(end64, 40);
            start = i64(end64, 48);
        }
        if (size < 0 || start < 0 || size > length || start > length - size) {
            throw damaged("its directory is not where the archive says", null);
        }
        if (size > MAX_DIRECTORY_BYTES) {
            throw new BadInputException(
                    where,
                    "The archive's directory has " + size + " bytes; at most " + MAX_DIRECTORY_BYTES + " can be read.",
                    "Provide the OME-Zarr as a folder, or write it with shards or larger chunks.");
        }
        byte[] directory = new byte[(int) size];
        bytes.readFully(start, directory, 0, directory.length);
        return parse(directory, prefix);
    }

    private Map<String, Entry> parse(byte[] directory, String prefix) {
        byte[] wanted = prefix.getBytes(StandardCharsets.UTF_8);
        Map<String, Entry> entries = new HashMap<>();
        int at = 0;
        while (at < directory.length) {
            if (directory.length - at < ENTRY_BYTES || u32(directory, at) != ENTRY) {
                throw damaged("its directory cannot be read", null);
            }
            int nameBytes = u16(directory, at + 28);
            int extraBytes = u16(directory, at + 30);
            int next = at + ENTRY_BYTES + nameBytes + extraBytes + u16(directory, at + 32);
            if (next > directory.length) {
                throw damaged("its directory cannot be read", null);
            }
            int name = at + ENTRY_BYTES;
            boolean folder = nameBytes > 0 && directory[name + nameBytes - 1] == '/';
            if (!folder && startsWith(directory, name, nameBytes, wanted)) {
                String key = new String(directory, name, nameBytes, StandardCharsets.UTF_8);
                if ((u16(directory, at + 8) & ENCRYPTED) != 0) {
                    throw new BadInputException(
                            where + "!" + key,
                            "The archive's member is encrypted.",
                            "Pack the OME-Zarr folder again without a password.");
                }
                // Archives made by old Windows tools contain backslashes.
                entries.put(key.replace('\\', '/'), entry(directory, at, name + nameBytes, extraBytes));
            }
            at = next;
        }
        return entries;
    }

    private static boolean startsWith(byte[] directory, int name, int nameBytes, byte[] wanted) {
        if (nameBytes < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            byte have = directory[name + i];
            if (have != wanted[i] && !(have == '\\' && wanted[i] == '/')) {
                return false;
            }
        }
        return true;
    }

    private Entry entry(byte[] directory, int at, int extra, int extraBytes) {
        long packed = u32(directory, at + 20);
        long unpacked = u32(directory, at + 24);
        long offset = u32(directory, at + 42);
        int end = extra + extraBytes;
        for (int field = extra; end - field >= 4; field += 4 + u16(directory, field + 2)) {
            if (u16(directory, field) != ZIP64_FIELD) {
                continue;
            }
            // The values that did not fit above, in this order.
            int value = field + 4;
            int fieldEnd = Math.min(end, value + u16(directory, field + 2));
            if (unpacked == IN_EXTRA_FIELD && value + 8 <= fieldEnd) {
                unpacked = i64(directory, value);
                value += 8;
            }
            if (packed == IN_EXTRA_FIELD && value + 8 <= fieldEnd) {
                packed = i64(directory, value);
                value += 8;
            }
            if (offset == IN_EXTRA_FIELD && value + 8 <= fieldEnd) {
                offset = i64(directory, value);
            }
        }
        if (packed < 0 || unpacked < 0 || offset < 0) {
            throw damaged("its directory cannot be read", null);
        }
        return new Entry(u16(directory, at + 10), packed, unpacked, offset, u32(directory, at + 16));
    }

    private BadInputException damaged(String why, @Nullable Exception origin) {
        String cause = "The zip archive is damaged: " + why + ".";
        String remedy = "Copy it again from its source, or create the archive again from the OME-Zarr folder.";
        return origin == null
                ? new BadInputException(where, cause, remedy)
                : new BadInputException(where, cause, remedy, origin);
    }

    static int u16(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    static long u32(byte[] bytes, int at) {
        return u16(bytes, at) | (long) u16(bytes, at + 2) << 16;
    }

    static long i64(byte[] bytes, int at) {
        return u32(bytes, at) | u32(bytes, at + 4) << 32;
    }
}
