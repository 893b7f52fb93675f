package org.cellineage.format.zarr;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.archive.ZipDirectory;
import org.cellineage.format.archive.ZipMember;
import org.cellineage.problem.BadInputException;

/**
 * A Zarr hierarchy in a zip archive ({@code .zarr.zip}, {@code .ozx}), read in place: the directory once, then only the
 * requested bytes of each member. An archive in a bucket is therefore not copied.
 */
public final class ZipStore implements ZarrStore {

    /** Deflate expands a byte to at most 1032. */
    private static final long MOST_DEFLATE_RATIO = 1040;

    private static final int MAX_UNPACKED_BYTES = 1 << 30;
    private static final String REMEDY =
            "Copy it again from its source, or create the archive again from the OME-Zarr folder.";

    private final String location;
    private final String prefix;
    private final StoredFile file;
    private final SeekableBytes bytes;
    private final Map<String, ZipMember> entries;

    private ZipStore(
            String location, String prefix, StoredFile file, SeekableBytes bytes, Map<String, ZipMember> entries) {
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
            Map<String, ZipMember> members = new HashMap<>();
            for (ZipMember member : ZipDirectory.read(bytes, name -> name.startsWith(prefix) && !name.endsWith("/"))) {
                members.put(member.name(), member);
            }
            return new ZipStore(location, prefix, file, bytes, members);
        } catch (ZipException | EOFException e) {
            bytes.close();
            throw damaged(location, reason(e), e);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** Exceptions for files that end too early often have no message. */
    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? "it is cut off" : message;
    }

    @Override
    public Optional<SeekableBytes> open(String key) throws IOException {
        ZipMember entry = entries.get(prefix + key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.isEncrypted()) {
            throw new BadInputException(
                    where(key),
                    "The archive's member is encrypted.",
                    "Pack the OME-Zarr folder again without a password.");
        }
        if (entry.method() != ZipMember.STORED && entry.method() != ZipMember.DEFLATED) {
            throw new BadInputException(
                    where(key),
                    "The archive's member is compressed with " + entry.methodName()
                            + "; only stored and deflated members can be read.",
                    "Pack the OME-Zarr folder again, without compression (zip -0 -r).");
        }
        long start = start(key, entry);
        return Optional.of(
                entry.method() == ZipMember.STORED
                        ? new Part(start, entry.packedBytes())
                        : new ByteArraySeekableBytes(inflate(key, entry, start)));
    }

    private long start(String key, ZipMember entry) throws IOException {
        try {
            synchronized (bytes) {
                return ZipDirectory.contentAt(bytes, entry);
            }
        } catch (ZipException | EOFException e) {
            throw damaged(where(key), "a member cannot be found: " + reason(e), e);
        }
    }

    private byte[] inflate(String key, ZipMember entry, long start) throws IOException {
        long size = entry.bytes();
        if (size > MAX_UNPACKED_BYTES || size > entry.packedBytes() * MOST_DEFLATE_RATIO + 64) {
            throw damaged(key, "a member of " + entry.packedBytes() + " bytes claims to unpack to " + size);
        }
        if (entry.packedBytes() > size + size / 8 + 1024) {
            throw damaged(key, "a member of " + size + " bytes takes " + entry.packedBytes());
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
                    throw damaged(key, "a member ends early");
                }
                done += n;
            }
        } catch (DataFormatException e) {
            throw damaged(where(key), "a member cannot be unpacked", e);
        } finally {
            inflater.end();
        }
        check(key, entry, content);
        return content;
    }

    @Override
    public Optional<byte[]> read(String key, long most) throws IOException {
        Optional<byte[]> content = ZarrStore.super.read(key, most);
        ZipMember entry = entries.get(prefix + key);
        if (content.isPresent() && entry != null) {
            check(key, entry, content.get());
        }
        return content;
    }

    private void check(String key, ZipMember entry, byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(content);
        if (sum.getValue() != entry.crc()) {
            throw damaged(key, "a member's checksum is wrong");
        }
    }

    private void readAt(String key, long position, byte[] target) throws IOException {
        try {
            synchronized (bytes) {
                bytes.readFully(position, target, 0, target.length);
            }
        } catch (EOFException e) {
            throw damaged(where(key), "it is cut off", e);
        }
    }

    private BadInputException damaged(String key, String why) {
        return new BadInputException(where(key), cause(why), REMEDY);
    }

    private static BadInputException damaged(String where, String why, Exception origin) {
        return new BadInputException(where, cause(why), REMEDY, origin);
    }

    private static String cause(String why) {
        return "The zip archive is damaged: " + why + ".";
    }

    @Override
    public Optional<StoredFile> find(String key) {
        // The size and checksum of a member identify its contents better than the archive's time.
        return Optional.ofNullable(entries.get(prefix + key))
                .map(e -> new StoredFile(where(key), e.bytes(), file.modifiedMillis(), Long.toHexString(e.crc())));
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
