package org.cellineage.jobs.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.util.SerializableConfiguration;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;

/** Any Hadoop file system: local paths, {@code hdfs:}, {@code s3a:}, {@code gs:}. Can be sent to executors. */
public final class HadoopStorage implements Storage {

    private static final long serialVersionUID = 1L;

    private final SerializableConfiguration configuration;

    public HadoopStorage(Configuration configuration) {
        this.configuration = new SerializableConfiguration(configuration);
    }

    @Override
    public String absolute(String location) throws IOException {
        Path path = new Path(location);
        return location(fileSystem(path).makeQualified(path));
    }

    @Override
    public List<StoredFile> list(String location) throws IOException {
        Path root = new Path(location);
        try {
            FileSystem fs = fileSystem(root);
            FileStatus status = fs.getFileStatus(root);
            List<StoredFile> files = new ArrayList<>();
            if (status.isFile()) {
                files.add(stored(status));
                return files;
            }
            int rootDepth = root.depth();
            RemoteIterator<LocatedFileStatus> all = fs.listFiles(root, true);
            while (all.hasNext()) {
                LocatedFileStatus file = all.next();
                if (!isHidden(file.getPath(), rootDepth)) {
                    files.add(stored(file));
                }
            }
            files.sort(Comparator.comparing(StoredFile::location));
            return files;
        } catch (FileNotFoundException e) {
            throw new BadInputException(
                    location,
                    "There is no such file, folder or bucket.",
                    "Check the spelling, and that the disk is mounted or the bucket exists.",
                    e);
        } catch (AccessControlException | java.nio.file.AccessDeniedException e) {
            throw new BadInputException(
                    location, "It may not be read.", "Give the user who runs the job permission to read it.", e);
        }
    }

    private static boolean isHidden(Path path, int rootDepth) {
        Path at = path;
        while (at != null && at.depth() > rootDepth) {
            if (at.getName().startsWith(".")) {
                return true;
            }
            at = at.getParent();
        }
        return false;
    }

    private static StoredFile stored(FileStatus status) {
        return new StoredFile(location(status.getPath()), status.getLen(), status.getModificationTime());
    }

    /** Local files as plain paths, everything else as a URI. */
    private static String location(Path path) {
        return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
    }

    @Override
    public SeekableBytes open(String location) throws IOException {
        Path path = new Path(location);
        FileSystem fs = fileSystem(path);
        FileStatus status = fs.getFileStatus(path);
        return new HadoopSeekableBytes(fs.open(path), status.getLen());
    }

    @Override
    public Optional<java.nio.file.Path> localPath(String location) {
        Path path = new Path(location);
        String scheme = path.toUri().getScheme();
        boolean local = "file".equals(scheme)
                || (scheme == null
                        && FileSystem.getDefaultUri(configuration.value())
                                .getScheme()
                                .equals("file"));
        return local ? Optional.of(java.nio.file.Path.of(path.toUri().getPath())) : Optional.empty();
    }

    private FileSystem fileSystem(Path path) throws IOException {
        try {
            return path.getFileSystem(configuration.value());
        } catch (UnsupportedFileSystemException e) {
            throw new BadInputException(
                    path.toString(),
                    "No connector for '" + path.toUri().getScheme() + "://' is on the class path.",
                    "Add the connector's jar to spark-submit (--jars or --packages), see docs/OPERATIONS.md.",
                    e);
        }
    }
}
