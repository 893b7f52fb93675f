package org.cellineage.format.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.cellineage.format.SeekableBytes;

/**
 * Reads the directory at the end of a zip archive, with the extensions for large archives (zip64) and UTF-8 names. Only
 * the end of the archive is read, so an archive in a bucket need not be copied.
 */
public final class ZipDirectory {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END64_LOCATOR_BYTES = 20;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int RECORD = 0x02014b50;
    private static final int RECORD_BYTES = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int MAX_COMMENT = 0xffff;
    private static final int UTF8_FLAG = 1 << 11;
    private static final int EXTRA_ZIP64 = 1;
    private static final int EXTRA_UNICODE_NAME = 0x7075;
    private static final long IN_ZIP64 = 0xffffffffL;
    private static final int IN_ZIP64_SHORT = 0xffff;
    /** The directory of some five million members; a larger one would take too much memory. */
    private static final long MAX_BYTES = 512L << 20;

    private ZipDirectory() {}

    /** Position of the directory, and the base of all offsets in it. */
    private record Place(long at, long bytes, long count, long base) {}

    /**
     * Reads the list of those members, in archive order, whose names are wanted.
     *
     * @throws ZipException if it is not a valid zip archive
     */
    public static List<ZipMember> read(SeekableBytes archive, Predicate<String> wanted) throws IOException {
        try {
            return read(archive, Integer.MAX_VALUE, wanted);
        } catch (TooManyMembersException e) {
            throw new ZipException("it names " + e.members() + " members");
        }
    }

    /**
     * Reads the list of members in archive order.
     *
     * @throws ZipException if it is not a valid zip archive
     * @throws TooManyMembersException if it has more than {@code mostMembers}
     */
    static List<ZipMember> read(SeekableBytes archive, int mostMembers) throws IOException, TooManyMembersException {
        return read(archive, mostMembers, name -> true);
    }

    private static List<ZipMember> read(SeekableBytes archive, int mostMembers, Predicate<String> wanted)
            throws IOException, TooManyMembersException {
        Place place = place(archive);
        if (place.count > mostMembers) {
            throw new TooManyMembersException(place.count);
        }
        if (place.at < 0 || place.bytes > archive.length() - place.at) {
            throw new ZipException("its directory is outside the file");
        }
        if (place.bytes > MAX_BYTES) {
            throw new ZipException(
                    "its directory has " + place.bytes + " bytes; at most " + MAX_BYTES + " can be read");
        }
        ByteBuffer directory = read(archive, place.at, (int) place.bytes);
        List<ZipMember> members = new ArrayList<>();
        int listed = 0;
        while (directory.remaining() >= RECORD_BYTES && directory.getInt(directory.position()) == RECORD) {
            ZipMember member = member(directory, place.base);
            if (wanted.test(member.name())) {
                members.add(member);
            }
            listed++;
            if (listed > mostMembers) {
                throw new TooManyMembersException(listed);
            }
        }
        // Old tools write the count modulo 65,536.
        if (listed != place.count && (listed & 0xffff) != place.count) {
            throw new ZipException("its directory names " + place.count + " members, but lists " + listed);
        }
        return members;
    }

    /** The archive has more members than allowed. */
    static final class TooManyMembersException extends Exception {
        private static final long serialVersionUID = 1L;

        private final long members;

        TooManyMembersException(long members) {
            super(members + " members");
            this.members = members;
        }

        long members() {
            return members;
        }
    }

