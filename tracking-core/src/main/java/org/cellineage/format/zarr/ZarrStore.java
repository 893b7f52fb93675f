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
 * The files of a Zarr hierarchy by key, that is by their path below its root, {@code /} between folders: a folder of a
 * {@link Storage}, or a zip archive of such a folder.
 *
 * <p>May be used by several threads; what {@link #open} gives out, by one.
 */
public interface ZarrStore extends Closeable {

    /** Most bytes of a metadata file; that of the largest plates has a few. */
    int MAX_METADATA_BYTES = 64 << 20;

    /** Opens the hierarchy that a plane lies in; keys are then paths below the plane's array. */
    static ZarrStore ofArray(Storage storage, PlaneRef ref) throws IOException {
        return ref.member().isEmpty()
                ? new FolderStore(storage, ref.location())
                : ZipStore.open(storage, ref.location(), ref.member().equals(ROOT_MEMBER) ? "" : ref.member());
    }

    /** Stands in {@link PlaneRef#member} for the root of an archive, whose path is empty. */
    String ROOT_MEMBER = "/";

    /** Opens a file; empty where there is none. */
    Optional<SeekableBytes> open(String key) throws IOException;

    /** A file's size and version; empty where there is none, or a folder. */
    Optional<StoredFile> find(String key) throws IOException;

    /** The names directly in a folder, as {@link Storage#names} gives them. */
    List<String> names(String folder, int most) throws IOException;

    /** The key as messages name it. */
    String where(String key);

    /** A plane of the array at {@code path}. */
    PlaneRef plane(String path, int index);

    /**
     * Reads a whole file; empty where there is none.
     *
     * @throws BadInputException where it has more than {@code most} bytes, which are not read then
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
                        "Copy the file again from its source, or write the OME-Zarr again.");
            }
            byte[] content = new byte[(int) length];
            bytes.readFully(0, content, 0, content.length);
            return Optional.of(content);
        }
    }

    /** {@code folder} and {@code name}, with a slash between where there is a folder. */
    static String join(String folder, String name) {
        if (folder.isEmpty() || name.isEmpty()) {
            return folder + name;
        }
        return folder + "/" + name;
    }
}
