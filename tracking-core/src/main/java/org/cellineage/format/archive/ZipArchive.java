package org.cellineage.format.archive;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.problem.BadInputException;

/**
 * A zip archive of movies: its members by name, each unpacked on demand.
 *
 * <p>Names that point outside the archive, and members that unpack to more than {@link ArchiveLimits} allows, are
 * refused; a declared size is not believed. An archive on a bucket is first copied to the local disk.
 */
public final class ZipArchive implements Closeable {

    /** A member: its name and the size it declares. */
    public record Member(String name, long declaredBytes) {}

    private final String where;
    private final ArchiveLimits limits;
    private final ZipFile zip;
    private final Optional<TemporaryFile> copy;
    private long unpacked;

    private ZipArchive(String where, ArchiveLimits limits, ZipFile zip, Optional<TemporaryFile> copy) {
        this.where = where;
        this.limits = limits;
        this.zip = zip;
        this.copy = copy;
    }

    /**
     * Opens an archive and checks its list of members.
     *
     * @throws BadInputException where it is no zip archive, or is dangerous
     */
    public static ZipArchive open(Storage storage, String location, ArchiveLimits limits) throws IOException {
        Optional<Path> local = storage.localPath(location);
        Optional<TemporaryFile> copy = local.isPresent() ? Optional.empty() : Optional.of(copy(storage, location));
        Path file = local.orElseGet(() -> copy.orElseThrow().path());
        ZipArchive archive;
        try {
            archive = new ZipArchive(location, limits, new ZipFile(file.toFile()), copy);
        } catch (ZipException | EOFException e) {
            close(copy);
            throw new BadInputException(
                    location,
                    "The zip archive cannot be opened: " + reason(e) + ".",
                    "Copy it again from its source, or pack the movies anew.",
                    e);
        }
        try {
            archive.check();
            return archive;
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /** Streams that end too early often do not say so. */
    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? "it ends too early" : message;
    }

    private static void close(Optional<TemporaryFile> copy) throws IOException {
        if (copy.isPresent()) {
            copy.get().close();
        }
    }

    private static TemporaryFile copy(Storage storage, String location) throws IOException {
        TemporaryFile copy = TemporaryFile.create();
        try (SeekableBytes bytes = storage.open(location);
                InputStream in = new SeekableInputStream(bytes);
                OutputStream out = Files.newOutputStream(copy.path())) {
            in.transferTo(out);
            return copy;
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    private void check() {
        if (zip.size() > limits.maxMembers()) {
            throw bomb("it has " + zip.size() + " members; " + limits.maxMembers() + " are allowed");
        }
        long declared = 0;
        for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
            ZipEntry entry = e.nextElement();
            checkName(entry.getName());
            declared += Math.max(0, entry.getSize());
            checkRatio(entry, entry.getSize());
        }
        if (declared > limits.maxBytes()) {
            throw bomb("it unpacks to " + declared + " bytes; " + limits.maxBytes() + " are allowed");
        }
    }

    private void checkName(String name) {
        boolean climbs = false;
        for (String part : name.split("[/\\\\]")) {
            climbs |= part.equals("..");
        }
        if (climbs || name.startsWith("/") || name.contains("\\") || name.contains(":") || name.indexOf('\0') >= 0) {
            throw new BadInputException(
                    where,
                    "The archive's member '" + name + "' points outside the archive.",
                    "Pack the movies anew with plain relative names; do not unpack this archive elsewhere either.");
        }
    }

    private void checkRatio(ZipEntry entry, long bytes) {
        long packed = Math.max(1, entry.getCompressedSize());
        if (bytes > limits.ratioFromBytes() && bytes / packed > limits.maxRatio()) {
            throw bomb("member '" + entry.getName() + "' unpacks " + packed + " bytes to more than " + bytes);
        }
    }

    private BadInputException bomb(String why) {
        return new BadInputException(
                where,
                "The archive is refused as a zip bomb: " + why + ".",
                "Give the movies as a folder of TIFF stacks, or in several smaller archives.");
    }

    /** Members that may be movies, by name: no folders, no hidden files, nothing of {@code __MACOSX}. */
    public List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
            ZipEntry entry = e.nextElement();
            String name = entry.getName();
            String last = name.substring(name.lastIndexOf('/') + 1);
            if (!entry.isDirectory() && !last.startsWith(".") && !name.startsWith("__MACOSX/")) {
                members.add(new Member(name, entry.getSize()));
            }
        }
        members.sort(Comparator.comparing(Member::name));
        return members;
    }

    /** Unpacks one member into a file of its own. */
    public TemporaryFile unpack(String member) throws IOException {
        ZipEntry entry = zip.getEntry(member);
        if (entry == null) {
            throw new BadInputException(
                    where, "The archive has no member '" + member + "'.", "Check that it was not changed meanwhile.");
        }
        TemporaryFile file = TemporaryFile.create();
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(file.path())) {
            byte[] buffer = new byte[1 << 16];
            CRC32 checksum = new CRC32();
            long written = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                written += n;
                unpacked += n;
                checkRatio(entry, written);
                if (unpacked > limits.maxBytes()) {
                    throw bomb("it unpacks to more than " + limits.maxBytes() + " bytes");
                }
                checksum.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
            // ZipFile itself does not check it.
            if (entry.getCrc() != -1 && entry.getCrc() != checksum.getValue()) {
                throw new ZipException("its checksum is wrong");
            }
            return file;
        } catch (ZipException | EOFException e) {
            file.close();
            throw new BadInputException(
                    where + "!" + member,
                    "It cannot be unpacked: " + reason(e) + ".",
                    "Copy the archive again from its source, or pack the movies anew without a password.",
                    e);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
        close(copy);
    }
}
