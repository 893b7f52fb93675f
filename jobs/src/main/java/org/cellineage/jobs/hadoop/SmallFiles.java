package org.cellineage.jobs.hadoop;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/**
 * Writes single files of an {@link OutputFolder}. Small files are created and replaced atomically, so that a reader
 * sees a whole file or none, even if this process is killed.
 */
final class SmallFiles {

    /** Prefix of the names of files that are being written. */
    static final String UNFINISHED = "._";

    private static final String CONDITIONAL = Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

    private final FileSystem fs;
    /** Local files are written without Hadoop. */
    private final boolean local;

    SmallFiles(FileSystem fs, boolean local) {
        this.fs = fs;
        this.local = local;
    }

    /** Creates or overwrites a file; folders are created as needed. */
    OutputStream create(Path file) throws IOException {
        return local ? new BufferedOutputStream(Files.newOutputStream(prepared(file))) : fs.create(file, true);
    }

    /**
     * Creates or replaces a file: with a single PUT on an object store, with a temporary file and a rename elsewhere.
     */
    void replace(Path file, byte[] bytes) throws IOException {
        if (local) {
            replaceLocally(file, bytes);
        } else if (Locations.isObjectStore(fs)) {
            try (OutputStream out = fs.create(file, true)) {
                out.write(bytes);
            }
        } else {
            replaceByRename(file, bytes);
        }
    }

    /**
     * Creates a file unless it exists: with the file system's exclusive creation, or a conditional PUT on a bucket.
     *
     * @return whether it was created; false if it already existed
     */
    boolean createIfAbsent(Path file, byte[] bytes) throws IOException {
        try {
            if (local) {
                Files.write(prepared(file), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } else if (fs.hasPathCapability(file, CONDITIONAL)) {
                FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(file);
                builder.overwrite(true).recursive();
                builder.must(CONDITIONAL, true);
                try (OutputStream out = builder.build()) {
                    out.write(bytes);
                }
            } else {
                try (OutputStream out = fs.create(file, false)) {
                    out.write(bytes);
                }
            }
            return true;
        } catch (IOException | RuntimeException e) {
            if (isThereAlready(file, e)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Creates a file unless it exists, likewise. On a local disk it is whole and on the disk as soon as it can be seen.
     *
     * @return whether it was created; false if it already existed
     */
    boolean createDurably(Path file, byte[] bytes) throws IOException {
        if (!local) {
            return createIfAbsent(file, bytes);
        }
        java.nio.file.Path target = prepared(file);
        java.nio.file.Path temporary = target.resolveSibling(unfinished(file.getName()) + UUID.randomUUID());
        try {
            writeToDisk(temporary, bytes);
            // A link is made at once, and never over a file.
            Files.createLink(target, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without hard links.
            return createIfAbsent(file, bytes);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Whether a creation failed because another process was first. */
    private boolean isThereAlready(Path file, Exception failure) throws IOException {
        boolean refused = failure instanceof FileAlreadyExistsException
                || failure instanceof org.apache.hadoop.fs.FileAlreadyExistsException
                || String.valueOf(failure.getMessage()).contains("412")
                || failure.getClass().getSimpleName().equals("RemoteFileChangedException");
        return refused && fs.exists(file) && fs.getFileStatus(file).isFile();
    }

    /** Removes new versions of files left by processes that were killed while replacing them. */
    void removeUnfinished(Path file) throws IOException {
        try {
            for (FileStatus status : fs.listStatus(file.getParent())) {
                if (status.getPath().getName().startsWith(unfinished(file.getName()))) {
                    fs.delete(status.getPath(), false);
                }
            }
        } catch (FileNotFoundException e) {
            // If there is no folder, nothing was left in it.
        }
    }

    static String unfinished(String name) {
        return UNFINISHED + name + ".";
    }

    private static void replaceLocally(Path path, byte[] bytes) throws IOException {
        java.nio.file.Path target = prepared(path);
        java.nio.file.Path temporary = target.resolveSibling(unfinished(path.getName()) + UUID.randomUUID());
        try {
            writeToDisk(temporary, bytes);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * A local path whose folder exists. Local files are written without Hadoop, which would write a checksum file for
     * each; an old one would make the next reader fail and is removed.
     */
    static java.nio.file.Path prepared(Path local) throws IOException {
        java.nio.file.Path target = java.nio.file.Path.of(local.toUri().getPath());
        java.nio.file.Path folder = target.getParent();
        // Java 17 mistakes a link to a folder for an existing file unless this is checked first.
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Files.deleteIfExists(target.resolveSibling("." + target.getFileName() + ".crc"));
        return target;
    }

    private static void writeToDisk(java.nio.file.Path temporary, byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeAll(channel, bytes);
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private void replaceByRename(Path target, byte[] bytes) throws IOException {
        Path temporary = new Path(target.getParent(), unfinished(target.getName()) + UUID.randomUUID());
        try {
            try (OutputStream out = fs.create(temporary, false)) {
                out.write(bytes);
            }
            // FileContext replaces an existing file atomically on rename; FileSystem does not.
            FileContext.getFileContext(target.toUri(), fs.getConf()).rename(temporary, target, Rename.OVERWRITE);
        } finally {
            fs.delete(temporary, false);
        }
    }
}
