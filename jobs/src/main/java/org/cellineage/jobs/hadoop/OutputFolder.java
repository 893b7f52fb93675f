package org.cellineage.jobs.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.cellineage.format.SeekableBytes;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;

/**
 * An output folder on any Hadoop file system. Tables are written by Spark, single files by this class.
 *
 * <p>Problems that the user can fix (no permission, no space, no bucket, no connector) are {@link BadOutputException}s;
 * other failures remain {@link IOException}s.
 */
public final class OutputFolder {

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface FileContent {

        /** Writes all of it; may close the stream. */
        void write(OutputStream out) throws IOException;
    }

    private final String location;
    private final Path root;
    private final FileSystem fs;
    private final SmallFiles single;

    OutputFolder(String location, Path root, FileSystem fs) {
        this.location = location;
        this.root = root;
        this.fs = fs;
        this.single = new SmallFiles(fs, Locations.isLocal(root));
    }

    /**
     * Opens the folder, creating it if needed, and checks that it is writable before any work is done.
     *
     * @throws BadOutputException if it is not
     */
    public static OutputFolder open(Configuration configuration, String location) {
        Path root = Locations.path(location);
        try {
            FileSystem fs = root.getFileSystem(configuration);
            fs.mkdirs(root);
            OutputFolder folder = new OutputFolder(location, fs.makeQualified(root), fs);
            Path probe = folder.path(SmallFiles.UNFINISHED + UUID.randomUUID());
            folder.single.create(probe).close();
            fs.delete(probe, false);
            return folder;
        } catch (IOException | RuntimeException e) {
            IOException other = StorageProblem.asBadOutput(location, e);
            String message =
                    String.valueOf(other.getMessage()).lines().findFirst().orElse("");
            throw new BadOutputException(
                    location,
                    "The output cannot be written: " + message + ".",
                    "Give a folder or bucket with free space to which the user who runs the job can write.",
                    other);
        }
    }

    /**
     * Opens a folder that an earlier command wrote, for reading; nothing is created or changed.
     *
     * @throws BadInputException if it does not exist, or access is denied
     */
    public static OutputFolder openExisting(Configuration configuration, String location) throws IOException {
        Path root = Locations.path(location);
        try {
            FileSystem fs = root.getFileSystem(configuration);
            if (!fs.getFileStatus(root).isDirectory()) {
                throw new BadInputException(location, "It is a file.", "Give the folder that contains the tables.");
            }
            return new OutputFolder(location, fs.makeQualified(root), fs);
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadInput(location, e);
        }
    }

    /** Whether there is a file at a location, which no folder can be opened at. */
    public static boolean isFile(Configuration configuration, String location) {
        Path path = Locations.path(location);
        try {
            return path.getFileSystem(configuration).getFileStatus(path).isFile();
        } catch (IOException | RuntimeException e) {
            // Whoever opens the folder is told what is wrong.
            return false;
        }
    }

    /** Its location as the user gave it. */
    public String location() {
        return location;
    }

    /**
     * Whether {@link #replace} is atomic here. If not, a process that is killed in it leaves no file, and a reader may
     * briefly find none.
     */
    public boolean replacesInOneStep() {
        return Locations.isLocal(root) || Locations.isObjectStore(fs) || Locations.renamesOverFiles(fs);
    }

    /** What executors need to write here too. */
    public OutputPlace place() {
        return new OutputPlace(location, HadoopSettings.of(fs.getConf()));
    }

    /** The full location of a path relative to the folder. */
    public String resolve(String relative) {
        return Locations.location(path(relative), fs.getConf());
    }

    private Path path(String relative) {
        return new Path(root, new Path(null, null, relative));
    }

    /** Opens a new file for writing; folders are created as needed. */
    public OutputStream create(String relative) throws IOException {
        try {
            return single.create(path(relative));
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(resolve(relative), e);
        }
    }

    /**
     * Creates or replaces a file of any size: a reader sees all of it or none, even if the writer fails or is killed.
     * Folders are created as needed. On a local disk, the file is not synced.
     */
    public void write(String relative, FileContent content) throws IOException {
        try {
            WholeFile.write(fs, path(relative), content);
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(resolve(relative), e);
        }
    }