    private static Place place(SeekableBytes archive) throws IOException {
        long length = archive.length();
        int tail = (int) Math.min(length, END_BYTES + MAX_COMMENT);
        ByteBuffer bytes = read(archive, length - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END && at + END_BYTES + unsigned(bytes, at + 20) <= tail) {
                return place(archive, bytes, at, length - tail + at);
            }
        }
        throw new ZipException("it has no directory at its end; it is cut off, or no zip archive");
    }

    private static Place place(SeekableBytes archive, ByteBuffer bytes, int at, long endAt) throws IOException {
        if (unsigned(bytes, at + 4) != unsigned(bytes, at + 6) && unsigned(bytes, at + 6) != IN_ZIP64_SHORT) {
            throw new ZipException("it is one part of an archive in several");
        }
        long count = unsigned(bytes, at + 10);
        long size = bytes.getInt(at + 12) & IN_ZIP64;
        long offset = bytes.getInt(at + 16) & IN_ZIP64;
        if (count == IN_ZIP64_SHORT || size == IN_ZIP64 || offset == IN_ZIP64) {
            long locatorAt = endAt - END64_LOCATOR_BYTES;
            if (locatorAt >= 0) {
                ByteBuffer locator = read(archive, locatorAt, END64_LOCATOR_BYTES);
                if (locator.getInt(0) == END64_LOCATOR) {
                    return place64(archive, locator.getLong(8), locatorAt);
                }
            }
        }
        // Data before the archive, such as a self-extractor, shifts all offsets.
        long start = endAt - size;
        return new Place(start, size, count, start - offset);
    }

    private static Place place64(SeekableBytes archive, long at, long locatorAt) throws IOException {
        if (at < 0 || at > locatorAt - END64_BYTES) {
            throw new ZipException("its directory is outside the file");
        }
        ByteBuffer end = read(archive, at, END64_BYTES);
        if (end.getInt(0) != END64) {
            throw new ZipException("its directory for large archives is damaged");
        }
        long size = end.getLong(40);
        long offset = end.getLong(48);
        if (size < 0 || offset < 0 || end.getLong(32) < 0) {
            throw new ZipException("its directory for large archives is damaged");
        }
        return new Place(offset, size, end.getLong(32), 0);
    }

    private static ZipMember member(ByteBuffer directory, long base) throws ZipException {
        int at = directory.position();
        int flags = unsigned(directory, at + 8);
        int nameBytes = unsigned(directory, at + 28);
        int extraBytes = unsigned(directory, at + 30);
        int end = at + RECORD_BYTES + nameBytes + extraBytes + unsigned(directory, at + 32);
        if (end > directory.limit()) {
            throw new ZipException("its directory is cut off");
        }
        byte[] name = new byte[nameBytes];
        directory.get(at + RECORD_BYTES, name);
        Extra extra = Extra.of(directory, at + RECORD_BYTES + nameBytes, extraBytes, name);
        long bytes = extra.large(directory.getInt(at + 24) & IN_ZIP64);
        long packed = extra.large(directory.getInt(at + 20) & IN_ZIP64);
        long header = extra.large(directory.getInt(at + 42) & IN_ZIP64);
        directory.position(end);
        return new ZipMember(
                extra.unicodeName.length > 0
                        ? ZipNames.text(extra.unicodeName, true)
                        : ZipNames.text(name, (flags & UTF8_FLAG) != 0),
                unsigned(directory, at + 10),
                flags,
                directory.getInt(at + 16) & IN_ZIP64,
                packed,
                bytes,
                base + header);
    }

    /** The relevant extra fields of a record. */
    private static final class Extra {
        private final ByteBuffer large;
        private final byte[] unicodeName;

        private Extra(ByteBuffer large, byte[] unicodeName) {
            this.large = large;
            this.unicodeName = unicodeName;
        }

        static Extra of(ByteBuffer directory, int from, int bytes, byte[] name) {
            ByteBuffer large = ByteBuffer.allocate(0);
            byte[] unicode = {};
            int at = from;
            int end = from + bytes;
            while (at + 4 <= end) {
                int id = unsigned(directory, at);
                int size = unsigned(directory, at + 2);
                if (at + 4 + size > end) {
                    break;
                }
                if (id == EXTRA_ZIP64) {
                    large = directory.slice(at + 4, size).order(ByteOrder.LITTLE_ENDIAN);
                } else if (id == EXTRA_UNICODE_NAME && size > 5) {
                    CRC32 sum = new CRC32();
                    sum.update(name);
                    // It replaces the name only if it was written for this one.
                    if ((directory.getInt(at + 5) & IN_ZIP64) == sum.getValue()) {
                        unicode = new byte[size - 5];
                        directory.get(at + 9, unicode);
                    }
                }
                at += 4 + size;
            }
            return new Extra(large, unicode);
        }

        /** A number, or the next number of the zip64 field if it does not fit into the record. */
        long large(long value) throws ZipException {
            if (value != IN_ZIP64 || !large.hasRemaining()) {
                return value;
            }
            if (large.remaining() < Long.BYTES) {
                throw new ZipException("a size in its directory is cut off");
            }
            long found = large.getLong();
            if (found < 0) {
                throw new ZipException("a size in its directory is below 0");
            }
            return found;
        }
    }

    /** Position of a member's packed bytes, after its local header. */
    public static long contentAt(SeekableBytes archive, ZipMember member) throws IOException {
        if (member.headerAt() < 0 || member.headerAt() > archive.length() - LOCAL_BYTES) {
            throw new ZipException("it is outside the file");
        }
        ByteBuffer header = read(archive, member.headerAt(), LOCAL_BYTES);
        if (header.getInt(0) != LOCAL) {
            throw new ZipException("its header is damaged");
        }
        long at = member.headerAt() + LOCAL_BYTES + unsigned(header, 26) + unsigned(header, 28);
        if (at > archive.length() - member.packedBytes()) {
            throw new ZipException("it reaches over the end of the archive");
        }
        return at;
    }

    private static ByteBuffer read(SeekableBytes archive, long at, int count) throws IOException {
        byte[] bytes = new byte[count];
        archive.readFully(at, bytes, 0, count);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
