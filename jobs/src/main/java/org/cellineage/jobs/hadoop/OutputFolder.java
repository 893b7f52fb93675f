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
 * A folder of results, on any Hadoop file system; tables are Spark's to write, single files are written here.
 *
 * <p>What the user can fix (no permission, no room, no bucket, no connector) is a {@link BadOutputException}; other
 * failures stay {@link IOException}s.
 */
public final class OutputFolder {

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
     * Opens the folder, makes it as needed, and makes sure that it can be written before any work is done.
     *
     * @throws BadOutputException where it cannot
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
     * Opens a folder that an earlier command wrote, to read from it; nothing is made or changed.
     *
     * @throws BadInputException where there is none, or it may not be read
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

    /** Where it is, as the user gave it. */
    public String location() {
        return location;
    }

    /**
     * Whether {@link #replace} is one step here. Where it is not, a process that is killed in it leaves nothing, and a
     * reader may find nothing for a moment.
     */
    public boolean replacesInOneStep() {
        return Locations.isLocal(root) || Locations.isObjectStore(fs) || Locations.renamesOverFiles(fs);
    }

    /** What executors need to write here too. */
    public OutputPlace place() {
        return new OutputPlace(location, HadoopSettings.of(fs.getConf()));
    }

    /** The full location of something below it. */
    public String resolve(String relative) {
        return Locations.location(path(relative), fs.getConf());
    }

    private Path path(String relative) {
        return new Path(root, new Path(null, null, relative));
    }

    /** Opens a new file for writing; folders are made as needed. */
    public OutputStream create(String relative) throws IOException {
        try {
            return single.create(path(relative));
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(resolve(relative), e);
        }
    }

    /**
     * Replaces a small file, or makes it: a reader sees the old text or the new one, never a part and never nothing,
     * also where this process is killed.
     *
     * <p>By one PUT on an object store, by a temporary file beside it and a rename elsewhere.
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
     * Makes a small file where there is none: of several that try at once, one does.
     *
     * <p>By the file system's own exclusive creation, by a conditional PUT on a bucket. A bucket of a store that knows no
     * such thing lets every caller succeed; {@link #mayCreateTwice} tells.
     *
     * @return whether it was made; false where something is there already
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
     * Whether {@link #createIfAbsent} on this store may succeed for two at once: a bucket whose server does not honour
     * the condition, which is tried on a file that was just made.
     */
    public boolean mayCreateTwice(String justMade, String sameText) throws IOException {
        return Locations.isObjectStore(fs) && createIfAbsent(justMade, sameText);
    }

    /** When a file was last written by this store's clock, milliseconds since 1970; empty where there is none. */
    public OptionalLong modifiedMillis(String relative) throws IOException {
        try {
            return OptionalLong.of(fs.getFileStatus(path(relative)).getModificationTime());
        } catch (FileNotFoundException e) {
            return OptionalLong.empty();
        }
    }

    /** What time it is by this store's clock, which is not this machine's. */
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

    /** A small file's text, empty where there is none. */
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
     * Names of what lies directly in a folder, sorted; none where there is no such folder. What a killed process left
     * half-written is left out.
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
     * Paths, relative to {@code relative}, of all folders at most {@code depth} levels below it; none where there is no
     * such folder. A bucket answers with one listing; others folder by folder.
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

    /** Whether there is something at this place. */
    public boolean exists(String relative) throws IOException {
        return fs.exists(path(relative));
    }

    /** Removes a file or folder with all that is in it; nothing happens where there is none. */
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

    /** Whether a folder moves in one step here; a bucket copies each file. */
    public boolean moves() {
        return !Locations.isObjectStore(fs);
    }

    /** Moves a folder to a place where there is nothing; folders above it are made as needed. */
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

    /** Removes what processes that were killed while they replaced a file left of their new versions. */
    public void removeUnfinished(String relative) throws IOException {
        try {
            single.removeUnfinished(path(relative));
        } catch (IOException | RuntimeException e) {
            throw StorageProblem.asBadOutput(resolve(relative), e);
        }
    }

    /**
     * Spark's failure to write below this folder, as what the user can fix where it is: no room, no permission, expired
     * credentials.
     *
     * @param failure of any kind; Spark throws checked exceptions without declaring them
     * @return what is to be thrown
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
