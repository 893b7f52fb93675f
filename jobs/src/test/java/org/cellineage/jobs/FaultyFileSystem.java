package org.cellineage.jobs;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.LambdaUtils;

/**
 * The local file system under {@code faulty:}, on which files named {@code *denied*} may not be read, and reading
 * {@code *broken*} fails in the middle. (Permissions bind no root user, and tests may run as one.)
 */
public final class FaultyFileSystem extends FilterFileSystem {

    /** Whether the fault has passed, and {@code *broken*} is read like any other. */
    static volatile boolean passed;

    public FaultyFileSystem() {
        super(new RawLocalFileSystem());
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        fs.initialize(URI.create("file:///"), conf);
        setConf(conf);
    }

    @Override
    public URI getUri() {
        return URI.create("faulty:///");
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    private static Path local(Path path) {
        return new Path("file", null, path.toUri().getPath());
    }

    private static Path faulty(Path path) {
        return new Path("faulty", null, path.toUri().getPath());
    }

    @Override
    public Path makeQualified(Path path) {
        return faulty(path);
    }

    @Override
    protected void checkPath(Path path) {
        // Paths of both schemes come by.
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        FileStatus status = fs.getFileStatus(local(path));
        status.setPath(faulty(status.getPath()));
        return status;
    }

    @Override
    public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
        RemoteIterator<FileStatus> all = fs.listStatusIterator(local(path));
        return new RemoteIterator<>() {
            @Override
            public boolean hasNext() throws IOException {
                return all.hasNext();
            }

            @Override
            public FileStatus next() throws IOException {
                FileStatus status = all.next();
                status.setPath(faulty(status.getPath()));
                return status;
            }
        };
    }

    @Override
    public RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path) throws IOException {
        RemoteIterator<LocatedFileStatus> all = fs.listLocatedStatus(local(path));
        return new RemoteIterator<>() {
            @Override
            public boolean hasNext() throws IOException {
                return all.hasNext();
            }

            @Override
            public LocatedFileStatus next() throws IOException {
                LocatedFileStatus status = all.next();
                status.setPath(faulty(status.getPath()));
                return status;
            }
        };
    }

    @Override
    public FutureDataInputStreamBuilder openFile(Path path) {
        return createDataInputStreamBuilder(this, path);
    }

    @Override
    protected CompletableFuture<FSDataInputStream> openFileWithOptions(Path path, OpenFileParameters parameters)
            throws IOException {
        return LambdaUtils.eval(new CompletableFuture<>(), () -> open(path, parameters.getBufferSize()));
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        if (path.getName().contains("denied")) {
            throw new AccessControlException("Permission denied: " + path.getName());
        }
        if (!passed && path.getName().contains("broken")) {
            throw new IOException("Connection reset by peer");
        }
        return fs.open(local(path), bufferSize);
    }
}
