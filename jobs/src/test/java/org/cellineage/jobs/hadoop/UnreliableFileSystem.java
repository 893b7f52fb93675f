package org.cellineage.jobs.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.Progressable;

/** A file system of its own, {@code unreliable:}, on local files; the name of a file or folder says how it fails. */
public final class UnreliableFileSystem extends RawLocalFileSystem {

    static final URI ROOT = URI.create("unreliable:///");

    /** Positioned reads so far. */
    static int reads;

    static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set("fs.unreliable.impl", UnreliableFileSystem.class.getName());
        configuration.set("fs.AbstractFileSystem.unreliable.impl", UnreliableFs.class.getName());
        return configuration;
    }

    /** The same behind the newer interface. */
    public static final class UnreliableFs extends DelegateToFileSystem {
        public UnreliableFs(URI uri, Configuration configuration) throws IOException, java.net.URISyntaxException {
            super(uri, new UnreliableFileSystem(), configuration, "unreliable", false);
        }

        @Override
        public int getUriDefaultPort() {
            return -1;
        }
    }

    /** Stands for the exception of this name in S3A, which is not on the test's class path. */
    static final class UnknownStoreException extends IOException {
        private static final long serialVersionUID = 1L;

        UnknownStoreException() {
            super("getFileStatus: no such bucket");
        }
    }

    /** Likewise. */
    static final class NoAuthWithAWSException extends IOException {
        private static final long serialVersionUID = 1L;

        NoAuthWithAWSException() {
            super("No AWS Credentials provided");
        }
    }

    @Override
    public URI getUri() {
        return ROOT;
    }

    @Override
    public String getScheme() {
        return "unreliable";
    }

    private static void fail(Path path) throws IOException {
        for (String part : path.toUri().getPath().split("/")) {
            switch (part) {
                case "denied" -> throw new AccessControlException("Permission denied: user=x");
                case "unreadable" -> throw new FileNotFoundException(path + " (Permission denied)");
                case "nobucket" -> throw new IOException("wrapped", new UnknownStoreException());
                case "nokeys" -> throw new NoAuthWithAWSException();
                case "full" -> throw new IOException("No space left on device");
                case "down" -> throw new IOException("503 Slow Down");
                case "bug" -> throw new IllegalStateException("bug");
                default -> {}
            }
        }
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        fail(path);
        return plain(super.getFileStatus(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        fail(path);
        return Arrays.stream(super.listStatus(path))
                .map(UnreliableFileSystem::plain)
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

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        fail(path);
        return new FSDataInputStream(super.open(path, bufferSize)) {
            @Override
            public void readFully(long position, byte[] target, int offset, int count) throws IOException {
                reads++;
                super.readFully(position, target, offset, count);
            }
        };
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
        fail(path);
        return super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        fail(path);
        return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    }
}
