package org.cellineage.jobs.hadoop;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.cellineage.format.SeekableBytes;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;
import org.cellineage.problem.UserException;

/**
 * A folder of results, on any Hadoop file system; tables are Spark's to write, single files are written here.
 *
 * <p>What the user can fix (no permission, no room, no bucket, no connector) is a {@link BadOutputException}; other
 * failures stay {@link IOException}s.
 */
public final class OutputFolder {

    private static final String UNFINISHED = "._";
    private static final String CONDITIONAL = Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

    private final String location;
    private final Path root;
    private final FileSystem fs;

    OutputFolder(String location, Path root, FileSystem fs) {
        this.location = location;
        this.root = root;
        this.fs = fs;
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
            Path probe = folder.path(UNFINISHED + UUID.randomUUID());
            folder.stream(probe).close();
            fs.delete(probe, false);
            return folder;
        } catch (IOException | RuntimeException e) {
            IOException other = explain(location, e);
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
            return stream(path(relative));
        } catch (IOException | RuntimeException e) {
            throw explain(resolve(relative), e);
        }
    }

    private OutputStream stream(Path file) throws IOException {
        return Locations.isLocal(root)
                ? new BufferedOutputStream(Files.newOutputStream(prepared(file)))
                : fs.create(file, true);
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
            if (Locations.isLocal(root)) {
                replaceLocally(path(relative), bytes);
            } else if (Locations.isObjectStore(fs)) {
                try (OutputStream out = fs.create(path(relative), true)) {
                    out.write(bytes);
                }
            } else {
                replaceByRename(path(relative), bytes);
            }
        } catch (IOException | RuntimeException e) {
            throw explain(resolve(relative), e);
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
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (Locations.isLocal(root)) {
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
            throw explain(resolve(relative), e);
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
        Path probe = path(UNFINISHED + UUID.randomUUID());
        try {
            stream(probe).close();
            return fs.getFileStatus(probe).getModificationTime();
        } catch (IOException | RuntimeException e) {
            throw explain(location, e);
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
                    .filter(name -> !name.startsWith(UNFINISHED))
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
            throw explain(resolve(relative), e);
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
            throw explain(resolve(to), e);
        }
    }

    /** Removes what processes that were killed while they replaced a file left of their new versions. */
    public void removeUnfinished(String relative) throws IOException {
        Path file = path(relative);
        try {
            for (FileStatus status : fs.listStatus(file.getParent())) {
                if (status.getPath().getName().startsWith(unfinished(file.getName()))) {
                    fs.delete(status.getPath(), false);
                }
            }
        } catch (FileNotFoundException e) {
            // There is no folder, so nothing was left in it.
        } catch (IOException | RuntimeException e) {
            throw explain(resolve(relative), e);
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

    /**
     * Spark's failure to write below this folder, as what the user can fix where it is: no room, no permission, expired
     * credentials.
     *
     * @param failure of any kind; Spark throws checked exceptions without declaring them
     * @return what is to be thrown
     */
    public RuntimeException explained(String relative, Exception failure) {
        try {
            throw new IllegalStateException("Writing " + relative + " failed.", explain(resolve(relative), failure));
        } catch (BadOutputException known) {
            return known;
        } catch (RuntimeException other) {
            return other;
        }
    }

    private static IOException explain(String location, Exception failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < StorageProblem.MAX_CAUSES; i++) {
            // A task may have said what its user can do, of another place than the output.
            if (cause instanceof UserException known) {
                throw known;
            }
            cause = cause.getCause();
        }
        if (failure instanceof ParentNotDirectoryException
                || failure instanceof FileAlreadyExistsException
                || failure instanceof org.apache.hadoop.fs.FileAlreadyExistsException
                || String.valueOf(failure.getMessage()).endsWith("Not a directory")) {
            throw new BadOutputException(
                    location,
                    "The output cannot be written: there is a file where a folder is needed, or the reverse.",
                    "Choose another location.",
                    failure);
        }
        Optional<StorageProblem> problem = StorageProblem.of(location, failure);
        if (problem.isPresent()) {
            throw new BadOutputException(
                    location,
                    "The output cannot be written: " + problem.get().cause(),
                    problem.get().remedy(),
                    failure);
        }
        if (failure instanceof RuntimeException fault) {
            throw fault;
        }
        return failure instanceof IOException io ? io : new IOException(failure);
    }
}
