package org.cellineage.jobs;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system under {@code stumbling:} for all processes of a cluster, on which one file, the first whose path
 * has a certain part, makes trouble once: whoever creates it waits to be killed ({@code hang}), or has it fail when it is
 * all written ({@code fail}).
 */
public final class StumblingFileSystem extends RawLocalFileSystem {

    /** The setting that says what happens where, as {@code KIND PART-OF-THE-PATH}; nothing where it is empty. */
    static final String POINT = "fs.stumbling.point";

    /** A file that holds the process' id once the point is reached. */
    static final String MARKER = "fs.stumbling.marker";

    /** The same behind the newer interface. */
    public static final class StumblingFs extends DelegateToFileSystem {
        public StumblingFs(URI uri, Configuration configuration) throws IOException, URISyntaxException {
            super(uri, new StumblingFileSystem(), configuration, "stumbling", false);
        }

        @Override
        public int getUriDefaultPort() {
            return -1;
        }

        /** As on HDFS, not as the superclass does it: that deletes first. */
        @Override
        public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
            ((StumblingFileSystem) fsImpl).rename(from, to, overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
        }
    }

    @Override
    public URI getUri() {
        return URI.create("stumbling:///");
    }

    @Override
    public String getScheme() {
        return "stumbling";
    }

    /** Whether this file, and no other before it, is the one. */
    private boolean reaches(String kind, Path path) throws IOException {
        String[] point = getConf().get(POINT, "").split(" ", 2);
        if (!point[0].equals(kind) || !path.toUri().getPath().contains(point[1])) {
            return false;
        }
        java.nio.file.Path marker = java.nio.file.Path.of(getConf().get(MARKER));
        java.nio.file.Path own = Files.createTempFile(marker.getParent(), "stumbled", "");
        Files.writeString(own, Long.toString(ProcessHandle.current().pid()));
        try {
            // In one step, so that nobody reads half an id.
            Files.createLink(marker, own);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private FSDataOutputStream stumble(Path path, FSDataOutputStream out) throws IOException {
        if (reaches("hang", path)) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        return reaches("fail", path) ? new FSDataOutputStream(new FailsWhenWritten(out), null) : out;
    }

    /** Everything is on disk, and then the close fails. */
    private static final class FailsWhenWritten extends FilterOutputStream {
        FailsWhenWritten(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            super.close();
            throw new IOException("the disk has gone away");
        }
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return stumble(path, super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress));
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        return stumble(path, super.create(path, overwrite, bufferSize, replication, blockSize, progress));
    }

    /** In one step also where a file is replaced, as on HDFS. */
    @Override
    protected void rename(Path from, Path to, Options.Rename... options) throws IOException {
        Files.move(
                pathToFile(from).toPath(),
                pathToFile(to).toPath(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return plain(super.getFileStatus(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        return Arrays.stream(super.listStatus(path))
                .map(StumblingFileSystem::plain)
                .toArray(FileStatus[]::new);
    }

    /** Without the owner and permissions, which the local file system asks the operating system for by {@code file:}. */
    private static FileStatus plain(FileStatus status) {
        return new FileStatus(
                status.getLen(),
                status.isDirectory(),
                1,
                status.getBlockSize(),
                status.getModificationTime(),
                status.getPath());
    }
}
