package org.cellineage.format.zarr;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * Reads planes of an array whose last two axes are y and x. Planes are numbered over the other axes, the last of them
 * fastest. Only the chunks that intersect a plane are read.
 *
 * <p>Unsigned samples of 8 and 16 bits keep their type; other integers become ints, and those that do not fit are
 * rejected; 64-bit floats are rounded to 32 bits. Not thread-safe.
 */
public final class ZarrArray implements Closeable {

    private final ZarrStore store;
    private final String path;
    private final ArrayMetadata array;
    private final ChunkReader chunks;

    private ZarrArray(ZarrStore store, String path, ArrayMetadata array) {
        this.store = store;
        this.path = path;
        this.array = array;
        this.chunks = new ChunkReader(store, path, array);
    }

    /**
     * Opens the array of a plane.
     *
     * @throws BadInputException if it does not exist or cannot be read
     */
    public static ZarrArray open(Storage storage, PlaneRef ref) throws IOException {
        ZarrStore store = ZarrStore.ofArray(storage, ref);
        try {
            return open(store, "");
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Opens an array; closing it closes the store. */
    static ZarrArray open(ZarrStore store, String path) throws IOException {
        ArrayMetadata array = ArrayParser.read(store, path)
                .orElseThrow(
                        () -> new BadInputException(
                                store.where(path),
                                "There is no Zarr array: neither zarr.json nor .zarray is in it.",
                                "Copy the OME-Zarr again with its hidden files, and check that it has not been moved in the meantime."))
                .array();
        return new ZarrArray(store, path, array);
    }

    /**
     * Reads a plane.
     *
     * @throws BadInputException if a chunk is corrupt, or contains a number that does not fit
     */
    public Plane read(int index) throws IOException {
        if (index < 0 || index >= array.planes()) {
            throw new BadInputException(
                    store.where(path),
                    "It has " + array.planes() + " planes, but plane " + index + " was requested.",
                    "Check that the OME-Zarr has not been replaced in the meantime, and run again.");
        }
        List<Integer> shape = array.shape();
        List<Integer> chunkShape = array.chunkShape();
        int rank = shape.size();
        int[] strides = array.chain()
                .strides(chunkShape.stream().mapToInt(Integer::intValue).toArray());
        int[] chunk = new int[rank];
        int first = 0;
        int rest = index;
        for (int i = rank - 3; i >= 0; i--) {
            int at = rest % shape.get(i);
            rest /= shape.get(i);
            chunk[i] = at / chunkShape.get(i);
            first += at % chunkShape.get(i) * strides[i];
        }
        int chunkHeight = chunkShape.get(rank - 2);
        int chunkWidth = chunkShape.get(rank - 1);
        SamplePlane plane = new SamplePlane(array);
        for (int y = 0; y < array.height(); y += chunkHeight) {
            for (int x = 0; x < array.width(); x += chunkWidth) {
                chunk[rank - 2] = y / chunkHeight;
                chunk[rank - 1] = x / chunkWidth;
                byte[] bytes = chunks.read(chunk).orElse(null);
                if (bytes != null) {
                    int rows = Math.min(chunkHeight, array.height() - y);
                    int columns = Math.min(chunkWidth, array.width() - x);
                    SamplePlane.Block block =
                            new SamplePlane.Block(bytes, first, strides[rank - 2], strides[rank - 1], rows, columns);
                    plane.put(block, y, x, store.where(path));
                }
            }
        }
        return plane.plane();
    }

    @Override
    public void close() throws IOException {
        chunks.close();
        store.close();
    }
}
