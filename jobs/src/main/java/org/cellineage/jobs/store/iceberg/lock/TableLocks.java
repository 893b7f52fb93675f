package org.cellineage.jobs.store.iceberg.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.LockManager;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.OutputFolder;

/**
 * Lets one process at a time commit to a table in the output folder. Iceberg's catalog of kind {@code hadoop} looks
 * whether the next version exists and then renames a file to it; on a local disk, a share or a bucket, two processes
 * could do both at once, and one commit would be lost.
 *
 * <p>Locks of a table are numbered files, {@code _locks/TABLE/000001}, …, created exclusively; the highest is valid until
 * its text says {@value #FREE}, or it is older than {@link #LEASE} by the store's clock. A commit holds it for as long as
 * one small file is renamed.
 */
public final class TableLocks implements LockManager {

    /** The catalog's property that names the output folder. */
    public static final String OUTPUT = "cellineage-output";

    private static final String ROOT = "_locks";
    private static final String HELD = "held";
    private static final String FREE = "free";
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Optional<OutputFolder> output = Optional.empty();
    /** The file that this process holds, by the folder of locks of a table. */
    private final Map<String, String> held = new TreeMap<>();

    @Override
    public void initialize(Map<String, String> properties) {
        String location = Optional.ofNullable(properties.get(OUTPUT)).orElseThrow();
        try {
            output = Optional.of(OutputFolder.openExisting(
                    SparkSession.active().sparkContext().hadoopConfiguration(), location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the locks of the table that a metadata file, {@code …/TABLE/metadata/v5.metadata.json}, belongs to. */
    private static String folder(String metadataFile) {
        return ROOT + "/" + new Path(metadataFile).getParent().getParent().getName();
    }

    @Override
    public boolean acquire(String metadataFile, String owner) {
        String folder = folder(metadataFile);
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end) {
                if (take(folder)) {
                    return true;
                }
                Thread.sleep(PAUSE.toMillis());
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized boolean take(String folder) throws IOException {
        if (held.containsKey(folder)) {
            return false;
        }
        OutputFolder files = output.orElseThrow();
        List<String> numbers = numbers(folder);
        int next = 1;
        if (!numbers.isEmpty()) {
            String last = folder + "/" + numbers.get(numbers.size() - 1);
            boolean free = files.read(last).orElse(FREE).strip().equals(FREE);
            if (!free && files.nowMillis() - files.modifiedMillis(last).orElse(0) < LEASE.toMillis()) {
                return false;
            }
            next = Integer.parseInt(numbers.get(numbers.size() - 1)) + 1;
        }
        String own = folder + "/" + String.format(Locale.ROOT, "%06d", next);
        if (!files.createIfAbsent(own, HELD + "\n")) {
            return false;
        }
        held.put(folder, own);
        for (String older : numbers) {
            files.delete(folder + "/" + older);
        }
        return true;
    }

    private List<String> numbers(String folder) throws IOException {
        return output.orElseThrow().names(folder).stream()
                .filter(name -> name.matches("\\d{1,9}"))
                .toList();
    }

    @Override
    public synchronized boolean release(String metadataFile, String owner) {
        String own = held.remove(folder(metadataFile));
        if (own == null) {
            return false;
        }
        try {
            output.orElseThrow().replace(own, FREE + "\n");
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // A lock is held for one commit, and released by it.
    }
}
