package org.cellineage.format.zarr;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;

/**
 * A Zarr hierarchy in a folder or bucket.
 *
 * @param root its folder, without a trailing slash
 */
public record FolderStore(Storage storage, String root) implements ZarrStore {

    @Override
    public Optional<SeekableBytes> open(String key) throws IOException {
        try {
            return Optional.of(storage.open(where(key)));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<StoredFile> find(String key) throws IOException {
        return storage.find(where(key));
    }

    @Override
    public List<String> names(String folder, int most) throws IOException {
        return storage.names(where(folder), most);
    }

    @Override
    public String where(String key) {
        return ZarrStore.join(root, key);
    }

    @Override
    public PlaneRef plane(String path, int index) {
        return new PlaneRef(PlaneRef.Encoding.ZARR, where(path), "", index);
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
