package org.cellineage.format.layout;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.tiff.OmeSet;

/** The folder of a file in a storage. It is listed only if a file of a set is not found by its name. */
final class StackFolder implements OmeSet.Folder {

    /** In a larger folder, files are not searched by content. */
    private static final int MOST_NAMES = 100_000;

    private final Storage storage;
    private final String folder;
    private final List<String> known;

    /**
     * The folder that contains a file.
     *
     * @param known names of files in this folder that are already known
     */
    StackFolder(Storage storage, String location, List<String> known) {
        this.storage = storage;
        this.folder = location.substring(0, location.lastIndexOf('/') + 1);
        this.known = List.copyOf(known);
    }

    @Override
    public List<String> known() {
        return known;
    }

    @Override
    public List<String> names() throws IOException {
        return folder.length() <= 1
                ? known
                : storage.names(folder, MOST_NAMES).stream()
                        .filter(name -> !name.endsWith("/"))
                        .toList();
    }

    @Override
    public SeekableBytes open(String name) throws IOException {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new FileNotFoundException(name);
        }
        return storage.open(folder + name);
    }
}
