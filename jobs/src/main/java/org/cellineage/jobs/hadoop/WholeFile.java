package org.cellineage.jobs.hadoop;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Writes files of any size atomically: a reader sees a whole file or none, even if its writer fails, or if two attempts
 * at a task write the same file at once.
 *
 * <p>An object store shows a file when its upload is complete; a failed upload is aborted if the store supports that.
 * Elsewhere, a file is renamed to its name when it is complete.
 */
final class WholeFile {

    private WholeFile() {}

    static void write(FileSystem fs, Path file, OutputFolder.FileContent content) throws IOException {
        if (Locations.isObjectStore(fs)) {
            upload(fs, file, content);
            return;
        }
        Path temporary = new Path(file.getParent(), SmallFiles.unfinished(file.getName()) + UUID.randomUUID());
        if (Locations.isLocal(fs.makeQualified(file))) {
            writeLocally(temporary, file, content);
            return;
        }
        try {
            try (OutputStream out = fs.create(temporary, false)) {
                content.write(new Unclosed(out));
            }
            // FileContext replaces an existing file atomically on rename; FileSystem does not.
            FileContext.getFileContext(file.toUri(), fs.getConf()).rename(temporary, file, Rename.OVERWRITE);
        } finally {
            fs.delete(temporary, false);
        }
    }

    private static void upload(FileSystem fs, Path file, OutputFolder.FileContent content) throws IOException {
        FSDataOutputStream out = fs.create(file, true);
        boolean written = false;
        try {
            content.write(new Unclosed(out));
            written = true;
        } finally {
            if (!written && out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
                out.abort();
            }
            out.close();
        }
    }

    private static void writeLocally(Path temporary, Path file, OutputFolder.FileContent content) throws IOException {
        java.nio.file.Path target = SmallFiles.prepared(file);
        java.nio.file.Path part = SmallFiles.prepared(temporary);
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                content.write(new Unclosed(out));
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Keeps a format's writer from closing the file: it is complete only if its content was written without a failure. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
