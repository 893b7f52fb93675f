package org.cellineage.format.layout;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;

/** The local disk as a storage that counts what is asked of it, and is no local disk to those who ask. */
final class CountingStorage implements Storage {

    private static final long serialVersionUID = 1L;

    private final LocalStorage disk = new LocalStorage();
    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger finds = new AtomicInteger();
    private final Map<String, Integer> opens = new ConcurrentHashMap<>();

    @Override
    public List<StoredFile> list(String location) throws IOException {
        lists.incrementAndGet();
        return disk.list(location);
    }

    @Override
    public SeekableBytes open(String location) throws IOException {
        opens.merge(location, 1, Integer::sum);
        return disk.open(location);
    }

    @Override
    public List<String> names(String folder, int most) throws IOException {
        return disk.names(folder, most);
    }

    @Override
    public Optional<StoredFile> find(String location) throws IOException {
        finds.incrementAndGet();
        return disk.find(location);
    }

    /** How often the storage was asked about one file. */
    int finds() {
        return finds.get();
    }

    int lists() {
        return lists.get();
    }

    /** Location to how often it was opened. */
    Map<String, Integer> opens() {
        return opens;
    }

    int allOpens() {
        return opens.values().stream().mapToInt(Integer::intValue).sum();
    }

    void reset() {
        lists.set(0);
        finds.set(0);
        opens.clear();
    }
}
