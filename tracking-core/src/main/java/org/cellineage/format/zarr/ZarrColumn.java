package org.cellineage.format.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellineage.image.HalfFloat;
import org.cellineage.problem.BadInputException;

/**
 * An array of one or two axes that is read as a whole, such as a property of every node of a graph.
 *
 * <p>Nothing is read until {@link #longs} or {@link #doubles} is called, so that the shape can be checked before memory is
 * taken.
 */
public final class ZarrColumn {

    private final ZarrStore store;
    private final String path;
    private final ArrayParser.Found found;

    private ZarrColumn(ZarrStore store, String path, ArrayParser.Found found) {
        this.store = store;
        this.path = path;
        this.found = found;
    }

    /**
     * Reads the metadata of an array; empty if there is none at {@code path}.
     *
     * @throws BadInputException if it has more than two axes, or cannot be read
     */
    public static Optional<ZarrColumn> find(ZarrStore store, String path) throws IOException {
        return ArrayParser.readColumn(store, path).map(found -> new ZarrColumn(store, path, found));
    }

    /** Location of the array, for messages. */
    public String where() {
        return store.where(path);
    }

    /** Number of rows. */
    public int rows() {
        return found.array().shape().get(0);
    }

    /** Number of values of a row: 1 if there is only one axis. */
    public int columns() {
        List<Integer> shape = found.array().shape();
        return shape.size() == 1 ? 1 : shape.get(1);
    }

    /** Whether there is only one axis. */
    public boolean isFlat() {
        return found.array().shape().size() == 1;
    }

    /** Whether values are integers or booleans. */
    public boolean isWhole() {
        return !found.array().type().isFloat();
    }

    /** Whether every chunk was stored; those that were not have the fill value. */
    public boolean isStored() throws IOException {
        ArrayMetadata array = found.array();
        int[] object = new int[array.shape().size()];
        for (long y = 0; y < rows(); y += array.gridShape().get(0)) {
            object[0] = (int) (y / array.gridShape().get(0));
            for (long x = 0;
                    x < columns();
                    x += isFlat() ? 1 : array.gridShape().get(1)) {
                if (!isFlat()) {
                    object[1] = (int) (x / array.gridShape().get(1));
                }
                if (store.find(ZarrStore.join(path, array.key(object))).isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Reads integers, row by row. Unsigned 64-bit values above the largest long become negative.
     *
     * @throws BadInputException if a chunk is damaged, or values are floats
     */
    public long[] longs() throws IOException {
        if (!isWhole()) {
            throw new BadInputException(
                    where(),
                    "It holds floating-point numbers; whole numbers are expected.",
                    "Write it with an integer type.");
        }
        long[] values = new long[size()];
        Arrays.fill(values, (long) found.array().fill());
        each((bytes, from, to) -> values[to] = whole(bytes, from));
        return values;
    }

    /**
     * Reads numbers of any type, row by row.
     *
     * @throws BadInputException if a chunk is damaged
     */
    public double[] doubles() throws IOException {
        double[] values = new double[size()];
        Arrays.fill(values, found.array().fill());
        each((bytes, from, to) -> values[to] = number(bytes, from));
        return values;
    }

    private int size() {
        long size = (long) rows() * columns();
        if (size > Integer.MAX_VALUE / Long.BYTES) {
            throw new BadInputException(
                    where(),
                    "It has " + rows() + " x " + columns() + " values, more than can be held at once.",
                    "Write one file for each movie.");
        }
        return (int) size;
    }

    /** Takes the value at {@code from} of a chunk as that at {@code to} of the array. */
    @FunctionalInterface
    private interface Sample {
        void take(ByteBuffer chunk, int from, int to);
    }

    private void each(Sample sample) throws IOException {
        ArrayMetadata array = found.array();
        int[] chunkShape =
                array.chunkShape().stream().mapToInt(Integer::intValue).toArray();
        int[] strides = array.chain().strides(chunkShape);
        int chunkColumns = isFlat() ? 1 : chunkShape[1];
        int[] index = new int[chunkShape.length];
        try (ChunkReader chunks = new ChunkReader(store, path, array)) {
            for (int y = 0; y < rows(); y += Math.min(chunkShape[0], rows() - y)) {
                for (int x = 0; x < columns(); x += Math.min(chunkColumns, columns() - x)) {
                    index[0] = y / chunkShape[0];
                    if (!isFlat()) {
                        index[1] = x / chunkColumns;
                    }
                    Optional<byte[]> bytes = chunks.read(index);
                    if (bytes.isPresent()) {
                        ByteBuffer chunk =
                                ByteBuffer.wrap(bytes.get()).order(array.chain().byteOrder());
                        for (int dy = 0; dy < Math.min(chunkShape[0], rows() - y); dy++) {
                            for (int dx = 0; dx < Math.min(chunkColumns, columns() - x); dx++) {
                                int from = dy * strides[0] + (isFlat() ? 0 : dx * strides[1]);
                                sample.take(chunk, from, (y + dy) * columns() + x + dx);
                            }
                        }
                    }
                }
            }
        }
    }

    private long whole(ByteBuffer chunk, int at) {
        return switch (found.array().type()) {
            case BOOL, U8 -> chunk.get(at) & 0xff;
            case I8 -> chunk.get(at);
            case U16 -> chunk.getShort(2 * at) & 0xffff;
            case I16 -> chunk.getShort(2 * at);
            case U32 -> chunk.getInt(4 * at) & 0xffff_ffffL;
            case I32 -> chunk.getInt(4 * at);
            default -> chunk.getLong(8 * at);
        };
    }

    private double number(ByteBuffer chunk, int at) {
        return switch (found.array().type()) {
            case F16 -> HalfFloat.toFloat(chunk.getShort(2 * at));
            case F32 -> chunk.getFloat(4 * at);
            case F64 -> chunk.getDouble(8 * at);
            case U64 -> unsigned(chunk.getLong(8 * at));
            default -> whole(chunk, at);
        };
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : 2.0 * (value >>> 1);
    }
}
