package org.cellineage.format.zarr;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;
import org.jspecify.annotations.Nullable;

/**
 * A Zarr hierarchy in a zip archive ({@code .zarr.zip}, {@code .ozx}), read in place: the directory once, then only the
 * requested bytes of each member. An archive in a bucket is therefore not copied.
 */
public final class ZipStore implements ZarrStore {

    /** Compression method of a member: stored or deflated. */
    private static final int STORED = 0;

    private static final int DEFLATED = 8;
    private static final int LOCAL_HEADER_BYTES = 30;
    private static final long LOCAL_HEADER = 0x04034b50L;
    /** Deflate expands a byte to at most 1032. */
    private static final long MOST_DEFLATE_RATIO = 1040;

    private static final int MAX_UNPACKED_BYTES = 1 << 30;

    private final String location;
    private final String prefix;
    private final StoredFile file;
    private final SeekableBytes bytes;
    private final Map<String, ZipDirectory.Entry> entries;

    private ZipStore(
            String location,
            String prefix,
            StoredFile file,
            SeekableBytes bytes,
            Map<String, ZipDirectory.Entry> entries) {
        this.location = location;
        this.prefix = prefix;
        this.file = file;
        this.bytes = bytes;
        this.entries = entries;
    }

    /**
     * Opens an archive.
     *
     * @param root folder in the archive to which keys are relative; empty for the archive itself
     * @throws BadInputException if it is not a valid zip archive
     */
    public static ZipStore open(Storage storage, String location, String root) throws IOException {
        SeekableBytes bytes = storage.open(location);
        try {
            StoredFile file = storage.find(location).orElseGet(() -> new StoredFile(location, 0, 0));
            String prefix = root.isEmpty() ? "" : root + "/";
            return new ZipStore(location, prefix, file, bytes, ZipDirectory.read(bytes, location, prefix));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    @Override
    public Optional<SeekableBytes> open(String key) throws IOException {
        ZipDirectory.Entry entry = entries.get(prefix + key);
        if (entry == null) {
            return Optional.empty();
        }
        long start = start(key, entry);
        if (entry.method() == STORED) {
            return Optional.of(new Part(start, entry.packedBytes()));
        }
        if (entry.method() != DEFLATED) {
            throw new BadInputException(
                    where(key),
                    "The archive's member is compressed with method " + entry.method()
                            + "; only stored and deflated members can be read.",
                    "Pack the OME-Zarr folder again, without compression (zip -0 -r).");
        }
        return Optional.of(new ByteArraySeekableBytes(inflate(key, entry, start)));
    }

    private long start(String key, ZipDirectory.Entry entry) throws IOException {
        byte[] header = new byte[LOCAL_HEADER_BYTES];
        readAt(key, entry.headerOffset(), header);
        if (ZipDirectory.u32(header, 0) != LOCAL_HEADER) {
            throw damaged(key, "there is no member at the position that its directory gives", null);
        }
        // The name and extra field of the local header may differ in length from those in the directory.
        return entry.headerOffset() + LOCAL_HEADER_BYTES + ZipDirectory.u16(header, 26) + ZipDirectory.u16(header, 28);
    }

    private byte[] inflate(String key, ZipDirectory.Entry entry, long start) throws IOException {
        long size = entry.unpackedBytes();
        if (size > MAX_UNPACKED_BYTES || size > entry.packedBytes() * MOST_DEFLATE_RATIO + 64) {
            throw damaged(key, "a member of " + entry.packedBytes() + " bytes claims to unpack to " + size, null);
        }
        if (entry.packedBytes() > size + size / 8 + 1024) {
            throw damaged(key, "a member of " + size + " bytes takes " + entry.packedBytes(), null);
        }
        byte[] packed = new byte[(int) entry.packedBytes()];
        readAt(key, start, packed);
        byte[] content = new byte[(int) size];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int done = 0;
            while (done < content.length) {
                int n = inflater.inflate(content, done, content.length - done);
                if (n == 0) {
                    throw damaged(key, "a member ends early", null);
                }
                done += n;
            }
        } catch (DataFormatException e) {
            throw damaged(key, "a member cannot be unpacked", e);
        } finally {
            inflater.end();
        }
        check(key, entry, content);
        return content;
    }

    @Override
    public Optional<byte[]> read(String key, long most) throws IOException {
        Optional<byte[]> content = ZarrStore.super.read(key, most);
        ZipDirectory.Entry entry = entries.get(prefix + key);
        if (content.isPresent() && entry != null) {
            check(key, entry, content.get());
        }
        return content;
    }

    private void check(String key, ZipDirectory.Entry entry, byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(content);
        if (sum.getValue() != entry.crc()) {
            throw damaged(key, "a member's checksum is wrong", null);
        }
    }

    private void readAt(String key, long position, byte[] target) throws IOException {
        try {
            synchronized (bytes) {
                bytes.readFully(position, target, 0, target.length);
            }
        } catch (EOFException e) {
            throw damaged(key, "it is cut off", e);
        }
    }

    private BadInputException damaged(String key, String why, @Nullable Exception origin) {
        String cause = "The zip archive is damaged: " + why + ".";
        String remedy = "Copy it again from its source, or create the archive again from the OME-Zarr folder.";
        return origin == null
                ? new BadInputException(where(key), cause, remedy)
                : new BadInputException(where(key), cause, remedy, origin);
    }

    @Override
    public Optional<StoredFile> find(String key) {
        // The size and checksum of a member identify its contents better than the archive's time.
        return Optional.ofNullable(entries.get(prefix + key))
                .map(e -> new StoredFile(
                        where(key), e.unpackedBytes(), file.modifiedMillis(), Long.toHexString(e.crc())));
    }

    @Override
    public List<String> names(String folder, int most) {
        String start = folder.isEmpty() ? prefix : prefix + folder + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String key : entries.keySet()) {
            if (key.startsWith(start)) {
                int end = key.indexOf('/', start.length());
                String name = key.substring(start.length(), end < 0 ? key.length() : end + 1);
                if (!name.startsWith(".") && !name.equals("__MACOSX/")) {
                    names.add(name);
                }
            }
            if (names.size() > most) {
                return List.of();
            }
        }
        return List.copyOf(names);
    }

    @Override
    public String where(String key) {
        return location + "!" + prefix + key;
    }

    @Override
    public PlaneRef plane(String path, int index) {
        String member = ZarrStore.join(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1), path);
        return new PlaneRef(PlaneRef.Encoding.ZARR, location, member.isEmpty() ? ROOT_MEMBER : member, index);
    }

    /** The archive itself. */
    public StoredFile file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    /** A stored member, which is a range of the archive. */
    private final class Part implements SeekableBytes {
        private final long start;
        private final long length;

        Part(long start, long length) {
            this.start = start;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public int read(long position, byte[] target, int offset, int count) throws IOException {
            if (position >= length) {
                return -1;
            }
            synchronized (bytes) {
                return bytes.read(start + position, target, offset, (int) Math.min(count, length - position));
            }
        }

        @Override
        public void close() {
            // The archive stays open.
        }
    }
}
