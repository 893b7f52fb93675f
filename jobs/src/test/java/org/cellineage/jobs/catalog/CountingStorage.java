package org.cellineage.jobs.catalog;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;

/** A storage that counts what is opened on it, in this process. */
public final class CountingStorage implements Storage {

    private static final long serialVersionUID = 1L;

    /** Of all storages of the process: those that were sent to tasks too. */
    private static final Queue<String> OPENS = new ConcurrentLinkedQueue<>();

    private final Storage storage;

    public CountingStorage(Storage storage) {
        this.storage = storage;
        forget();
    }

    @Override
    public String absolute(String location) throws IOException {
        return storage.absolute(location);
    }

    @Override
    public List<StoredFile> list(String location) throws IOException {
        return storage.list(location);
    }

    @Override
    public List<String> names(String folder, int most) throws IOException {
        return storage.names(folder, most);
    }

    @Override
    public Optional<StoredFile> find(String location) throws IOException {
        return storage.find(location);
    }

    @Override
    public SeekableBytes open(String location) throws IOException {
        OPENS.add(location.substring(location.lastIndexOf('/') + 1));
        return storage.open(location);
    }

    /** Names of the files that were opened, each as often as it was. */
    public List<String> opens() {
        return List.copyOf(OPENS);
    }

    public void forget() {
        OPENS.clear();
    }
}
