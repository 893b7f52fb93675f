package org.cellineage.segment.network;

import java.util.Arrays;
import java.util.List;
import org.cellineage.model.Tensor;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.postprocess.FrameMaps;

/**
 * Assembles the maps of frames from the network's outputs for their tiles; a map has one value for every {@code stride}
 * pixels.
 */
final class MapReader {

    private final String where;
    private final List<String> names;
    private final int stride;

    MapReader(NetworkOutputs outputs) {
        this.where = outputs.where();
        this.names = outputs.maps();
        this.stride = outputs.stride();
    }

    /** Allocates the maps of a frame. */
    float[][] room(ScaledFrame frame) {
        return new float[names.size()][strided(frame.width()) * strided(frame.height())];
    }

    /** The maps of a frame, after all its tiles have been read. */
    FrameMaps maps(ScaledFrame frame, float[][] values) {
        return new FrameMaps(strided(frame.width()), strided(frame.height()), names, values);
    }

    /**
     * Copies the cores of some tiles.
     *
     * @param given those of the network's outputs that are maps
     * @param tiles the tiles in the batch, all of the same size
     * @param into the maps allocated for each frame
     * @throws BadConfigurationException if the outputs are not the maps that the description names
     */
    void read(List<Tensor> given, List<Tile> tiles, List<ScaledFrame> frames, List<float[][]> into) {
        int channels = 0;
        for (Tensor output : given) {
            channels += channels(output, tiles.size(), tiles.get(0));
        }
        if (channels != names.size()) {
            throw NetworkOutputs.wrong(
                    where,
                    "settings.maps",
                    "The network gives " + channels + " maps, but " + names.size() + " are named: " + names + ".");
        }
        int firstMap = 0;
        for (Tensor output : given) {
            int count = (int) output.shape()[3];
            for (int i = 0; i < tiles.size(); i++) {
                Tile tile = tiles.get(i);
                keep(output, i, count, tile, frames.get(tile.frame()), into.get(tile.frame()), firstMap);
            }
            firstMap += count;
        }
    }

    private int channels(Tensor output, int images, Tile tile) {
        long[] shape = output.shape();
        int rows = tile.height() / stride;
        int columns = tile.width() / stride;
        if (shape.length != 4 || shape[0] != images || shape[1] != rows || shape[2] != columns) {
            throw NetworkOutputs.wrong(
                    where,
                    "networks.segment.outputs",
                    "For " + images + (images == 1 ? " image" : " images") + " of " + tile.width() + " x "
                            + tile.height() + " pixels an output has the shape " + Arrays.toString(shape) + ", but ["
                            + images + ", " + rows + ", " + columns + ", maps] is needed.");
        }
        return Math.toIntExact(shape[3]);
    }

    private void keep(Tensor output, int image, int count, Tile tile, ScaledFrame frame, float[][] into, int firstMap) {
        float[] values = output.values();
        for (int y = 0; y < strided(tile.keepHeight()); y++) {
            int row = (image * tile.height() + tile.keepTop() - tile.top()) / stride + y;
            int from = (row * (tile.width() / stride) + (tile.keepLeft() - tile.left()) / stride) * count;
            int to = (tile.keepTop() / stride + y) * strided(frame.width()) + tile.keepLeft() / stride;
            for (int x = 0; x < strided(tile.keepWidth()); x++) {
                for (int c = 0; c < count; c++) {
                    into[firstMap + c][to + x] = values[from++];
                }
            }
        }
    }

    private int strided(int pixels) {
        return (pixels + stride - 1) / stride;
    }
}
