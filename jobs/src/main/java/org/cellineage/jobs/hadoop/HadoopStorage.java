package org.cellineage.jobs.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.RemoteIterator;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files on any file system that Hadoop supports: {@code hdfs:}, {@code s3a:}, {@code gs:}, {@code file:}.
 *
 * <p>A location without a scheme is on the default file system. Problems that the user can fix (nothing there, no
 * permission, no such bucket, no connector) are {@link BadInputException}s, on listing and on opening; other failures
 * remain {@link IOException}s, after which a retry may succeed. A file that has disappeared when it is opened is a
 * {@link FileNotFoundException}.
 */
public final class HadoopStorage implements Storage {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(HadoopStorage.class);

    private final HadoopSettings settings;

    /** @param configuration how to access file systems, such as {@code sparkContext().hadoopConfiguration()} */
    public HadoopStorage(Configuration configuration) {
        this.settings = HadoopSettings.of(configuration);
    }

    @Override
    public String absolute(String location) throws IOException {
        org.apache.hadoop.fs.Path path = Locations.path(location);
        try {
            return Locations.location(settings.fileSystem(path).makeQualified(path), settings.configuration());
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadInput(location, e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Lists the whole tree at once, which a bucket answers page by page instead of file by file. Leftovers of
     * unfinished jobs in {@code _temporary} are omitted too.
     */
    @Override
    public List<StoredFile> list(String location) throws IOException {
        return list(location, HadoopStorage::tell);
    }

    @Override
    public List<StoredFile> list(String location, Consumer<Problem> leftOut) throws IOException {
        org.apache.hadoop.fs.Path path = Locations.path(location);
        try {
            FileSystem fileSystem = settings.fileSystem(path);
            org.apache.hadoop.fs.Path root = fileSystem.makeQualified(path);
            String rootPath = root.toUri().getPath();
            if (Locations.isLocal(root)) {
                return listLocally(root, rootPath, leftOut);
            }
            List<StoredFile> files = new ArrayList<>();
            RemoteIterator<LocatedFileStatus> listing = fileSystem.listFiles(root, true);
            while (listing.hasNext()) {
                FileStatus file = listing.next();
                String filePath = file.getPath().toUri().getPath();
                if (!Locations.isHidden(filePath.substring(Math.min(rootPath.length(), filePath.length())))) {
                    files.add(stored(file));
                }
            }
            files.sort(Comparator.comparing(StoredFile::location));
            return files;
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadInput(location, e);
        }
    }

    /** Hadoop would follow cyclic links as deeply as the system permits. */
    private List<StoredFile> listLocally(org.apache.hadoop.fs.Path root, String rootPath, Consumer<Problem> leftOut)
            throws IOException {
        List<StoredFile> files = new ArrayList<>();
        for (StoredFile file : new LocalStorage().list(rootPath, leftOut)) {
            if (!Locations.isHidden(file.location()
                    .substring(Math.min(rootPath.length(), file.location().length())))) {
                org.apache.hadoop.fs.Path path =
                        new org.apache.hadoop.fs.Path(root.toUri().getScheme(), null, file.location());
                files.add(new StoredFile(
                        Locations.location(path, settings.configuration()), file.lengthBytes(), file.modifiedMillis()));
            }
        }
        return files;
    }

    private static void tell(Problem leftOut) {
        LOG.warn("{}: {} {}", leftOut.where(), leftOut.cause(), leftOut.remedy());
    }

    @Override
    public List<String> names(String folder, int most) throws IOException {
        org.apache.hadoop.fs.Path path = Locations.path(folder);
        try {
            FileSystem fileSystem = settings.fileSystem(path);
            String root = fileSystem.makeQualified(path).toUri().getPath();
            List<String> names = new ArrayList<>();
            RemoteIterator<FileStatus> entries = fileSystem.listStatusIterator(path);
            while (entries.hasNext()) {
                FileStatus entry = entries.next();
                if (entry.isFile() && entry.getPath().toUri().getPath().equals(root)) {
                    // A file is listed as itself.
                    return List.of();
                }
                String name = entry.getPath().getName();
                if (!Locations.isHidden(name)) {
                    names.add(entry.isDirectory() ? name + "/" : name);
                }
                if (names.size() > most) {
                    return List.of();
                }
            }
            names.sort(Comparator.naturalOrder());
            return names;
        } catch (IOException | RuntimeException e) {
            if (e instanceof FileNotFoundException missing && !StorageProblem.isDenial(missing)) {
                return List.of();
            }
            throw StorageProblem.asBadInput(folder, e);
        }
    }

    @Override
    public Optional<StoredFile> find(String location) throws IOException {
        org.apache.hadoop.fs.Path path = Locations.path(location);
        try {
            FileSystem fileSystem = settings.fileSystem(path);
            FileStatus file = fileSystem.getFileStatus(path);
            return file.isFile() ? Optional.of(stored(file)) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            if (e instanceof ParentNotDirectoryException
                    || (e instanceof FileNotFoundException missing && !StorageProblem.isDenial(missing))) {
                return Optional.empty();
            }
            throw StorageProblem.asBadInput(location, e);
        }
    }

    private StoredFile stored(FileStatus file) {
        return new StoredFile(
                Locations.location(file.getPath(), settings.configuration()),
                file.getLen(),
                file.getModificationTime(),
                file instanceof EtagSource tagged && tagged.getEtag() != null ? tagged.getEtag() : "");
    }

    @Override
    public SeekableBytes open(String location) throws IOException {
        org.apache.hadoop.fs.Path path = Locations.path(location);
        try {
            FileSystem fileSystem = settings.fileSystem(path);
            FileStatus file = fileSystem.getFileStatus(path);
            if (file.isDirectory()) {
                throw new FileNotFoundException(location + " is a folder");
            }
            return HadoopSeekableBytes.open(fileSystem, file);
        } catch (IOException | RuntimeException e) {
            if (e instanceof FileNotFoundException missing && !StorageProblem.isDenial(missing)) {
                throw missing;
            }
            throw StorageProblem.asBadInput(location, e);
        }
    }

    @Override
    public Optional<Path> localPath(String location) {
        org.apache.hadoop.fs.Path path = Locations.path(location);
        String scheme = path.toUri().getScheme() != null
                ? path.toUri().getScheme()
                : FileSystem.getDefaultUri(settings.configuration()).getScheme();
        return scheme.equals(Locations.LOCAL) ? Optional.of(Path.of(path.toUri().getPath())) : Optional.empty();
    }
}
