package org.cellineage.format.archive;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.problem.BadInputException;

/**
 * A zip archive of movies, read where it is stored. Of an archive in a bucket, only its directory and the requested
 * members are fetched; uncompressed members are read in place.
 *
 * <p>Names that point outside the archive, and members that unpack to more than {@link ArchiveLimits} allows, are
 * rejected; declared sizes are not trusted. Names may be encoded in any way used by Windows and macOS. Not thread-safe.
 */
public final class ZipArchive implements Closeable {

    private static final String PACK_ANEW = "Copy the archive again from its source, or create it again.";

    /** A member: its name and declared size. */
    public record Member(String name, long declaredBytes) {}

    private final String where;
    private final ArchiveLimits limits;
    private final SeekableBytes bytes;
    private final Map<String, ZipMember> members;
    private long unpacked;

    private ZipArchive(String where, ArchiveLimits limits, SeekableBytes bytes, Map<String, ZipMember> members) {
        this.where = where;
        this.limits = limits;
        this.bytes = bytes;
        this.members = members;
    }

    /**
     * Opens an archive and checks its directory.
     *
     * @throws BadInputException if it is not a valid zip archive, or is dangerous
     */
    public static ZipArchive open(Storage storage, String location, ArchiveLimits limits) throws IOException {
        SeekableBytes bytes = storage.open(location);
        try {
            ZipArchive archive = new ZipArchive(location, limits, bytes, new LinkedHashMap<>());
            archive.readDirectory();
            return archive;
        } catch (ZipException | EOFException e) {
            bytes.close();
            throw new BadInputException(location, "The zip archive cannot be opened: " + reason(e) + ".", PACK_ANEW, e);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private void readDirectory() throws IOException {
        long declared = 0;
        try {
            for (ZipMember member : ZipDirectory.read(bytes, limits.maxMembers())) {
                checkName(member.name());
                checkRatio(member, member.bytes());
                declared = saturatedSum(declared, member.bytes());
                if (members.put(member.name(), member) != null && !ZipNames.isLeftover(member.name())) {
                    throw new BadInputException(
                            where,
                            "The archive has two members named '" + member.name() + "'.",
                            "Create the archive again, with a different name for each movie.");
                }
            }
        } catch (ZipDirectory.TooManyMembersException e) {
            throw bomb("it has " + e.members() + " members; " + limits.maxMembers() + " are allowed");
        }
        if (declared > limits.maxBytes()) {
            throw bomb("it unpacks to " + declared + " bytes; " + limits.maxBytes() + " are allowed");
        }
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private void checkName(String name) {
        if (ZipNames.escapes(name)) {
            throw new BadInputException(
                    where,
                    "The archive's member '" + name + "' points outside the archive.",
                    "Create the archive again with plain relative names; do not unpack this one elsewhere either.");
        }
    }

    private void checkRatio(ZipMember member, long size) {
        long packed = Math.max(1, member.packedBytes());
        if (size > limits.ratioFromBytes() && size / packed > limits.maxRatio()) {
            throw bomb("member '" + member.name() + "' unpacks " + packed + " bytes to more than " + size);
        }
    }

    private BadInputException bomb(String why) {
        return new BadInputException(
                where,
                "The archive is refused as a zip bomb: " + why + ".",
                "Provide the movies as a folder of TIFF stacks, or in several smaller archives.");
    }

    /** Members that may be movies, by name, without folders, hidden files and {@code __MACOSX}. */
    public List<Member> members() {
        List<Member> found = new ArrayList<>();
        members.forEach((name, member) -> {
            if (!ZipNames.isLeftover(name)) {
                found.add(new Member(name, member.bytes()));
            }
        });
        found.sort(Comparator.comparing(Member::name));
        return found;
    }

    /**
     * The bytes of a member for reading headers: unpacked only as far as they are read, without verifying the checksum.
     * Valid while this archive is open.
     */
    public SeekableBytes headers(String name) throws IOException {
        ZipMember member = readable(name);
        try {
            return member.method() == ZipMember.STORED
                    ? window(member)
                    : new UnpackedPrefix(inflating(member), member.bytes());
        } catch (ZipException | EOFException e) {
            throw damaged(name, e);
        }
    }

    /**
     * The bytes of a member with verified checksum: in place if it is stored without compression, otherwise unpacked to
     * the local disk until closed. Valid while this archive is open.
     */
    public SeekableBytes content(String name) throws IOException {
        ZipMember member = readable(name);
        if (member.method() != ZipMember.STORED) {
            return new UnpackedFile(unpack(name));
        }
        try {
            transfer(member, OutputStream.nullOutputStream());
            return window(member);
        } catch (ZipException | EOFException e) {
            throw damaged(name, e);
        }
    }

    /** Exceptions for streams that end too early often have no message. */
    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? "it ends too early" : message;
    }

    /** Unpacks a member to a temporary file. */
    public TemporaryFile unpack(String name) throws IOException {
        ZipMember member = readable(name);
        TemporaryFile file = TemporaryFile.create();
        try (OutputStream out = file.output()) {
            transfer(member, out);
            return file;
        } catch (ZipException | EOFException e) {
            file.close();
            throw damaged(name, e);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private BadInputException damaged(String name, IOException e) {
        return new BadInputException(where + "!" + name, "It cannot be unpacked: " + reason(e) + ".", PACK_ANEW, e);
    }

    /** The member, if it exists and its compression is supported. */
    private ZipMember readable(String name) {
        ZipMember member = members.get(name);
        if (member == null) {
            throw new BadInputException(
                    where,
                    "The archive has no member '" + name + "'.",
                    "Check that it has not been changed in the meantime.");
        }
        if (member.isEncrypted()) {
            throw new BadInputException(
                    where + "!" + name, "It is encrypted.", "Create the archive again without a password.");
        }
        if (member.method() != ZipMember.STORED && member.method() != ZipMember.DEFLATED) {
            throw new BadInputException(
                    where + "!" + name,
                    "It is compressed with " + member.methodName()
                            + "; only Deflate and uncompressed members can be read.",
                    "Create the archive again with Deflate, for example with 'zip -r' or 7-Zip's method Deflate. Windows"
                            + " uses Deflate64 for files above 2 GB: provide these as a folder.");
        }
        return member;
    }

    /** Copies a member completely and verifies size and checksum. */
    private void transfer(ZipMember member, OutputStream out) throws IOException {
        try (InputStream in =
                member.method() == ZipMember.STORED ? new SeekableInputStream(window(member)) : inflating(member)) {
            byte[] buffer = new byte[1 << 16];
            CRC32 checksum = new CRC32();
            long written = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                written += n;
                unpacked += n;
                checkRatio(member, written);
                if (unpacked > limits.maxBytes()) {
                    throw bomb("it unpacks to more than " + limits.maxBytes() + " bytes");
                }
                checksum.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
            if (written != member.bytes()) {
                throw new ZipException("it has " + written + " bytes, but declares " + member.bytes());
            }
            if (member.crc() != checksum.getValue()) {
                throw new ZipException("its checksum is wrong");
            }
        }
    }

    private SeekableBytes window(ZipMember member) throws IOException {
        if (member.packedBytes() != member.bytes()) {
            throw new ZipException("it declares two sizes, " + member.packedBytes() + " and " + member.bytes());
        }
        return new MemberWindow(bytes, ZipDirectory.contentAt(bytes, member), member.bytes());
    }

    private InputStream inflating(ZipMember member) throws IOException {
        SeekableBytes packed = new MemberWindow(bytes, ZipDirectory.contentAt(bytes, member), member.packedBytes());
        Inflater inflater = new Inflater(true);
        return new InflaterInputStream(new SeekableInputStream(packed), inflater, 1 << 16) {
            @Override
            public void close() throws IOException {
                super.close();
                inflater.end();
            }
        };
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
