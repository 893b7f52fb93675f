package org.cellineage.jobs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.TaskContext;

/**
 * The local file system under {@code halting:}, on which a certain operation never returns, so that the process can be
 * killed in it. {@link #POINT} says which, as {@code OPERATION PART-OF-THE-PATH}: {@code create},
 * {@code rename} (before it happens), {@code renamed} (after),
 * {@code die} (creating ends the process), {@code deadly} or {@code endless} (reading by a task ends the process, or
 * does not end), {@code deadly-probe} (reading in a task's own thread, as the probe does, ends the process).
 */
public final class HaltingFileSystem extends RawLocalFileSystem {

    /** The setting that says where; none where it is absent or empty. */
    static final String POINT = "fs.halting.point";

    /** A file that must be there, or the point is passed as if it were none; always, where it is absent or empty. */
    static final String ONCE_THERE_IS = "fs.halting.once-there-is";

    /** What happens in this process before something is changed, wherever {@link #POINT} is. */
    @FunctionalInterface
    interface Fault {
        void before(String operation, String path) throws IOException;
    }

    /** None, unless a test sets one. */
    static volatile Fault fault = (operation, path) -> {};

    /** How often this process has opened each file, by its path. */
    static final Map<String, Integer> OPENS = new ConcurrentHashMap<>();

    /** A file that is made once the point is reached. */
    static final String MARKER = "fs.halting.marker";

    /** The same behind the newer interface. */
    public static final class HaltingFs extends DelegateToFileSystem {
        public HaltingFs(URI uri, Configuration configuration) throws IOException, URISyntaxException {
            super(uri, new HaltingFileSystem(), configuration, "halting", false);
        }

        @Override
        public int getUriDefaultPort() {
            return -1;
        }

        /** As on HDFS, not as the superclass does it: that deletes first. */
        @Override
        public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
            ((HaltingFileSystem) fsImpl).rename(from, to, overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
        }
    }

    /** Spark's settings for it. */
    static Map<String, String> settings(String point, java.nio.file.Path marker) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("spark.hadoop.fs.halting.impl", HaltingFileSystem.class.getName());
        settings.put("spark.hadoop.fs.AbstractFileSystem.halting.impl", HaltingFs.class.getName());
        settings.put("spark.hadoop." + POINT, point);
        settings.put("spark.hadoop." + MARKER, marker.toString());
        return settings;
    }

    @Override
    public URI getUri() {
        return URI.create("halting:///");
    }

    @Override
    public String getScheme() {
        return "halting";
    }

    private void reach(String operation, Path path) throws IOException {
        fault.before(operation, path.toUri().getPath());
        String[] point = getConf().get(POINT, "").split(" ", 2);
        if (!point[0].equals(operation) || !path.toUri().getPath().contains(point[1])) {
            return;
        }
        String condition = getConf().get(ONCE_THERE_IS, "");
        if (!condition.isEmpty() && !Files.exists(java.nio.file.Path.of(condition))) {
            return;
        }
        switch (operation) {
            case "die", "deadly", "deadly-probe" -> Runtime.getRuntime().halt(137);
            default -> halt();
        }
    }

    private void halt() throws IOException {
        Files.writeString(java.nio.file.Path.of(getConf().get(MARKER)), "here");
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        }
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        OPENS.merge(path.toUri().getPath(), 1, Integer::sum);
        // The driver reads headers on other threads.
        if (Thread.currentThread().getName().startsWith("cellineage-read")) {
            reach("deadly", path);
            reach("endless", path);
        } else if (TaskContext.get() != null) {
            reach("deadly-probe", path);
        }
        return super.open(path, bufferSize);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        reach("rename", to);
        boolean renamed = super.rename(from, to);
        reach("renamed", to);
        return renamed;
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        reach("delete", path);
        return super.delete(path, recursive);
    }

    /** In one step also where a file is replaced, as on HDFS. */
    @Override
    protected void rename(Path from, Path to, Options.Rename... options) throws IOException {
        reach("rename", to);
        Files.move(
                pathToFile(from).toPath(),
                pathToFile(to).toPath(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        reach("renamed", to);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return plain(super.getFileStatus(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        return Arrays.stream(super.listStatus(path))
                .map(HaltingFileSystem::plain)
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

    private void reachCreation(Path path) throws IOException {
        reach("create", path);
        reach("die", path);
    }

    /**
     * Takes a name that must be new, in one step as on HDFS; the superclass looks first and creates then, so that two at
     * once both succeed.
     */
    private void claim(Path path) throws IOException {
        java.nio.file.Path file = pathToFile(path).toPath();
        Files.createDirectories(file.getParent());
        try {
            Files.createFile(file);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(path + " exists");
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
        reachCreation(path);
        if (!overwrite) {
            claim(path);
        }
        return super.create(path, permission, true, bufferSize, replication, blockSize, progress);
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        reachCreation(path);
        if (!overwrite) {
            claim(path);
        }
        return super.create(path, true, bufferSize, replication, blockSize, progress);
    }
}
