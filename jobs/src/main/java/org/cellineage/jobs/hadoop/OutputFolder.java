package org.cellineage.jobs.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.cellineage.problem.BadOutputException;

/** A folder to write into, on any Hadoop file system. */
public final class OutputFolder {

    private final String location;
    private final Path root;
    private final FileSystem fs;

    private OutputFolder(String location, Path root, FileSystem fs) {
        this.location = location;
        this.root = root;
        this.fs = fs;
    }

    /**
     * Opens the folder and makes sure that it can be written, before any work is done.
     *
     * @throws BadOutputException where it cannot
     */
    public static OutputFolder open(Configuration configuration, String location) {
        Path root = new Path(location);
        Path probe = new Path(root, "_probe-" + java.util.UUID.randomUUID());
        try {
            FileSystem fs = root.getFileSystem(configuration);
            fs.mkdirs(root);
            fs.create(probe, true).close();
            fs.delete(probe, false);
            return new OutputFolder(location, root, fs);
        } catch (IOException e) {
            throw new BadOutputException(
                    location,
                    "The output cannot be written: " + firstLine(e) + ".",
                    "Give a folder or bucket that the user who runs the job may write to, with room on it.",
                    e);
        }
    }

    private static String firstLine(IOException e) {
        String message = e.getMessage();
        String text = message == null ? e.getClass().getSimpleName() : message;
        return text.lines().findFirst().orElse(text).replaceAll("\\.$", "");
    }

    /** Where it is, as the user gave it. */
    public String location() {
        return location;
    }

    /** The full location of something below it. */
    public String resolve(String relative) {
        return new Path(root, relative).toString();
    }

    /** Opens a new file for writing; folders are made as needed. */
    public OutputStream create(String relative) throws IOException {
        return fs.create(new Path(root, relative), true);
    }

    /**
     * Replaces a small file whole: a reader sees the old text or the new one. A rename on file systems, one request on
     * object stores, where a file appears when it is closed.
     */
    public void replace(String relative, String text) throws IOException {
        Path target = new Path(root, relative);
        boolean objectStore = !"file".equals(fs.getScheme()) && !"hdfs".equals(fs.getScheme());
        Path written = objectStore ? target : new Path(target.getParent(), "." + target.getName() + ".new");
        try (OutputStream out = fs.create(written, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        if (!objectStore) {
            // FileContext renames over an existing file in one step; FileSystem does not.
            org.apache.hadoop.fs.FileContext.getFileContext(fs.getUri(), fs.getConf())
                    .rename(written, target, org.apache.hadoop.fs.Options.Rename.OVERWRITE);
        }
    }

    /** A small file's text, empty where there is none. */
    public Optional<String> read(String relative) throws IOException {
        Path path = new Path(root, relative);
        try (FSDataInputStream in = fs.open(path)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Names of what lies directly in a folder, sorted; none where there is no such folder. */
    public java.util.List<String> names(String relative) throws IOException {
        try {
            return java.util.Arrays.stream(fs.listStatus(new Path(root, relative)))
                    .map(FileStatus::getPath)
                    .map(Path::getName)
                    .sorted()
                    .toList();
        } catch (FileNotFoundException e) {
            return java.util.List.of();
        }
    }

    /** Whether there is something at this place. */
    public boolean exists(String relative) throws IOException {
        return fs.exists(new Path(root, relative));
    }

    /** Removes a file or folder with all that is in it; nothing happens where there is none. */
    public void delete(String relative) throws IOException {
        fs.delete(new Path(root, relative), true);
    }
}
