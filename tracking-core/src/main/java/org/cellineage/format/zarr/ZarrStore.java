package org.cellineage.format.zarr;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;

/**
 * The files of a Zarr hierarchy by key, which is the path below the root with {@code /} between folders. The hierarchy
 * is a folder of a {@link Storage}, or a zip archive of such a folder.
 *
 * <p>Thread-safe; what {@link #open} returns is not.
 */
public interface ZarrStore extends Closeable {

    /** Maximum size of a metadata file in bytes; the largest plates have a few megabytes. */
    int MAX_METADATA_BYTES = 64 << 20;

    /** Opens the hierarchy of a plane, with keys relative to the plane's array. */
    static ZarrStore ofArray(Storage storage, PlaneRef ref) throws IOException {
        return ref.member().isEmpty()
                ? new FolderStore(storage, ref.location())
                : ZipStore.open(storage, ref.location(), ref.member().equals(ROOT_MEMBER) ? "" : ref.member());
    }

    /** The value of {@link PlaneRef#member} for the root of an archive, whose path is empty. */
    String ROOT_MEMBER = "/";

    /** Opens a file; empty if it does not exist. */
    Optional<SeekableBytes> open(String key) throws IOException;

    /** Size and version of a file; empty if it does not exist or is a folder. */
    Optional<StoredFile> find(String key) throws IOException;

    /** The names directly in a folder, as for {@link Storage#names}. */
    List<String> names(String folder, int most) throws IOException;

    /** The location of a key, for messages. */
    String where(String key);

    /** A plane of the array at {@code path}. */
    PlaneRef plane(String path, int index);

    /**
     * Reads a whole file; empty if it does not exist.
     *
     * @throws BadInputException if it has more than {@code most} bytes, in which case it is not read
     */
    default Optional<byte[]> read(String key, long most) throws IOException {
        Optional<SeekableBytes> file = open(key);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (SeekableBytes bytes = file.get()) {
            long length = bytes.length();
            if (length > Math.min(most, Integer.MAX_VALUE - 16)) {
                throw new BadInputException(
                        where(key),
                        "It has " + length + " bytes; a valid file has at most " + most + ".",
                        "Copy the file again from its source, or write the Zarr again.");
            }
            byte[] content = new byte[(int) length];
            bytes.readFully(0, content, 0, content.length);
            return Optional.of(content);
        }
    }

    /** Joins {@code folder} and {@code name} with a slash, unless the folder is empty. */
    static String join(String folder, String name) {
        if (folder.isEmpty() || name.isEmpty()) {
            return folder + name;
        }
        return folder + "/" + name;
    }
}