    /**
     * Creates or replaces a small file: a reader sees the old text or the new one, never a part of it or nothing, even
     * if this process is killed.
     *
     * <p>Uses a single PUT on an object store, and a temporary file and a rename elsewhere.
     */
    public void replace(String relative, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            single.replace(path(relative), bytes);
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(resolve(relative), e);
        }
    }

    /**
     * Creates a small file unless it exists; if several processes try at once, one succeeds.
     *
     * <p>Uses the file system's exclusive creation, or a conditional PUT on a bucket. If a store does not support
     * conditions, every caller succeeds; {@link #mayCreateTwice} detects this.
     *
     * @return whether it was created; false if it already existed
     */
    public boolean createIfAbsent(String relative, String text) throws IOException {
        Path file = path(relative);
        try {
            return single.createIfAbsent(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(resolve(relative), e);
        }
    }

    /**
     * As {@link #createIfAbsent}, for what must survive a crash: on a local disk the file is whole and on the disk as soon
     * as it can be seen.
     */
    public boolean createDurably(String relative, String text) throws IOException {
        try {
            return single.createDurably(path(relative), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(resolve(relative), e);
        }
    }

    /**
     * Whether {@link #createIfAbsent} on this store may succeed for two processes at once, because the server of a
     * bucket ignores the condition; tested on a file that was just created.
     */
    public boolean mayCreateTwice(String justMade, String sameText) throws IOException {
        return Locations.isObjectStore(fs) && createIfAbsent(justMade, sameText);
    }

    /** Modification time of a file by this store's clock, in milliseconds since 1970; empty if it does not exist. */
    public OptionalLong modifiedMillis(String relative) throws IOException {
        try {
            return OptionalLong.of(fs.getFileStatus(path(relative)).getModificationTime());
        } catch (FileNotFoundException e) {
            return OptionalLong.empty();
        }
    }

    /** Current time by this store's clock, which may differ from this machine's. */
    public long nowMillis() throws IOException {
        Path probe = path(SmallFiles.UNFINISHED + UUID.randomUUID());
        try {
            single.create(probe).close();
            return fs.getFileStatus(probe).getModificationTime();
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(location, e);
        } finally {
            fs.delete(probe, false);
        }
    }

    /** The text of a small file, empty if it does not exist. */
    public Optional<String> read(String relative) throws IOException {
        try {
            FileStatus status = fs.getFileStatus(path(relative));
            byte[] bytes = new byte[Math.toIntExact(status.getLen())];
            try (SeekableBytes in = HadoopSeekableBytes.open(fs, status)) {
                in.readFully(0, bytes, 0, bytes.length);
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            if (StorageProblem.isDenial(e)) {
                throw StorageProblem.asBadInput(resolve(relative), e);
            }
            return Optional.empty();
        }
    }

    /**
     * Sorted names of the direct contents of a folder; empty if it does not exist. Incomplete files of killed processes
     * are omitted.
     */
    public List<String> names(String relative) throws IOException {
        try {
            return Arrays.stream(fs.listStatus(path(relative)))
                    .map(FileStatus::getPath)
                    .map(Path::getName)
                    .filter(name -> !name.startsWith(SmallFiles.UNFINISHED))
                    .sorted()
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /**
     * Paths, relative to {@code relative}, of all folders at most {@code depth} levels below it; empty if it does not
     * exist. A bucket is listed once, other file systems folder by folder.
     */
    public SortedSet<String> foldersBelow(String relative, int depth) throws IOException {
        SortedSet<String> folders = new TreeSet<>();
        try {
            Path start = path(relative);
            if (Locations.isObjectStore(fs)) {
                int prefix = fs.makeQualified(start).toUri().getPath().length() + 1;
                RemoteIterator<LocatedFileStatus> files = fs.listFiles(start, true);
                while (files.hasNext()) {
                    String[] parts = files.next()
                            .getPath()
                            .toUri()
                            .getPath()
                            .substring(prefix)
                            .split("/");
                    for (int n = 1; n <= Math.min(depth, parts.length - 1); n++) {
                        folders.add(String.join("/", Arrays.copyOf(parts, n)));
                    }
                }
            } else {
                addFolders(start, "", depth, folders);
            }
        } catch (FileNotFoundException e) {
            return folders;
        }
        return folders;
    }

    private void addFolders(Path folder, String prefix, int depth, SortedSet<String> folders) throws IOException {
        for (FileStatus child : fs.listStatus(folder)) {
            if (child.isDirectory()) {
                String name = prefix + child.getPath().getName();
                folders.add(name);
                if (depth > 1) {
                    addFolders(child.getPath(), name + "/", depth - 1, folders);
                }
            }
        }
    }

    /** Whether a file or folder exists here. */
    public boolean exists(String relative) throws IOException {
        return fs.exists(path(relative));
    }

    /** Removes a file, or a folder with all its contents; does nothing if it does not exist. */
    public void delete(String relative) throws IOException {
        try {
            if (!fs.delete(path(relative), true) && fs.exists(path(relative))) {
                throw new BadOutputException(
                        resolve(relative),
                        "It cannot be removed.",
                        "Give the user who runs the job permission to write there.");
            }
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(resolve(relative), e);
        }
    }

    /** Whether folders are moved atomically here; a bucket copies each file. */
    public boolean moves() {
        return !Locations.isObjectStore(fs);
    }

    /** Moves a folder to a location that does not exist; parent folders are created as needed. */
    public void move(String from, String to) throws IOException {
        try {
            fs.mkdirs(path(to).getParent());
            if (!fs.rename(path(from), path(to))) {
                throw new BadOutputException(
                        resolve(to),
                        "A folder cannot be moved there.",
                        "Give the user who runs the job permission to write there.");
            }
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(resolve(to), e);
        }
    }

    /** Removes new versions of files left by processes that were killed while replacing them. */
    public void removeUnfinished(String relative) throws IOException {
        try {
            single.removeUnfinished(path(relative));
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(resolve(relative), e);
        }
    }

    /**
     * Converts Spark's failure to write below this folder to a user error, if it is one: no space, no permission,
     * expired credentials.
     *
     * @param failure of any kind; Spark throws checked exceptions without declaring them
     * @return the exception to throw
     */
    public RuntimeException explained(String relative, Exception failure) {
        try {
            throw new IllegalStateException(
                    "Writing " + relative + " failed.", StorageProblem.asBadOutput(resolve(relative), failure));
        } catch (BadOutputException known) {
            return known;
        } catch (RuntimeException other) {
            return other;
        }
    }
}
