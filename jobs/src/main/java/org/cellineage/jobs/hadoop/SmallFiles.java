package org.cellineage.jobs.hadoop;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
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
 * Writes single files of an {@link OutputFolder}; small ones are replaced or made in one step, so that a reader sees a whole
 * file or none, also where this process is killed.
 */
final class SmallFiles {

    /** How names of files begin that are being written. */
    static final String UNFINISHED = "._";

    private static final String CONDITIONAL = Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

    private final FileSystem fs;
    /** Local files are written without Hadoop. */
    private final boolean local;

    SmallFiles(FileSystem fs, boolean local) {
        this.fs = fs;
        this.local = local;
    }

    /** Opens a new file, in the place of one that may be there; folders are made as needed. */
    OutputStream create(Path file) throws IOException {
        return local ? new BufferedOutputStream(Files.newOutputStream(prepared(file))) : fs.create(file, true);
    }

    /** Replaces a file, or makes it: by one PUT on an object store, by a temporary file beside it and a rename elsewhere. */
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
     * Makes a file where there is none, by the file system's own exclusive creation, by a conditional PUT on a bucket.
     *
     * @return whether it was made; false where a file is there already
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

    /** Whether a creation failed because somebody else's came first. */
    private boolean isThereAlready(Path file, Exception failure) throws IOException {
        boolean refused = failure instanceof FileAlreadyExistsException
                || failure instanceof org.apache.hadoop.fs.FileAlreadyExistsException
                || String.valueOf(failure.getMessage()).contains("412")
                || failure.getClass().getSimpleName().equals("RemoteFileChangedException");
        return refused && fs.exists(file) && fs.getFileStatus(file).isFile();
    }

    /** Removes what processes that were killed while they replaced a file left of their new versions. */
    void removeUnfinished(Path file) throws IOException {
        try {
            for (FileStatus status : fs.listStatus(file.getParent())) {
                if (status.getPath().getName().startsWith(unfinished(file.getName()))) {
                    fs.delete(status.getPath(), false);
                }
            }
        } catch (FileNotFoundException e) {
            // There is no folder, so nothing was left in it.
        }
    }

    private static String unfinished(String name) {
        return UNFINISHED + name + ".";
    }

    private static void replaceLocally(Path path, byte[] bytes) throws IOException {
        java.nio.file.Path target = prepared(path);
        java.nio.file.Path temporary = target.resolveSibling(unfinished(path.getName()) + UUID.randomUUID());
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeAll(channel, bytes);
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * A local path whose folder is there. Local files are written without Hadoop, which would leave a checksum file
     * beside each; one that it left earlier would fail the next reader, and goes.
     */
    private static java.nio.file.Path prepared(Path local) throws IOException {
        java.nio.file.Path target = java.nio.file.Path.of(local.toUri().getPath());
        java.nio.file.Path folder = target.getParent();
        // Java 17 takes a link to a folder for a file in the way, unless it is asked first.
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Files.deleteIfExists(target.resolveSibling("." + target.getFileName() + ".crc"));
        return target;
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
            // FileContext renames over an existing file in one step; FileSystem does not.
            FileContext.getFileContext(target.toUri(), fs.getConf()).rename(temporary, target, Rename.OVERWRITE);
        } finally {
            fs.delete(temporary, false);
        }
    }
}
