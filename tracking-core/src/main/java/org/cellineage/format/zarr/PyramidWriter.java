package org.cellineage.format.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cellineage.image.Halving;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * Writes the arrays of an image at several resolutions, each half of the one before: {@code 0}, {@code 1}, … under one
 * group. Planes are written one at a time, in any order; those that are not written are 0.
 */
public final class PyramidWriter {

    /** An image whose sides are not longer is not made smaller. */
    static final int SMALLEST = 256;

    private static final int TILE = 1024;

    private final ZarrWriter zarr;
    private final String path;
    private final List<ZarrLayout> levels = new ArrayList<>();

    /**
     * Begins a pyramid.
     *
     * @param path path of the group below the root of {@code zarr}
     * @param type type of the samples
     * @param axes names of the axes, the last two of which are y and x
     * @param shape size along each axis at full resolution
     */
    public PyramidWriter(ZarrWriter zarr, String path, SampleType type, List<String> axes, List<Integer> shape) {
        this.zarr = zarr;
        this.path = path;
        int rank = shape.size();
        List<Integer> size = new ArrayList<>(shape);
        boolean smaller = true;
        while (smaller) {
            List<Integer> chunks = new ArrayList<>(Collections.nCopies(rank, 1));
            chunks.set(rank - 2, Math.min(TILE, size.get(rank - 2)));
            chunks.set(rank - 1, Math.min(TILE, size.get(rank - 1)));
            levels.add(new ZarrLayout(type, size, chunks, axes));
            smaller = Math.max(size.get(rank - 2), size.get(rank - 1)) > SMALLEST;
            size.set(rank - 2, Halving.half(size.get(rank - 2)));
            size.set(rank - 1, Halving.half(size.get(rank - 1)));
        }
    }

    /** Number of resolutions. */
    public int levels() {
        return levels.size();
    }

    /** Writes a plane, at lower resolutions as the mean of its pixels. */
    public void image(List<Integer> index, Plane plane) throws IOException {
        Plane at = plane;
        for (int level = 0; level < levels.size(); level++) {
            at = level == 0 ? plane : Halving.mean(at);
            tiles(level, index, bytes(at));
        }
    }

    /** Writes a plane of labels, at lower resolutions as the most frequent of them. */
    public void labels(List<Integer> index, LabelImage labels) throws IOException {
        LabelImage at = labels;
        for (int level = 0; level < levels.size(); level++) {
            at = level == 0 ? labels : Halving.mostFrequent(at);
            tiles(level, index, bytes(Plane.of(at.width(), at.height(), at.labels())));
        }
    }

    /** Writes the metadata of the arrays, with which they come into being. */
    public void describe() throws IOException {
        for (int level = 0; level < levels.size(); level++) {
            zarr.describe(ZarrStore.join(path, Integer.toString(level)), levels.get(level));
        }
    }

    private static byte[] bytes(Plane plane) {
        ByteBuffer bytes =
                ByteBuffer.allocate(plane.size() * plane.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (plane instanceof Plane.OfBytes samples) {
            bytes.put(samples.samples());
        } else if (plane instanceof Plane.OfShorts samples) {
            bytes.asShortBuffer().put(samples.samples());
        } else if (plane instanceof Plane.OfInts samples) {
            bytes.asIntBuffer().put(samples.samples());
        } else if (plane instanceof Plane.OfFloats samples) {
            bytes.asFloatBuffer().put(samples.samples());
        }
        return bytes.array();
    }

    private void tiles(int level, List<Integer> index, byte[] plane) throws IOException {
        ZarrLayout layout = levels.get(level);
        int rank = layout.shape().size();
        int height = layout.shape().get(rank - 2);
        int width = layout.shape().get(rank - 1);
        int tileHeight = layout.chunks().get(rank - 2);
        int tileWidth = layout.chunks().get(rank - 1);
        int sample = layout.type().bytes();
        for (int y = 0; y < height; y += tileHeight) {
            for (int x = 0; x < width; x += tileWidth) {
                byte[] tile = new byte[layout.chunkBytes()];
                int columns = Math.min(tileWidth, width - x);
                for (int row = 0; row < Math.min(tileHeight, height - y); row++) {
                    int from = ((y + row) * width + x) * sample;
                    System.arraycopy(plane, from, tile, row * tileWidth * sample, columns * sample);
                }
                List<Integer> chunk = new ArrayList<>(index);
                chunk.add(y / tileHeight);
                chunk.add(x / tileWidth);
                zarr.chunk(ZarrStore.join(path, Integer.toString(level)), layout, chunk, tile);
            }
        }
    }
}
